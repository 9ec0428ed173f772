package org.diconde4j.io;

import org.diconde4j.data.Dataset;

/**
 * An object as a Part 10 file holds it (PS3.10 7).
 *
 * @param preamble what stands before the prefix, empty if there was none
 * @param fileMeta the File Meta Information, empty if the file had none
 * @param transferSyntax the encoding of the data set
 * @param datasetOffset where the data set begins in the file, in bytes
 * @param dataset the data set
 */
public record DicomObject(
        Preamble preamble, Dataset fileMeta, TransferSyntax transferSyntax, long datasetOffset, Dataset dataset) {
    /**
     * An object with an empty preamble.
     *
     * @param fileMeta the File Meta Information, empty if the file had none
     * @param transferSyntax the encoding of the data set
     * @param datasetOffset where the data set begins in the file, in bytes
     * @param dataset the data set
     */
    public DicomObject(Dataset fileMeta, TransferSyntax transferSyntax, long datasetOffset, Dataset dataset) {
        this(Preamble.EMPTY, fileMeta, transferSyntax, datasetOffset, dataset);
    }
}
