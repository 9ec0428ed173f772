package org.diconde4j.archive.intake;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.diconde4j.archive.access.Role;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Restriction;
import org.diconde4j.storage.Selection;
import org.jspecify.annotations.Nullable;

/** Whether somebody may store an object. What it says when they may not does not tell what is there already. */
public final class Leave implements Permit {
    /** Presentation states and structured reports (PS3.4 B.5). */
    private static final Set<String> EVALUATIONS = Set.of("1.2.840.10008.5.1.4.1.1.11.", "1.2.840.10008.5.1.4.1.1.88.");

    private final Subject subject;
    private final Index index;

    /** Those that are known to have nothing outside. */
    private final Set<String> studies = ConcurrentHashMap.newKeySet();

    /**
     * Makes the judge.
     *
     * @param subject who stores
     * @param index what is there
     */
    public Leave(Subject subject, Index index) {
        this.subject = subject;
        this.index = index;
    }

    @Override
    public @Nullable String objection(Dataset attributes, String study, @Nullable InstanceRef known) {
        String sopClass = attributes.string(Tag.SOPClassUID, "");
        boolean annotates = subject.may(Role.ANNOTATE) && EVALUATIONS.stream().anyMatch(sopClass::startsWith);
        if (!subject.may(Role.STORE) && !annotates) {
            return "not authorized to store objects of this kind";
        }
        Restriction restriction = subject.restriction();
        if (restriction.isNone()) {
            return null;
        }
        boolean inside = restriction.allows(attributes) && isInside(known) && isInside(study);
        return inside ? null : "not authorized: the object is outside of what may be stored";
    }

    /** What somebody else has under this UID must not come to light as a duplicate. */
    private boolean isInside(@Nullable InstanceRef known) {
        if (known == null) {
            return true;
        }
        Selection selection = Selection.instances(known.sopInstanceUid()).within(subject.restriction());
        try (Cursor<InstanceRef> instances = index.instances(selection)) {
            return instances.hasNext();
        }
    }

    /** Nobody may add to a study that they may not see, whatever the object says of itself. */
    private boolean isInside(String study) {
        if (studies.contains(study)) {
            return true;
        }
        IndexQuery query = IndexQuery.of(
                Level.STUDY, Dataset.builder().set(Tag.StudyInstanceUID, study).build());
        boolean inside = index.count(query) == index.count(query.within(subject.restriction()));
        if (inside) {
            studies.add(study);
        }
        return inside;
    }
}
