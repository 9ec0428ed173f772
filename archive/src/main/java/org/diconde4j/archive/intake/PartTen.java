package org.diconde4j.archive.intake;

import java.io.IOException;
import java.io.InputStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.ReadLimits;
import org.diconde4j.storage.Source;

/** Turns a Part 10 stream (PS3.10 7) into an arrival. A sound head is kept as it came; a missing one is made. */
public final class PartTen {
    private static final DicomReader HEAD = DicomReader.lenient().withLimits(ReadLimits.HEADERS);
    private static final int PREFIX_AT = 128;

    private PartTen() {}

    /**
     * Reads the head of a stream.
     *
     * @param in the stream, read on by whoever takes the arrival
     * @param source where it comes from
     * @return the arrival; with its problem if this is no DICOM
     * @throws IOException if the stream cannot be read
     */
    public static Arrival of(InputStream in, Source source) throws IOException {
        RecordingStream recording = new RecordingStream(in);
        DicomObject meta;
        try {
            meta = HEAD.readFileMeta(recording);
        } catch (DicomParseException e) {
            return new Arrival(source, new byte[0], null, Passage.of(recording.from(0), null), e.getMessage());
        }
        String syntax = meta.fileMeta().string(Tag.TransferSyntaxUID);
        byte[] head = recording.head(meta.datasetOffset());
        if (syntax == null || !hasPrefix(head)) {
            head = DicomWriter.preambleAndMeta(FileMeta.of(
                    meta.fileMeta().string(Tag.MediaStorageSOPClassUID, ""),
                    meta.fileMeta().string(Tag.MediaStorageSOPInstanceUID, ""),
                    meta.transferSyntax().uid()));
        }
        return new Arrival(
                source,
                head,
                meta.transferSyntax(),
                Passage.of(recording.from(meta.datasetOffset()), meta.transferSyntax()),
                null);
    }

    /**
     * Takes an object that this program made or read.
     *
     * @param object the object; its File Meta Information is kept as far as it has any
     * @param source where it comes from
     * @return the arrival
     */
    public static Arrival of(DicomObject object, Source source) {
        Dataset made = FileMeta.of(
                object.dataset().string(Tag.SOPClassUID, ""),
                object.dataset().string(Tag.SOPInstanceUID, ""),
                object.transferSyntax().uid());
        Dataset meta = made.toBuilder().setAll(object.fileMeta()).build();
        return new Arrival(
                source, DicomWriter.preambleAndMeta(meta), object.transferSyntax(), Passage.of(object), null);
    }

    private static boolean hasPrefix(byte[] head) {
        return head.length >= PREFIX_AT + 4
                && head[PREFIX_AT] == 'D'
                && head[PREFIX_AT + 1] == 'I'
                && head[PREFIX_AT + 2] == 'C'
                && head[PREFIX_AT + 3] == 'M';
    }
}
