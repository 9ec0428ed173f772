package org.diconde4j.io;

import java.util.List;
import org.diconde4j.data.Element;
import org.jspecify.annotations.Nullable;

/** Says which values {@link DicomJson} and {@link DicomXml} write as the URI of bulk data. */
@FunctionalInterface
public interface BulkUris {
    /**
     * Decides on one value.
     *
     * @param path the sequences around the element, outermost first, tag and index of the item in turn; empty for an
     *     element of the data set itself
     * @param element an element of OB, OD, OF, OL, OV, OW or UN, or a long text left in its file; not empty
     * @return the URI, or null to have the value in line
     */
    @Nullable
    String uri(List<Integer> path, Element element);
}
