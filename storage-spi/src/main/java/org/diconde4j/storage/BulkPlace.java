package org.diconde4j.storage;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.VR;

/**
 * Where an object has a bulk value, which an index does not keep: enough to tell that it is there and how it is asked for.
 *
 * @param path the sequences around it, outermost first, tag and index of the item in turn; empty for an element of the data set itself
 * @param tag its tag
 * @param vr its value representation
 */
public record BulkPlace(List<Integer> path, int tag, VR vr) {
    private static final BulkData SOMEWHERE = new BulkData(null, 0, -1, false);

    /**
     * Makes the path immutable.
     *
     * @param path the sequences around it, outermost first, tag and index of the item in turn
     * @param tag its tag
     * @param vr its value representation
     */
    public BulkPlace {
        path = List.copyOf(path);
    }

    /**
     * Finds the bulk values of an object.
     *
     * @param dataset its data set, with bulk values or {@link #of} in their places
     * @return their places in the order of the data set
     */
    public static List<BulkPlace> all(Dataset dataset) {
        List<BulkPlace> places = new ArrayList<>();
        add(dataset, new ArrayList<>(), places);
        return List.copyOf(places);
    }

    private static void add(Dataset dataset, List<Integer> path, List<BulkPlace> places) {
        for (Element element : dataset) {
            if (isBulk(element)) {
                places.add(new BulkPlace(path, element.tag(), element.vr()));
            }
            int index = 0;
            for (Dataset item : element.items()) {
                path.add(element.tag());
                path.add(index++);
                add(item, path, places);
                path.subList(path.size() - 2, path.size()).clear();
            }
        }
    }

    private static boolean isBulk(Element element) {
        return element.bulkData() != null || element.fragments() != null;
    }

    /**
     * Stands for a bulk value of which nothing is known but that it is there.
     *
     * @param element what it stands for
     * @return an element of the same tag and representation, whose value cannot be read
     */
    public static Element of(Element element) {
        return Element.of(element.tag(), element.vr(), SOMEWHERE);
    }

    /**
     * Takes bulk values out.
     *
     * @param dataset a data set
     * @return the rest, the same data set if there are none
     */
    static Dataset without(Dataset dataset) {
        Dataset.Builder lean = null;
        for (Element element : dataset) {
            if (isBulk(element)) {
                lean = lean == null ? dataset.toBuilder() : lean;
                lean.remove(element.tag());
            } else if (element.isSequence()) {
                List<Dataset> items = element.items();
                List<Dataset> leanItems = items.stream().map(BulkPlace::without).toList();
                for (int i = 0; i < items.size(); i++) {
                    if (items.get(i) != leanItems.get(i)) {
                        lean = lean == null ? dataset.toBuilder() : lean;
                        lean.setItems(element.tag(), leanItems);
                        break;
                    }
                }
            }
        }
        return lean == null ? dataset : lean.build();
    }

    /**
     * Puts what stands for bulk values where they were taken out.
     *
     * @param lean a data set without them
     * @param places where they were; those in items that are not there count for nothing
     * @return the data set with them
     */
    public static Dataset put(Dataset lean, List<BulkPlace> places) {
        if (places.isEmpty()) {
            return lean;
        }
        Dataset.Builder whole = lean.toBuilder();
        for (int i = 0; i < places.size(); ) {
            BulkPlace place = places.get(i);
            if (place.path.isEmpty()) {
                whole.set(Element.of(place.tag, place.vr, SOMEWHERE));
                i++;
                continue;
            }
            int sequence = place.path.get(0);
            int end = i;
            List<Dataset> items = new ArrayList<>(lean.items(sequence));
            while (end < places.size() && isIn(places.get(end), sequence)) {
                int item = places.get(end).path.get(1);
                List<BulkPlace> below = new ArrayList<>();
                while (end < places.size()
                        && isIn(places.get(end), sequence)
                        && places.get(end).path.get(1) == item) {
                    BulkPlace inner = places.get(end++);
                    below.add(new BulkPlace(inner.path.subList(2, inner.path.size()), inner.tag, inner.vr));
                }
                if (item < items.size()) {
                    items.set(item, put(items.get(item), below));
                }
            }
            if (!items.isEmpty()) {
                whole.setItems(sequence, items);
            }
            i = end;
        }
        return whole.build();
    }

    private static boolean isIn(BulkPlace place, int sequence) {
        return !place.path.isEmpty() && place.path.get(0) == sequence;
    }
}
