package org.diconde4j.archive.workflow;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.UID;
import org.diconde4j.match.Matcher;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.RecordNames;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of what (PS3.4 CC.2.3): subscriptions to one workitem are notes of its record; those to all, or to those that match
 * keys, have records of their own. Both may be changed by several nodes that share the records.
 */
final class WorkitemSubscriptions {
    /** AE titles that watch all steps or those that match keys, with {@link #LOCK} or without. */
    private static final String WATCHERS = "workitem-watchers";

    private static final String TITLE = "title";
    private static final String LOCK = "lock";

    private final Supplier<Records> records;
    private final WorkitemReports reports;
    private final Object global = new Object(); // held where steps and global subscriptions must agree

    WorkitemSubscriptions(Supplier<Records> records, WorkitemReports reports) {
        this.records = records;
        this.reports = reports;
    }

    static boolean isGlobal(String uid) {
        return uid.equals(UID.UPSGlobalSubscriptionInstance) || uid.equals(UID.UPSFilteredGlobalSubscriptionInstance);
    }

    /** All who have subscribed to something. */
    Set<String> subscribers() {
        Set<String> titles = new TreeSet<>(watchers().keySet());
        try (Cursor<StoredRecord> steps = records.get().list(Workitems.KIND)) {
            steps.forEachRemaining(step -> titles.addAll(Workitem.watchers(step.content())));
        }
        return titles;
    }

    private Map<String, RecordContent> watchers() {
        Map<String, RecordContent> watchers = new TreeMap<>();
        try (Cursor<StoredRecord> all = records.get().list(WATCHERS)) {
            while (all.hasNext()) {
                RecordContent watcher = all.next().content();
                watchers.put(String.valueOf(watcher.note(TITLE)), watcher);
            }
        }
        return watchers;
    }

    /**
     * Keeps a new step, which those who watch all watch from its first version on.
     *
     * @return who watches it; null if there is a step of that UID
     */
    @Nullable
    Set<String> create(String uid, Dataset step) {
        synchronized (global) {
            RecordContent content = watchedByAll(RecordContent.of(step));
            Records.Written written = records.get().put(Workitems.KIND, RecordNames.id(uid), Records.NEW, content);
            StoredRecord made = written.record();
            if (!written.done() || made == null) {
                return null;
            }
            return Workitem.watchers(settled(made));
        }
    }

    private RecordContent watchedByAll(RecordContent step) {
        RecordContent content = step;
        for (Map.Entry<String, RecordContent> watcher : watchers().entrySet()) {
            if (Matcher.of(watcher.getValue().dataset()).matches(step.dataset())) {
                content = Workitem.watchedBy(
                        content, watcher.getKey(), watcher.getValue().note(LOCK) != null);
            }
        }
        return content;
    }

    /**
     * Looks again at who watches all, now that the step is there: another node that changed a global subscription meanwhile has seen
     * either the step, or been seen here. If somebody changed the step in between, it is his.
     */
    private RecordContent settled(StoredRecord made) {
        RecordContent now = watchedByAll(new RecordContent(made.content().dataset(), Map.of()));
        if (now.notes().equals(made.content().notes())) {
            return now;
        }
        StoredRecord there = records.get()
                .put(Workitems.KIND, made.id(), made.version(), now)
                .record();
        return there == null ? now : there.content();
    }

    WorkitemOutcome subscribe(String uid, String aeTitle, boolean lock, Dataset keys) {
        if (isGlobal(uid)) {
            watchAll(aeTitle, lock, keys);
            return WorkitemOutcome.DONE;
        }
        StoredRecord step = records.get().update(Workitems.KIND, RecordNames.id(uid), there -> {
            return there == null ? null : Workitem.watchedBy(there.content(), aeTitle, lock);
        });
        if (step == null) {
            return WorkitemOutcome.unknown();
        }
        reports.tell(aeTitle, WorkitemEvent.state(step.content().dataset()));
        return WorkitemOutcome.DONE;
    }

    private void watchAll(String aeTitle, boolean lock, Dataset keys) {
        Matcher matcher = Matcher.of(keys);
        synchronized (global) {
            records.get()
                    .update(
                            WATCHERS,
                            RecordNames.id(aeTitle),
                            there -> RecordContent.of(keys).with(TITLE, aeTitle).with(LOCK, lock ? LOCK : null));
            try (Cursor<StoredRecord> steps = records.get().list(Workitems.KIND)) {
                while (steps.hasNext()) {
                    StoredRecord step = steps.next();
                    if (matcher.matches(step.content().dataset())) {
                        watchUnlessWatched(step, aeTitle, lock);
                    }
                }
            }
        }
    }

    private void watchUnlessWatched(StoredRecord step, String aeTitle, boolean lock) {
        boolean[] fresh = {false};
        StoredRecord now = records.get().update(Workitems.KIND, step.id(), there -> {
            fresh[0] = there != null && !Workitem.watchers(there.content()).contains(aeTitle);
            return there == null || !fresh[0] ? null : Workitem.watchedBy(there.content(), aeTitle, lock);
        });
        if (fresh[0] && lock && now != null) { // without a lock no initial event is sent
            reports.tell(aeTitle, WorkitemEvent.state(now.content().dataset()));
        }
    }

    WorkitemOutcome unsubscribe(String uid, String aeTitle) {
        if (isGlobal(uid)) {
            return unwatchAll(aeTitle) ? WorkitemOutcome.DONE : notSubscribed(aeTitle);
        }
        boolean[] known = {false};
        boolean watched = unwatch(RecordNames.id(uid), aeTitle, known);
        return watched ? WorkitemOutcome.DONE : known[0] ? notSubscribed(aeTitle) : WorkitemOutcome.unknown();
    }

    private boolean unwatchAll(String aeTitle) {
        synchronized (global) {
            boolean watched = records.get().delete(WATCHERS, RecordNames.id(aeTitle));
            try (Cursor<StoredRecord> steps = records.get().list(Workitems.KIND)) {
                while (steps.hasNext()) {
                    watched |= unwatch(steps.next().id(), aeTitle, new boolean[1]);
                }
            }
            return watched;
        }
    }

    private boolean unwatch(String id, String aeTitle, boolean[] known) {
        boolean[] watched = {false};
        records.get().update(Workitems.KIND, id, there -> {
            known[0] = there != null;
            watched[0] = there != null && Workitem.watchers(there.content()).contains(aeTitle);
            return there == null || !watched[0] ? null : Workitem.notWatchedBy(there.content(), aeTitle);
        });
        return watched[0];
    }

    WorkitemOutcome suspend(String uid, String aeTitle) {
        if (!isGlobal(uid)) {
            return WorkitemOutcome.of(WorkitemStatus.NOT_APPROPRIATE, "only a global subscription can be suspended");
        }
        synchronized (global) {
            return records.get().delete(WATCHERS, RecordNames.id(aeTitle))
                    ? WorkitemOutcome.DONE
                    : notSubscribed(aeTitle);
        }
    }

    private static WorkitemOutcome notSubscribed(String aeTitle) {
        return WorkitemOutcome.of(WorkitemStatus.NOT_SUBSCRIBED, aeTitle + " has no such subscription");
    }
}
