package org.diconde4j.io;

import java.io.IOException;
import org.diconde4j.data.BulkData;
import org.diconde4j.dict.VR;

/** Says where the values are that stand behind the URIs of bulk data which {@link DicomJson} and {@link DicomXml} read. */
@FunctionalInterface
public interface BulkSource {
    /**
     * Finds one value.
     *
     * @param uri as it stands in the model; a UUID as {@code urn:uuid:…}
     * @param tag group and element number
     * @param vr representation
     * @return the value; encapsulated pixel data as its items with their headers
     * @throws IOException if there is none
     */
    BulkData find(String uri, int tag, VR vr) throws IOException;
}
