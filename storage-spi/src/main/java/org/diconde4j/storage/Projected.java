package org.diconde4j.storage;

import java.util.List;
import org.diconde4j.data.Dataset;

/**
 * What an instance says about each level, see {@link Projection}.
 *
 * @param componentKey what tells its component from every other one; not for display
 * @param component attributes of the component
 * @param studyUid Study Instance UID, or the one that stands for it
 * @param study attributes of the study
 * @param seriesUid Series Instance UID, or the one that stands for it
 * @param series attributes of the series
 * @param sopInstanceUid SOP Instance UID
 * @param instance all attributes of the instance but bulk values
 * @param bulk where those are
 */
public record Projected(
        String componentKey,
        Dataset component,
        String studyUid,
        Dataset study,
        String seriesUid,
        Dataset series,
        String sopInstanceUid,
        Dataset instance,
        List<BulkPlace> bulk) {}
