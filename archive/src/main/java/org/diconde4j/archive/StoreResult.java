package org.diconde4j.archive;

import java.util.Set;
import org.diconde4j.archive.intake.Taken;
import org.diconde4j.storage.Flag;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.QuarantineEntry;
import org.jspecify.annotations.Nullable;

/**
 * What became of an object that was handed to the archive. Whatever the outcome, its bytes are on stable storage.
 *
 * @param outcome what is true now
 * @param instance the instance as it is kept: the new one, or the one that was there already; null in quarantine
 * @param quarantined where it was set aside, null if it was not
 * @param reason why it was set aside, null if it was not
 */
public record StoreResult(
        Outcome outcome,
        @Nullable InstanceRef instance,
        @Nullable QuarantineEntry quarantined,
        @Nullable String reason) {

    /** What is true now. */
    public enum Outcome {
        /** The object is new and kept. */
        STORED,
        /** The same object was there already and is kept once. */
        DUPLICATE,
        /** The object is set aside with a reason, and not part of the archive. */
        QUARANTINED
    }

    static StoreResult of(Taken taken) {
        Outcome outcome =
                taken.quarantined() != null ? Outcome.QUARANTINED : taken.isNew() ? Outcome.STORED : Outcome.DUPLICATE;
        return new StoreResult(outcome, taken.instance(), taken.quarantined(), taken.reason());
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
