package org.diconde4j.archive.workflow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.diconde4j.archive.workflow.WorkitemRules.Verdict;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.match.MatchRules;
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
    static final String KIND = "workitems";

    private static final Logger LOG = LoggerFactory.getLogger(Workitems.class);

    /** What a step gets that names no worklist (PS3.4 CC.2.5.1.3 wants the SCP to fill it). */
    private static final String DEFAULT_LABEL = "DEFAULT";

    private static final Duration BETWEEN_FORGETTING = Duration.ofHours(1);

    private final Supplier<Records> records;
    private final Clock clock;
    private final @Nullable Duration kept;
    private final RecentUids forgotten = new RecentUids();
    private final AtomicReference<Instant> nextForgotten = new AtomicReference<>(Instant.MIN);
    private final WorkitemReports reports = new WorkitemReports();
    private final WorkitemSubscriptions subscriptions;

    /**
     * The steps that are kept in records.
     *
     * @param records opens them when they are needed
     * @param clock for times of modification and cancellation
     * @param kept how long steps are kept that are completed or canceled; null to keep them
     */
    public Workitems(Supplier<Records> records, Clock clock, @Nullable Duration kept) {
        this.records = records;
        this.clock = clock;
        this.kept = kept;
        this.subscriptions = new WorkitemSubscriptions(records, reports);
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
        WorkitemOutcome outcome = create(uid, complete.build());
        Workitem made = outcome.status().isDone() ? get(uid) : null;
        if (made == null) {
            throw new DicondeException("the step can't be scheduled: " + outcome.detail());
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
        return find(keys, MatchRules.NONE);
    }

    /**
     * Finds steps. A range of dates and one of times are one range of moments (PS3.4 K.6.1.2.2).
     *
     * @param keys what must match, as in a C-FIND
     * @param rules how keys match
     * @return the steps in the order of their UIDs; to be closed
     */
    public Cursor<Workitem> find(Dataset keys, MatchRules rules) {
        return find(keys, rules, step -> true);
    }

    Cursor<Workitem> find(Dataset keys, MatchRules rules, Predicate<Workitem> inside) {
        Matcher matcher = Matcher.of(keys, rules.withCombinedDateTime(true));
        return new Picked<>(
                records.get().list(KIND), Workitem::of, step -> matcher.matches(step.dataset()) && inside.test(step));
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
        return record != null && remove(record);
    }

    private boolean remove(StoredRecord record) {
        boolean gone = Workitem.isFinal(record.content().dataset())
                && !Workitem.isLocked(record.content())
                && records.get().delete(KIND, record.id(), record.version());
        if (gone) {
            forgotten.add(record.content().dataset().string(Tag.SOPInstanceUID, ""));
        }
        return gone;
    }

    /** Whether there was such a step, which is known of the last ones that were forgotten here. */
    boolean isForgotten(String uid) {
        return forgotten.contains(uid);
    }

    /** Forgets what has been final for as long as it is kept. New steps give the occasion: without them the records do not grow. */
    private void forget() {
        Instant now = clock.instant();
        Instant due = nextForgotten.get();
        if (kept == null || now.isBefore(due)) {
            return;
        }
        Duration pause = kept.compareTo(BETWEEN_FORGETTING) < 0 ? kept : BETWEEN_FORGETTING;
        if (!nextForgotten.compareAndSet(due, now.plus(pause))) {
            return;
        }
        Instant before = now.minus(kept);
        reports.run(() -> {
            try (Cursor<StoredRecord> steps = records.get().list(KIND)) {
                while (steps.hasNext() && !reports.isClosed()) {
                    StoredRecord step = steps.next();
                    if (step.modified().isBefore(before)) {
                        remove(step);
                    }
                }
            } catch (RuntimeException e) {
                if (!reports.isClosed()) {
                    LOG.warn("old workitems are not forgotten", e);
                }
            }
        });
    }

    // For whoever schedules, performs and watches, in all doors

    /**
     * Creates a step, and tells those who watch (PS3.4 CC.2.5).
     *
     * @param uid its SOP Instance UID
     * @param given its attributes, state SCHEDULED included
     * @return done, with modifications or without, or why not
     */
    public WorkitemOutcome create(String uid, Dataset given) {
        NormalizedOutcome refusal = Attributes.refusal(given, WorkitemRules.REQUIRED);
        if (refusal != null) {
            return new WorkitemOutcome(
                    refusal.status() == Status.MISSING_ATTRIBUTE
                            ? WorkitemStatus.MISSING_ATTRIBUTE
                            : WorkitemStatus.MISSING_VALUE,
                    String.valueOf(refusal.errorComment()),
                    refusal.attributes());
        }
        if (!Workitem.stateOf(given).equals(Workitem.SCHEDULED)) {
            return WorkitemOutcome.of(
                    WorkitemStatus.NOT_CREATED_SCHEDULED,
                    "state '" + Workitem.stateOf(given) + "', expected SCHEDULED",
                    Tag.ProcedureStepState);
        }
        WorkitemOutcome wrong = WorkitemRules.refusal(given);
        if (wrong != null) {
            return wrong;
        }
        Dataset.Builder step = Attributes.ofDataSet(given).toBuilder()
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
        Dataset made = step.build();
        Set<String> watchers = subscriptions.create(uid, made);
        if (watchers == null) {
            return WorkitemOutcome.of(WorkitemStatus.EXISTS, "there is a step of this UID");
        }
        tell(watchers, WorkitemEvent.ofCreation(made));
        forget();
        return coerced
                ? WorkitemOutcome.of(
                        WorkitemStatus.CREATED_WITH_MODIFICATIONS, "left out: what a new step can't have yet")
                : WorkitemOutcome.DONE;
    }

    /**
     * Changes attributes of a step that is scheduled, or in progress by whoever asks (PS3.4 CC.2.6).
     *
     * @param uid its SOP Instance UID
     * @param changes the attributes that are to be other ones, and the Transaction UID if the step is in progress
     * @return done, or why not
     */
    public WorkitemOutcome update(String uid, Dataset changes) {
        return apply(uid, step -> WorkitemRules.update(step, Attributes.ofDataSet(changes), now()));
    }

    /**
     * Begins a step, which makes whoever asks its performer, or ends it (PS3.4 CC.2.1).
     *
     * @param uid its SOP Instance UID
     * @param state {@link Workitem#IN_PROGRESS}, {@link Workitem#COMPLETED} or {@link Workitem#CANCELED}
     * @param transactionUid the performer chooses it at the beginning, and names it ever after; empty if it is not given
     * @return done, or why not
     */
    public WorkitemOutcome changeState(String uid, String state, String transactionUid) {
        return apply(uid, step -> WorkitemRules.changeState(step, state, transactionUid, now()));
    }

    /**
     * Cancels a step that nobody has begun, or tells its performer that somebody wishes it were canceled (PS3.4 CC.2.2).
     *
     * @param uid its SOP Instance UID
     * @param why reason and contact, as far as they are known
     * @param requestingAeTitle who wishes it
     * @return done, or why not
     */
    public WorkitemOutcome requestCancel(String uid, Dataset why, String requestingAeTitle) {
        return apply(uid, step -> WorkitemRules.requestCancel(step, why, requestingAeTitle, now()));
    }

    /**
     * Subscribes somebody to what happens (PS3.4 CC.2.3). He gets the state as it is, where the standard says so.
     *
     * @param uid SOP Instance UID of a step; 1.2.840.10008.5.1.4.34.5 for all steps, 1.2.840.10008.5.1.4.34.5.1 for those that match
     * @param aeTitle who is to be told
     * @param lock whether steps stay until he unsubscribes
     * @param keys what steps must match; empty for all
     * @return done, or why not
     */
    public WorkitemOutcome subscribe(String uid, String aeTitle, boolean lock, Dataset keys) {
        return subscriptions.subscribe(uid, aeTitle, lock, keys);
    }

    /**
     * Ends a subscription, and with one to all steps or those that match, those to each of them.
     *
     * @param uid as for {@link #subscribe}
     * @param aeTitle who was told
     * @return done, or why not
     */
    public WorkitemOutcome unsubscribe(String uid, String aeTitle) {
        return subscriptions.unsubscribe(uid, aeTitle);
    }

    /**
     * Ends that somebody is subscribed to steps that come. He still hears of those that are there.
     *
     * @param uid 1.2.840.10008.5.1.4.34.5 or 1.2.840.10008.5.1.4.34.5.1
     * @param aeTitle who was told
     * @return done, or why not
     */
    public WorkitemOutcome suspend(String uid, String aeTitle) {
        return subscriptions.suspend(uid, aeTitle);
    }

    /**
     * Listens to what a subscriber is told, instead of the peer of that AE title. What happened before is not told. It is told
     * what happens here: other nodes that share the records tell those who listen there.
     *
     * @param aeTitle the subscriber
     * @param listener is given the events by the threads that cause them, which it must not keep waiting
     * @return ends it when it is closed
     */
    public AutoCloseable listen(String aeTitle, Consumer<WorkitemEvent> listener) {
        return reports.listen(aeTitle, listener);
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
                subscriptions.subscribers().forEach(to -> reports.tell(to, event));
            } catch (RuntimeException e) {
                if (!reports.isClosed()) {
                    LOG.warn("subscribers of workitems are not told of the start", e);
                }
            }
        });
    }

    boolean knows(String aeTitle) {
        return reports.knows(aeTitle);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock).withOffsetSameInstant(ZoneOffset.UTC);
    }

    /** Changes a step as a rule says, and tells those who watch it. */
    private WorkitemOutcome apply(String uid, Function<RecordContent, Verdict> rule) {
        Verdict[] verdict = new Verdict[1];
        StoredRecord now = records.get().update(KIND, RecordNames.id(uid), there -> {
            if (there == null) {
                return null;
            }
            verdict[0] = rule.apply(there.content());
            return verdict[0].content();
        });
        if (now == null) {
            return WorkitemOutcome.unknown();
        }
        tell(Workitem.watchers(now.content()), verdict[0].events());
        return verdict[0].outcome();
    }

    private void tell(Set<String> watchers, List<WorkitemEvent> events) {
        for (String title : watchers) {
            events.forEach(event -> reports.tell(title, event));
        }
    }

    /** Ends the thread that tells subscribers. */
    @Override
    public void close() {
        reports.close();
    }
}
