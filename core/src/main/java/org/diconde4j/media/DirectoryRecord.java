package org.diconde4j.media;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * A Directory Record (PS3.3 F.3.2.2): what the directory says of a component, study, series or file, and the records of
 * the Directory Entity below it. Immutable.
 *
 * @param type its Directory Record Type, such as {@code PATIENT} or {@code IMAGE}; empty if it has none
 * @param attributes the record itself: its keys, and what it says of the file
 * @param fileId the file that it stands for, or null if for none
 * @param children the records in use of the next lower level, in their order
 * @param offset where it was read: bytes from the beginning of the DICOMDIR
 */
public record DirectoryRecord(
        String type, Dataset attributes, @Nullable FileId fileId, List<DirectoryRecord> children, long offset) {
    /**
     * Makes the list immutable.
     *
     * @param type its Directory Record Type, such as {@code PATIENT} or {@code IMAGE}; empty if it has none
     * @param attributes the record itself: its keys, and what it says of the file
     * @param fileId the file that it stands for, or null if for none
     * @param children the records in use of the next lower level, in their order
     * @param offset where it was read: bytes from the beginning of the DICOMDIR
     */
    public DirectoryRecord {
        children = List.copyOf(children);
    }

    /**
     * The SOP Class of the file.
     *
     * @return Referenced SOP Class UID in File (0004,1510), or null if absent
     */
    public @Nullable String sopClassUid() {
        return attributes.string(Tag.ReferencedSOPClassUIDInFile);
    }

    /**
     * The SOP Instance in the file.
     *
     * @return Referenced SOP Instance UID in File (0004,1511), or null if absent
     */
    public @Nullable String sopInstanceUid() {
        return attributes.string(Tag.ReferencedSOPInstanceUIDInFile);
    }

    /**
     * How the file is encoded.
     *
     * @return Referenced Transfer Syntax UID in File (0004,1512), or null if absent
     */
    public @Nullable String transferSyntaxUid() {
        return attributes.string(Tag.ReferencedTransferSyntaxUIDInFile);
    }

    @Override
    public String toString() {
        return "DirectoryRecord[" + type + (fileId == null ? "" : " " + fileId) + ", " + children.size() + " below]";
    }
}
