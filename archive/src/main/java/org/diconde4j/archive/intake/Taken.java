package org.diconde4j.archive.intake;

import org.diconde4j.archive.access.RefusedObject;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.QuarantineEntry;
import org.jspecify.annotations.Nullable;

/**
 * What became of an object. Whatever it is, the object is on stable storage, unless it was refused, or discarded from quarantine
 * before.
 *
 * @param isNew whether it was not there before
 * @param instance the instance as it is kept, null in quarantine and if it was refused
 * @param quarantined where it was set aside, null if it was not
 * @param refused the object as it came if it was refused, null if it was not; nothing of it is kept then
 * @param reason why it was set aside, or stays so, or was refused, or who has decided about it before; null otherwise
 */
public record Taken(
        boolean isNew,
        @Nullable InstanceRef instance,
        @Nullable QuarantineEntry quarantined,
        @Nullable RefusedObject refused,
        @Nullable String reason) {

    static Taken stored(InstanceRef instance) {
        return new Taken(true, instance, null, null, null);
    }

    static Taken duplicate(InstanceRef instance) {
        return new Taken(false, instance, null, null, null);
    }

    static Taken gone(String reason) {
        return new Taken(false, null, null, null, reason);
    }

    static Taken refused(RefusedObject object, String reason) {
        return new Taken(false, null, null, object, reason);
    }

    static Taken quarantined(QuarantineEntry entry, String reason) {
        return new Taken(false, null, entry, null, reason);
    }
}
