package org.diconde4j.io;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;

/** File Meta Information (PS3.10 7.1). */
public final class FileMeta {
    private FileMeta() {}

    /**
     * Makes the File Meta Information of an object; the writer adds its group length.
     *
     * @param sopClassUid the SOP class of the object, empty if it has none
     * @param sopInstanceUid the identity of the object, empty if it has none
     * @param transferSyntaxUid the encoding of its data set
     * @return group 0002
     */
    public static Dataset of(String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {
        return Dataset.builder()
                .setBytes(Tag.FileMetaInformationVersion, org.diconde4j.dict.VR.OB, new byte[] {0, 1})
                .set(Tag.MediaStorageSOPClassUID, sopClassUid)
                .set(Tag.MediaStorageSOPInstanceUID, sopInstanceUid)
                .set(Tag.TransferSyntaxUID, transferSyntaxUid)
                .set(Tag.ImplementationClassUID, Implementation.CLASS_UID)
                .set(Tag.ImplementationVersionName, Implementation.VERSION_NAME)
                .build();
    }
}
