package org.diconde4j.archive.workflow;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.diconde4j.archive.workflow.WorkitemRules.Verdict;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.match.Matcher;
import org.diconde4j.nde.Uids;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.RecordNames;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unified procedure steps (PS3.4 CC): tasks that are pushed by who wants them done, pulled by who does them, and watched by
 * whom it concerns. One of these for an archive. Thread-safe.
 */
public final class Workitems implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workitems.class);
    private static final String KIND = "workitems";

    /** AE titles that watch all steps or those that match keys, with {@link #LOCK} or without. */
    private static final String WATCHERS = "workitem-watchers";

    private static final String TITLE = "title";
    private static final String LOCK = "lock";

    /** What a step gets that names no worklist (PS3.4 CC.2.5.1.3 wants the SCP to fill it). */
    private static final String DEFAULT_LABEL = "DEFAULT";

    private final Supplier<Records> records;
    private final Clock clock;
    private final WorkitemReports reports = new WorkitemReports();
    private final Object global = new Object(); // held where steps and global subscriptions must agree

    /**
     * The steps that are kept in records.
     *
     * @param records opens them when they are needed
     * @param clock for times of modification and cancellation
     */
    public Workitems(Supplier<Records> records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    // For the host application

    /**
     * Schedules a step, and tells those who watch.
     *
     * @param step its attributes, with priority, label, start and input readiness; SOP Instance UID and state are made if they are
     *     not there
     * @return the step as it is kept
     * @throws DicondeException if something is missing, or there is a step of that UID
     */
    public Workitem add(Dataset step) {
        Dataset.Builder complete = step.toBuilder();
        if (!Attributes.hasValue(step, Tag.ProcedureStepState)) {
            complete.set(Tag.ProcedureStepState, Workitem.SCHEDULED);
        }
        String uid = step.string(Tag.SOPInstanceUID, "");
        if (uid.isEmpty()) {
            uid = Uids.random();
        }
        NormalizedOutcome outcome = create(uid, complete.build());
        Workitem made = Status.isSuccessOrWarning(outcome.status()) ? get(uid) : null;
        if (made == null) {
            throw new DicondeException("the step can't be scheduled: " + outcome.errorComment());
        }
        return made;
    }

    /**
     * Finds steps.
     *
     * @param keys what must match, as in a C-FIND
     * @return the steps in the order of their UIDs; to be closed
     */
    public Cursor<Workitem> find(Dataset keys) {
        Matcher matcher = Matcher.of(keys);
        return new Picked<>(records.get().list(KIND), Workitem::of, step -> matcher.matches(step.dataset()));
    }

    /**
     * One step.
     *
     * @param uid its SOP Instance UID
     * @return the step, null if there is none
     */
    public @Nullable Workitem get(String uid) {
        StoredRecord record = uid.isEmpty() ? null : records.get().get(KIND, RecordNames.id(uid));
        return record == null ? null : Workitem.of(record);
    }

    /**
     * Forgets a step that is completed or canceled, unless a subscriber still holds a deletion lock on it.
     *
     * @param uid its SOP Instance UID
     * @return whether it is gone; false if it may not go yet, or was not there
     */
    public boolean remove(String uid) {
        StoredRecord record = uid.isEmpty() ? null : records.get().get(KIND, RecordNames.id(uid));
        return record != null
                && Workitem.of(record).isFinal()
                && !Workitem.isLocked(record.content())
                && records.get().delete(KIND, record.id(), record.version());
    }

    // For receivers

    /**
     * Performs the operations of Unified Procedure Step.
     *
     * @return the handler, one for all SOP classes of the service
     */
    public NormalizedHandler handler() {
        return new WorkitemService(this);
    }

    /**
     * Answers C-FIND of Unified Procedure Step.
     *
     * @param limit how many answers there may be to one query
     * @return the handler, for the Pull, Watch and Query SOP classes
     */
    public FindHandler finder(long limit) {
        return new RecordFinder(records, KIND, limit);
    }

    /**
     * Says where subscribers are, and tells all of them that the archive is here again (PS3.4 CC.2.4.3).
     *
     * @param peers the peer of a title, null if it is not known
     * @param clients what talks to a peer
     */
    public void connect(Function<String, @Nullable Peer> peers, Function<Peer, DimseClient> clients) {
        reports.connect(peers, clients);
        reports.run(() -> {
            try {
                WorkitemEvent event = WorkitemEvent.restarted();
                subscribers().forEach(to -> reports.tell(to, UID.UPSGlobalSubscriptionInstance, event));
            } catch (RuntimeException e) {
                if (!reports.isClosed()) {
                    LOG.warn("subscribers of workitems are not told of the start", e);
                }
            }
        });
    }

    private Set<String> subscribers() {
        Set<String> titles = new TreeSet<>();
        try (Cursor<StoredRecord> all = records.get().list(WATCHERS)) {
            all.forEachRemaining(
                    record -> titles.add(String.valueOf(record.content().note(TITLE))));
        }
        try (Cursor<StoredRecord> steps = records.get().list(KIND)) {
            steps.forEachRemaining(step -> titles.addAll(Workitem.watchers(step.content())));
        }
        return titles;
    }

    boolean knows(String aeTitle) {
        return reports.knows(aeTitle);
    }

    OffsetDateTime now() {
        return OffsetDateTime.now(clock).withOffsetSameInstant(ZoneOffset.UTC);
    }

    // Steps

    NormalizedOutcome create(String uid, Dataset given) {
        NormalizedOutcome refusal = Attributes.refusal(given, WorkitemRules.REQUIRED);
        if (refusal != null) {
            return refusal;
        }
        if (!Workitem.stateOf(given).equals(Workitem.SCHEDULED)) {
            return NormalizedOutcome.of(
                    WorkitemRules.NOT_CREATED_SCHEDULED,
                    "state '" + Workitem.stateOf(given) + "', expected SCHEDULED",
                    Tag.ProcedureStepState);
        }
        Dataset.Builder step = given.toBuilder()
                .remove(Tag.TransactionUID)
                .remove(Tag.ProcedureStepProgressInformationSequence)
                .setItems(Tag.UnifiedProcedureStepPerformedProcedureSequence)
                .set(Tag.SOPClassUID, UID.UnifiedProcedureStepPush)
                .set(Tag.SOPInstanceUID, uid)
                .set(Tag.ScheduledProcedureStepModificationDateTime, now());
        boolean coerced = Attributes.hasValue(given, Tag.TransactionUID)
                || Attributes.hasValue(given, Tag.ProcedureStepProgressInformationSequence)
                || Attributes.hasValue(given, Tag.UnifiedProcedureStepPerformedProcedureSequence);
        if (!Attributes.hasValue(given, Tag.WorklistLabel)) {
            step.set(Tag.WorklistLabel, DEFAULT_LABEL);
        }
        RecordContent content = RecordContent.of(step.build());
        Set<String> watchers = new TreeSet<>();
        synchronized (global) {
            try (Cursor<StoredRecord> all = records.get().list(WATCHERS)) {
                while (all.hasNext()) {
                    RecordContent watcher = all.next().content();
                    if (Matcher.of(watcher.dataset()).matches(content.dataset())) {
                        String title = String.valueOf(watcher.note(TITLE));
                        content = Workitem.watchedBy(content, title, watcher.note(LOCK) != null);
                        watchers.add(title);
                    }
                }
            }
            if (!records.get()
                    .put(KIND, RecordNames.id(uid), Records.NEW, content)
                    .done()) {
                return NormalizedOutcome.of(Status.DUPLICATE_SOP_INSTANCE, "there is a step of this UID");
            }
        }
        tell(watchers, uid, WorkitemEvent.ofCreation(content.dataset()));
        return coerced
                ? NormalizedOutcome.of(
                        WorkitemRules.CREATED_WITH_MODIFICATIONS, "left out: what a new step can't have yet")
                : NormalizedOutcome.success();
    }

    /** Changes a step as a rule says, and tells those who watch it; null if there is no such step. */
    @Nullable
    NormalizedOutcome apply(String uid, Function<RecordContent, Verdict> rule) {
        Verdict[] verdict = new Verdict[1];
        StoredRecord now = records.get().update(KIND, RecordNames.id(uid), there -> {
            if (there == null) {
                return null;
            }
            verdict[0] = rule.apply(there.content());
            return verdict[0].content();
        });
        if (now == null) {
            return null;
        }
        tell(Workitem.watchers(now.content()), uid, verdict[0].events());
        return verdict[0].outcome();
    }

    private void tell(Set<String> watchers, String uid, List<WorkitemEvent> events) {
        for (String title : watchers) {
            events.forEach(event -> reports.tell(title, uid, event));
        }
    }

    // Subscriptions (PS3.4 Table CC.2.3-2)

    /** Subscribes to one step; false if there is none. */
    boolean watch(String uid, String aeTitle, boolean lock) {
        StoredRecord step = records.get().update(KIND, RecordNames.id(uid), there -> {
            return there == null ? null : Workitem.watchedBy(there.content(), aeTitle, lock);
        });
        if (step != null) {
            reports.tell(aeTitle, uid, WorkitemEvent.state(step.content().dataset()));
        }
        return step != null;
    }

    /** Unsubscribes from one step; false if there is none. */
    boolean unwatch(String uid, String aeTitle) {
        return records.get().update(KIND, RecordNames.id(uid), there -> {
                    return there == null ? null : Workitem.notWatchedBy(there.content(), aeTitle);
                })
                != null;
    }

    /** Subscribes to all steps that match keys, those to come included. */
    void watchAll(String aeTitle, boolean lock, Dataset keys) {
        Matcher matcher = Matcher.of(keys);
        synchronized (global) {
            records.get()
                    .update(
                            WATCHERS,
                            RecordNames.id(aeTitle),
                            there -> RecordContent.of(keys).with(TITLE, aeTitle).with(LOCK, lock ? LOCK : null));
            for (Workitem step : steps()) {
                if (matcher.matches(step.dataset())) {
                    watchUnlessWatched(step, aeTitle, lock);
                }
            }
        }
    }

    private void watchUnlessWatched(Workitem step, String aeTitle, boolean lock) {
        boolean[] fresh = {false};
        records.get().update(KIND, RecordNames.id(step.uid()), there -> {
            fresh[0] = there != null && !Workitem.watchers(there.content()).contains(aeTitle);
            return there == null || !fresh[0] ? null : Workitem.watchedBy(there.content(), aeTitle, lock);
        });
        if (fresh[0] && lock) { // without a lock no initial event is sent
            reports.tell(aeTitle, step.uid(), WorkitemEvent.state(step.dataset()));
        }
    }

    /** Stops to subscribe to steps to come. */
    void suspend(String aeTitle) {
        synchronized (global) {
            records.get().delete(WATCHERS, RecordNames.id(aeTitle));
        }
    }

    /** Unsubscribes from all steps. */
    void unwatchAll(String aeTitle) {
        synchronized (global) {
            suspend(aeTitle);
            for (Workitem step : steps()) {
                records.get().update(KIND, RecordNames.id(step.uid()), there -> {
                    return there == null || !Workitem.watchers(there.content()).contains(aeTitle)
                            ? null
                            : Workitem.notWatchedBy(there.content(), aeTitle);
                });
            }
        }
    }

    private List<Workitem> steps() {
        return find(Dataset.empty()).toList();
    }

    /** Ends the thread that tells subscribers. */
    @Override
    public void close() {
        reports.close();
    }
}
