package org.diconde4j.iod;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one level of a data set holds: the lines of a module, of a macro, or of the items of a sequence. Included macros
 * are looked up when first asked for, because some include themselves in their items. Thread-safe.
 */
final class Rules {
    private final Tables tables;
    private final List<Attribute> own;
    private final List<String> included;
    private final boolean anything;

    private volatile @Nullable List<Attribute> all;
    private volatile @Nullable List<Attribute> needed;
    private volatile @Nullable Map<Integer, Attribute> byTag;

    /**
     * Makes the rules of one level.
     *
     * @param tables where the included macros are found
     * @param own its own lines
     * @param included names of macros
     * @param anything whether other attributes are as welcome
     */
    Rules(Tables tables, List<Attribute> own, List<String> included, boolean anything) {
        this.tables = tables;
        this.own = List.copyOf(own);
        this.included = List.copyOf(included);
        this.anything = anything;
    }

    boolean anything() {
        return anything;
    }

    /** All lines, those of included macros too. */
    List<Attribute> attributes() {
        List<Attribute> known = all;
        if (known == null) {
            List<Attribute> lines = new ArrayList<>();
            collect(lines, new HashSet<>());
            all = known = List.copyOf(lines);
        }
        return known;
    }

    private void collect(List<Attribute> lines, Set<String> done) {
        lines.addAll(own);
        for (String id : included) {
            if (done.add(id)) {
                tables.macro(id).collect(lines, done);
            }
        }
    }

    /** The lines that may be missing: all but those of type 3. */
    List<Attribute> needed() {
        List<Attribute> known = needed;
        if (known == null) {
            needed = known =
                    attributes().stream().filter(a -> a.type() != Type.THREE).toList();
        }
        return known;
    }

    /** Looks up every macro on every level, so that a missing one shows. */
    void verify() {
        verify(new HashSet<>());
    }

    private void verify(Set<Rules> done) {
        if (done.add(this)) {
            for (Attribute attribute : attributes()) {
                Rules items = attribute.items();
                if (items != null) {
                    items.verify(done);
                }
            }
        }
    }

    @Nullable
    Attribute get(int tag) {
        Map<Integer, Attribute> map = byTag;
        if (map == null) {
            Map<Integer, Attribute> made = new HashMap<>();
            for (Attribute attribute : attributes()) {
                made.putIfAbsent(attribute.tag(), attribute);
            }
            byTag = map = made;
        }
        return map.get(plain(tag));
    }

    /** The tag under which the rules know a repeating element (PS3.5 7.6). */
    static int plain(int tag) {
        return (tag & 0xFFE00000) == 0x60000000 && (tag & 0x10000) == 0 ? tag & 0xFF00FFFF : tag;
    }
}
