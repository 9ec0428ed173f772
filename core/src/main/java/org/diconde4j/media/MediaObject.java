package org.diconde4j.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.ReadLimits;
import org.jspecify.annotations.Nullable;

/**
 * A file of a File-set: what its directory needs to know.
 *
 * @param fileMeta its File Meta Information
 * @param header its data set before waveforms and pixels, without bulk values
 * @param sopClassUid its SOP Class
 * @param sopInstanceUid its SOP Instance
 * @param studyUid its study; made of the instance's if it has none
 * @param seriesUid its series; made of the instance's if it has none
 * @param patientId its component, or null if it has none
 */
record MediaObject(
        Dataset fileMeta,
        Dataset header,
        String sopClassUid,
        String sopInstanceUid,
        String studyUid,
        String seriesUid,
        @Nullable String patientId) {
    /** Shared Functional Groups Sequence: from there on stands nothing that a record has for a key. */
    private static final int AFTER_KEYS = 0x52009229;

    private static final int PREFIX_AT = 128;

    private static final DicomReader HEADER =
            DicomReader.lenient().withLimits(ReadLimits.HEADERS).withoutBulk().withStopAt(AFTER_KEYS);

    /**
     * Reads the header of a file.
     *
     * @throws DicomParseException if it is no DICOM
     * @throws MediaException if it is DICOM, but not as a File-set has it (PS3.10 7)
     */
    static MediaObject read(Path file) throws IOException {
        DicomObject object;
        try (FileChannel channel = FileChannel.open(file)) {
            boolean prefix = hasPrefix(channel);
            object = HEADER.read(channelFromStart(channel));
            if (!prefix || object.fileMeta().string(Tag.TransferSyntaxUID) == null) {
                throw new MediaException(file
                        + " is not as a File-set has it: expected a preamble, DICM and File Meta Information with a"
                        + " Transfer Syntax UID (PS3.10 7.1)");
            }
        } catch (DicomParseException e) {
            throw e.in(file.toString());
        }
        return of(object, file.toString());
    }

    private static InputStream channelFromStart(FileChannel channel) throws IOException {
        return Channels.newInputStream(channel.position(0));
    }

    private static boolean hasPrefix(FileChannel channel) throws IOException {
        ByteBuffer prefix = ByteBuffer.allocate(4);
        channel.position(PREFIX_AT);
        while (prefix.hasRemaining() && channel.read(prefix) >= 0) {
            // short reads are allowed
        }
        return new String(prefix.array(), StandardCharsets.ISO_8859_1).equals("DICM");
    }

    /** What the directory needs to know of an object, which has a name for problems. */
    static MediaObject of(DicomObject object, String file) {
        Dataset meta = object.fileMeta();
        Dataset header = object.dataset();
        String sopClass = header.string(Tag.SOPClassUID, meta.string(Tag.MediaStorageSOPClassUID, ""));
        String instance = header.string(Tag.SOPInstanceUID, meta.string(Tag.MediaStorageSOPInstanceUID, ""));
        if (UID.MediaStorageDirectoryStorage.equals(sopClass)) {
            throw new MediaException(file + " is the directory of a File-set itself, not an object");
        }
        if (sopClass.isEmpty() || instance.isEmpty()) {
            throw new MediaException(file + " has no " + (sopClass.isEmpty() ? "SOP Class UID" : "SOP Instance UID")
                    + ", without which no directory can name it");
        }
        return new MediaObject(
                meta,
                header,
                sopClass,
                instance,
                header.string(Tag.StudyInstanceUID, madeUp(instance, "study")),
                header.string(Tag.SeriesInstanceUID, madeUp(instance, "series")),
                header.string(Tag.PatientID));
    }

    private static String madeUp(String instance, String what) {
        return FileNames.uid((what + " of " + instance).getBytes(StandardCharsets.UTF_8));
    }

    String transferSyntaxUid() {
        return fileMeta.string(Tag.TransferSyntaxUID, "");
    }
}
