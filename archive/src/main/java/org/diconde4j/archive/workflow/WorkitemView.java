package org.diconde4j.archive.workflow;

import java.util.function.Consumer;
import org.diconde4j.archive.access.Role;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.data.Dataset;
import org.diconde4j.match.MatchRules;
import org.diconde4j.storage.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * Workitems as somebody may use them. Those outside of their {@linkplain Subject#restriction() restriction}, which is judged by the
 * attributes of component and study that a workitem has, are as if they did not exist. Every method throws
 * {@link org.diconde4j.archive.access.DeniedException} if they lack the role that it names. Thread-safe.
 */
public final class WorkitemView {
    private final Workitems steps;
    private final Subject subject;

    /**
     * A view.
     *
     * @param steps the workitems
     * @param subject who asks
     */
    public WorkitemView(Workitems steps, Subject subject) {
        this.steps = steps;
        this.subject = subject;
    }

    /**
     * Finds steps, see {@link Workitems#find(Dataset, MatchRules)}. Needs {@link Role#VIEW}.
     *
     * @param keys what must match
     * @param rules how keys match
     * @return the steps; to be closed
     */
    public Cursor<Workitem> find(Dataset keys, MatchRules rules) {
        subject.require(Role.VIEW);
        return steps.find(keys, rules, this::mayKnow);
    }

    /**
     * One step. Needs {@link Role#VIEW}.
     *
     * @param uid its SOP Instance UID
     * @return the step, null if there is none
     */
    public @Nullable Workitem get(String uid) {
        subject.require(Role.VIEW);
        return known(uid);
    }

    /**
     * Says of a step that is not there whether it was. Who is restricted learns nothing of that, and what was forgotten
     * by another node, or longer ago than ten thousand others, is not known.
     *
     * @param uid its SOP Instance UID
     * @return {@link WorkitemStatus#UNKNOWN} or {@link WorkitemStatus#FORGOTTEN}
     */
    public WorkitemOutcome absence(String uid) {
        return subject.restriction().isNone() && steps.isForgotten(uid)
                ? WorkitemOutcome.of(WorkitemStatus.FORGOTTEN, "unified procedure step " + uid + " was forgotten")
                : WorkitemOutcome.unknown();
    }

    /**
     * Creates a step, see {@link Workitems#create}. Needs {@link Role#STORE} or {@link Role#ANNOTATE}.
     *
     * @param uid its SOP Instance UID
     * @param given its attributes
     * @return done, or why not
     */
    public WorkitemOutcome create(String uid, Dataset given) {
        requireWork();
        if (!subject.restriction().allows(given) || steps.get(uid) != null && known(uid) == null) {
            return outside();
        }
        return steps.create(uid, given);
    }

    /**
     * Changes a step, see {@link Workitems#update}. Needs {@link Role#STORE} or {@link Role#ANNOTATE}.
     *
     * @param uid its SOP Instance UID
     * @param changes the attributes that are to be other ones
     * @return done, or why not
     */
    public WorkitemOutcome update(String uid, Dataset changes) {
        requireWork();
        Workitem step = known(uid);
        if (step == null) {
            return absence(uid);
        }
        Dataset changed = step.dataset().toBuilder().setAll(changes).build();
        return subject.restriction().allows(changed) ? steps.update(uid, changes) : outside();
    }

    /**
     * Begins or ends a step, see {@link Workitems#changeState}. Needs {@link Role#STORE} or {@link Role#ANNOTATE}.
     *
     * @param uid its SOP Instance UID
     * @param state the new state
     * @param transactionUid what the performer knows; empty if it is not given
     * @return done, or why not
     */
    public WorkitemOutcome changeState(String uid, String state, String transactionUid) {
        requireWork();
        return known(uid) == null ? absence(uid) : steps.changeState(uid, state, transactionUid);
    }

    /**
     * Wishes that a step were canceled, see {@link Workitems#requestCancel}. Needs {@link Role#STORE} or {@link Role#ANNOTATE}.
     *
     * @param uid its SOP Instance UID
     * @param why reason and contact
     * @param requestingAeTitle who wishes it
     * @return done, or why not
     */
    public WorkitemOutcome requestCancel(String uid, Dataset why, String requestingAeTitle) {
        requireWork();
        return known(uid) == null ? absence(uid) : steps.requestCancel(uid, why, requestingAeTitle);
    }

    /**
     * Subscribes, see {@link Workitems#subscribe}. Needs {@link Role#VIEW}. Who is restricted may subscribe to single steps only.
     *
     * @param uid of a step, or of all
     * @param aeTitle who is to be told
     * @param lock whether steps stay until he unsubscribes
     * @param keys what steps must match; empty for all
     * @return done, or why not
     */
    public WorkitemOutcome subscribe(String uid, String aeTitle, boolean lock, Dataset keys) {
        WorkitemOutcome objection = objection(uid);
        return objection == null ? steps.subscribe(uid, aeTitle, lock, keys) : objection;
    }

    /**
     * Ends a subscription, see {@link Workitems#unsubscribe}. Needs {@link Role#VIEW}.
     *
     * @param uid of a step, or of all
     * @param aeTitle who was told
     * @return done, or why not
     */
    public WorkitemOutcome unsubscribe(String uid, String aeTitle) {
        WorkitemOutcome objection = objection(uid);
        return objection == null ? steps.unsubscribe(uid, aeTitle) : objection;
    }

    /**
     * Suspends a global subscription, see {@link Workitems#suspend}. Needs {@link Role#VIEW}.
     *
     * @param uid of all, or of those that match
     * @param aeTitle who was told
     * @return done, or why not
     */
    public WorkitemOutcome suspend(String uid, String aeTitle) {
        WorkitemOutcome objection = objection(uid);
        return objection == null ? steps.suspend(uid, aeTitle) : objection;
    }

    /**
     * Listens to what a subscriber is told, see {@link Workitems#listen}. Needs {@link Role#VIEW}. Of steps outside nothing is told.
     *
     * @param aeTitle the subscriber
     * @param listener is given the events
     * @return ends it when it is closed
     */
    public AutoCloseable listen(String aeTitle, Consumer<WorkitemEvent> listener) {
        subject.require(Role.VIEW);
        if (subject.restriction().isNone()) {
            return steps.listen(aeTitle, listener);
        }
        return steps.listen(aeTitle, event -> {
            if (WorkitemSubscriptions.isGlobal(event.workitem()) || known(event.workitem()) != null) {
                listener.accept(event);
            }
        });
    }

    private void requireWork() {
        if (!subject.may(Role.ANNOTATE)) {
            subject.require(Role.STORE);
        }
    }

    private @Nullable Workitem known(String uid) {
        Workitem step = steps.get(uid);
        return step != null && mayKnow(step) ? step : null;
    }

    private boolean mayKnow(Workitem step) {
        return subject.restriction().allows(step.dataset());
    }

    private @Nullable WorkitemOutcome objection(String uid) {
        subject.require(Role.VIEW);
        if (WorkitemSubscriptions.isGlobal(uid)) {
            return subject.restriction().isNone() ? null : outside();
        }
        return known(uid) == null ? absence(uid) : null;
    }

    private static WorkitemOutcome outside() {
        return WorkitemOutcome.of(WorkitemStatus.NOT_AUTHORIZED, "outside of what you may know of");
    }
}
