package org.diconde4j.archive.intake;

import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.QuarantineEntry;
import org.jspecify.annotations.Nullable;

/**
 * What became of an object. Whatever it is, the object is on stable storage, unless it was discarded from quarantine before.
 *
 * @param isNew whether it was not there before
 * @param instance the instance as it is kept, null in quarantine
 * @param quarantined where it was set aside, null if it was not
 * @param reason why it was set aside, or stays so, or who has decided about it before; null otherwise
 */
public record Taken(
        boolean isNew,
        @Nullable InstanceRef instance,
        @Nullable QuarantineEntry quarantined,
        @Nullable String reason) {

    static Taken stored(InstanceRef instance) {
        return new Taken(true, instance, null, null);
    }

    static Taken duplicate(InstanceRef instance) {
        return new Taken(false, instance, null, null);
    }

    static Taken gone(String reason) {
        return new Taken(false, null, null, reason);
    }

    static Taken quarantined(QuarantineEntry entry, String reason) {
        return new Taken(false, null, entry, reason);
    }
}
