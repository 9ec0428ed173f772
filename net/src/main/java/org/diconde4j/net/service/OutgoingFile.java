package org.diconde4j.net.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;

/** A Part 10 file whose data set goes out as it lies on disk. */
record OutgoingFile(Path file, String sopClassUid, String sopInstanceUid, String transferSyntaxUid, long datasetOffset)
        implements OutgoingObject {

    static OutgoingFile of(Path file) throws IOException {
        DicomObject meta = DicomReader.lenient().readFileMeta(file);
        // the data set says what it is; File Meta Information that differs is a slip of some copying program
        Dataset head = DicomReader.lenient()
                .withStopAt(Tag.SOPInstanceUID + 1)
                .read(file)
                .dataset();
        String sopClass = head.string(Tag.SOPClassUID, meta.fileMeta().string(Tag.MediaStorageSOPClassUID));
        String sopInstance = head.string(Tag.SOPInstanceUID, meta.fileMeta().string(Tag.MediaStorageSOPInstanceUID));
        if (sopClass == null) {
            throw new DicomParseException(file + " has no SOP Class UID", Tag.SOPClassUID, 0);
        }
        if (sopInstance == null) {
            throw new DicomParseException(file + " has no SOP Instance UID", Tag.SOPInstanceUID, 0);
        }
        return new OutgoingFile(
                file, sopClass, sopInstance, meta.transferSyntax().uid(), meta.datasetOffset());
    }

    @Override
    public InputStream open() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new ChannelStream(channel.position(datasetOffset));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
