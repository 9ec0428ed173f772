package org.diconde4j.archive.workflow;

import java.util.LinkedHashSet;
import java.util.Set;

/** The last UIDs of some kind, as many as there is room for. Thread-safe. */
final class RecentUids {
    private static final int MOST = 10_000;

    private final Set<String> uids = new LinkedHashSet<>();

    synchronized void add(String uid) {
        uids.remove(uid);
        uids.add(uid);
        if (uids.size() > MOST) {
            uids.remove(uids.iterator().next());
        }
    }

    synchronized boolean contains(String uid) {
        return uids.contains(uid);
    }
}
