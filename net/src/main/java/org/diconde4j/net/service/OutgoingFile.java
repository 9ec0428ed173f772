package org.diconde4j.net.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.ChannelInputStream;
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
        return new OutgoingFile(
                file,
                required(Tag.SOPClassUID, head, Tag.MediaStorageSOPClassUID, meta),
                required(Tag.SOPInstanceUID, head, Tag.MediaStorageSOPInstanceUID, meta),
                meta.transferSyntax().uid(),
                meta.datasetOffset());
    }

    private static String required(int tag, Dataset head, int metaTag, DicomObject meta) {
        String uid = head.string(tag);
        uid = uid == null ? meta.fileMeta().string(metaTag) : uid;
        if (uid == null) {
            throw new DicomParseException("a value is required to send the object, found none", tag, 0);
        }
        return uid;
    }

    @Override
    public InputStream open() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new ChannelInputStream(channel.position(datasetOffset), Long.MAX_VALUE);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
