package org.diconde4j.archive;

import java.nio.file.Path;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectNames;

/** Where an instance goes in an export. */
final class ExportNames {
    private ExportNames() {}

    /** {@code STUDY/SERIES/INSTANCE.dcm}: the last three segments of the name of a stored instance. */
    static Path of(InstanceRef instance) {
        String[] segments = ObjectNames.instance(instance.studyUid(), instance.seriesUid(), instance.sopInstanceUid())
                .split("/");
        int last = segments.length - 1;
        return Path.of(segments[last - 2], segments[last - 1], segments[last]);
    }
}
