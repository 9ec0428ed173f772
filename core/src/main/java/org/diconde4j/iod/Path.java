package org.diconde4j.iod;

import java.util.Arrays;

/** Where a walk through a data set is: the sequences that it has entered, and in which item. */
final class Path {
    /** Items are not entered deeper than this, whatever built the data set. */
    static final int DEEPEST = 100;

    private int[] tags = new int[8];
    private int[] items = new int[8];
    private int depth;

    int depth() {
        return depth;
    }

    /**
     * Enters an item.
     *
     * @param sequence its sequence
     * @param item its number, from 1
     */
    void enter(int sequence, int item) {
        if (depth == tags.length) {
            tags = Arrays.copyOf(tags, depth * 2);
            items = Arrays.copyOf(items, depth * 2);
        }
        tags[depth] = sequence;
        items[depth++] = item;
    }

    void leave() {
        depth--;
    }

    /** The path to an element, or to the object as a whole if the tag is 0 on the outermost level. */
    String to(int tag) {
        return text(tag, true);
    }

    /** The path without the numbers of items: the same for the same thing in other items. */
    String everyItem(int tag) {
        return text(tag, false);
    }

    private String text(int tag, boolean numbers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            text.append(Text.tag(tags[i]));
            text.append(numbers ? "[" + items[i] + "]." : ".");
        }
        return tag == 0 && depth == 0 ? "" : text.append(Text.tag(tag)).toString();
    }
}
