package org.diconde4j.iod;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.diconde4j.dict.Dictionary;
import org.jspecify.annotations.Nullable;

/** Keywords of attributes and classes to tags and identifiers. Thread-safe. */
final class Keywords {
    private volatile @Nullable Map<String, String> uids;

    int tag(String keyword) {
        OptionalInt tag = Dictionary.standard().tag(keyword);
        if (tag.isEmpty()) {
            throw new IllegalArgumentException(
                    "attribute " + keyword + ", expected a keyword of PS3.6 or a tag of eight digits");
        }
        return tag.getAsInt();
    }

    /** The identifier of a class, which may be given itself where the standard registers none. */
    String uid(String keywordOrUid) {
        Map<String, String> map = uids;
        if (map == null) {
            Map<String, String> made = new HashMap<>();
            for (Dictionary.UidEntry entry : Dictionary.standard().uids().values()) {
                made.put(entry.keyword(), entry.uid());
            }
            uids = map = made;
        }
        String uid = map.get(keywordOrUid);
        if (uid == null && !Character.isDigit(keywordOrUid.charAt(0))) {
            throw new IllegalArgumentException(
                    "class " + keywordOrUid + ", expected a keyword of PS3.6 or a unique identifier");
        }
        return uid == null ? keywordOrUid : uid;
    }
}
