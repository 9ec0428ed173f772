package org.diconde4j.archive;

import java.util.Set;
import org.diconde4j.archive.access.RefusedObject;
import org.diconde4j.archive.intake.Taken;
import org.diconde4j.storage.Flag;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.QuarantineEntry;
import org.jspecify.annotations.Nullable;

/**
 * What became of an object that was handed to the archive. Whatever the outcome, its bytes are on stable storage, unless it was
 * refused, or discarded from quarantine.
 *
 * @param outcome what is true now
 * @param instance the instance as it is kept: the new one, or the one that was there already; null in quarantine, if it was
 *     refused, or if it is gone
 * @param quarantined where it was set aside, null if it was not
 * @param refused the object as it came if it was refused, null if it was not
 * @param reason why it was set aside, or was refused, or is gone; null otherwise
 */
public record StoreResult(
        Outcome outcome,
        @Nullable InstanceRef instance,
        @Nullable QuarantineEntry quarantined,
        @Nullable RefusedObject refused,
        @Nullable String reason) {

    /** What is true now. */
    public enum Outcome {
        /** The object is new and kept. */
        STORED,
        /** The same object was there already and is kept once. */
        DUPLICATE,
        /** The object is set aside with a reason, and not part of the archive. */
        QUARANTINED,
        /**
         * The object was to be released from quarantine, but somebody else had released or discarded it; the reason says which.
         * Nothing was changed.
         */
        GONE,
        /** Whoever brought the object may not store it, see {@link ArchiveView#store}; nothing of it is kept. */
        REFUSED
    }

    static StoreResult of(Taken taken) {
        return new StoreResult(outcome(taken), taken.instance(), taken.quarantined(), taken.refused(), taken.reason());
    }

    private static Outcome outcome(Taken taken) {
        if (taken.quarantined() != null) {
            return Outcome.QUARANTINED;
        }
        if (taken.refused() != null) {
            return Outcome.REFUSED;
        }
        if (taken.instance() == null) {
            return Outcome.GONE;
        }
        return taken.isNew() ? Outcome.STORED : Outcome.DUPLICATE;
    }

    /**
     * What was remarkable about the object.
     *
     * @return the flags of its receipt, none in quarantine
     */
    public Set<Flag> flags() {
        return instance == null ? Set.of() : instance.flags();
    }
}
