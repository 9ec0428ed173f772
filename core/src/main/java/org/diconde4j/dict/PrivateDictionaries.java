package org.diconde4j.dict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The private dictionaries that there are, each asked in turn. */
final class PrivateDictionaries {
    private final List<PrivateDictionary> all;

    private PrivateDictionaries(List<PrivateDictionary> all) {
        this.all = all;
    }

    static PrivateDictionaries load() {
        List<PrivateDictionary> all = new ArrayList<>();
        all.add(new Diconde());
        var found = ServiceLoader.load(PrivateDictionary.class, PrivateDictionary.class.getClassLoader())
                .iterator();
        for (int broken = 0; broken < 16; ) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                all.add(found.next());
            } catch (ServiceConfigurationError e) {
                broken++; // one that cannot be loaded must not keep files from being read
            }
        }
        return new PrivateDictionaries(List.copyOf(all));
    }

    PrivateDictionary.@Nullable Entry entry(String creator, int group, int elementLowByte) {
        for (PrivateDictionary dictionary : all) {
            PrivateDictionary.Entry entry = dictionary.entry(creator, group, elementLowByte);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    /** The legacy blocks of DICONDE 2010; each creator stands in one group. */
    private static final class Diconde implements PrivateDictionary {
        private static final String PREFIX = "astm.org/diconde/iod/";

        private record Key(String creator, int group, int element) {}

        private final Map<Key, Entry> entries = new HashMap<>();

        Diconde() {
            for (String[] row : Dictionary.rows("diconde-private.tsv")) {
                VR vr = VR.of(row[3]);
                if (vr != null) {
                    Key key = new Key(row[1], Integer.parseInt(row[0], 16), Integer.parseInt(row[2], 16));
                    entries.put(key, new Entry(vr, row[4]));
                }
            }
        }

        @Override
        public @Nullable Entry entry(String creator, int group, int elementLowByte) {
            return creator.startsWith(PREFIX) ? entries.get(new Key(creator, group, elementLowByte)) : null;
        }
    }
}
