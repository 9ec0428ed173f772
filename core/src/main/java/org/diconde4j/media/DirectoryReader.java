package org.diconde4j.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.Deviation;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.ReadLimits;
import org.diconde4j.io.TransferSyntax;

/**
 * Reads a DICOMDIR (PS3.3 F.3, PS3.10 8.6). Immutable and thread-safe; the {@code with} methods give changed copies. What
 * breaks the rules but leaves the meaning clear is reported to a listener, or refused by a strict reader: another
 * encoding, names of files that the standard does not allow, records that no offset leads to, offsets that are all wrong
 * by the same number. Where offsets lead nowhere, the records are taken in their order. Never taken are names of files
 * that could lead out of the File-set.
 */
public final class DirectoryReader {
    private static final DirectoryReader LENIENT = new DirectoryReader(false, ReadLimits.DEFAULT, d -> {});

    private final boolean strict;
    private final ReadLimits limits;
    private final Consumer<Deviation> deviations;

    private DirectoryReader(boolean strict, ReadLimits limits, Consumer<Deviation> deviations) {
        this.strict = strict;
        this.limits = limits;
        this.deviations = deviations;
    }

    /**
     * A reader that reads as far as sense goes.
     *
     * @return a reader with the default limits
     */
    public static DirectoryReader lenient() {
        return LENIENT;
    }

    /**
     * A reader that refuses every deviation.
     *
     * @return a reader with the default limits
     */
    public static DirectoryReader strict() {
        return new DirectoryReader(true, ReadLimits.DEFAULT, d -> {});
    }

    /**
     * Changes the limits. That on nesting holds for levels of records too.
     *
     * @param replacement what to accept
     * @return a changed copy
     */
    public DirectoryReader withLimits(ReadLimits replacement) {
        return new DirectoryReader(strict, replacement, deviations);
    }

    /**
     * Listens to deviations.
     *
     * @param listener called on the reading thread for each
     * @return a changed copy
     */
    public DirectoryReader withDeviations(Consumer<Deviation> listener) {
        return new DirectoryReader(strict, limits, listener);
    }

    /**
     * Reads a DICOMDIR.
     *
     * @param file the file
     * @return the directory
     * @throws DicomParseException if it is none, or a name of a file in it could lead out of the File-set
     * @throws IOException if the file cannot be read
     */
    public DicomDirectory read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        } catch (DicomParseException e) {
            throw e.in(file.toString());
        }
    }

    /**
     * Reads a DICOMDIR from a stream.
     *
     * @param in the stream, read to its end, not closed
     * @return the directory
     * @throws DicomParseException if it is none, or a name of a file in it could lead out of the File-set
     * @throws IOException if the stream cannot be read
     */
    public DicomDirectory read(InputStream in) throws IOException {
        Offsets offsets = new Offsets();
        DicomObject object = (strict ? DicomReader.strict() : DicomReader.lenient())
                .withLimits(limits)
                .withDeviations(deviations)
                .withItems(offsets::add)
                .read(in);
        Dataset dataset = object.dataset();
        judge(object);
        RecordTree tree = new RecordTree(
                dataset.items(Tag.DirectoryRecordSequence), offsets.toArray(), limits.depth(), this::deviate);
        DicomDirectory directory = new DicomDirectory(
                dataset.toBuilder().remove(Tag.DirectoryRecordSequence).build(),
                tree.build(
                        dataset.longValue(Tag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, 0),
                        dataset.longValue(Tag.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, 0)));
        try {
            directory.descriptor();
        } catch (IllegalArgumentException e) {
            throw new DicomParseException(String.valueOf(e.getMessage()), Tag.FileSetDescriptorFileID, 0);
        }
        return directory;
    }

    private void judge(DicomObject object) {
        String found = object.fileMeta().string(Tag.MediaStorageSOPClassUID, "");
        if (!found.equals(UID.MediaStorageDirectoryStorage)) {
            String problem = "no DICOMDIR: expected Media Storage Directory Storage, found "
                    + (found.isEmpty() ? "no SOP Class" : Dictionary.standard().nameOfUid(found));
            if (!object.dataset().contains(Tag.DirectoryRecordSequence)) {
                throw new DicomParseException(problem, Tag.MediaStorageSOPClassUID, 0);
            }
            deviate(new Deviation(problem, Tag.MediaStorageSOPClassUID, 0));
        }
        if (!object.transferSyntax().equals(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)) {
            deviate(new Deviation(
                    "a DICOMDIR is in Explicit VR Little Endian (PS3.10 8.6), found "
                            + object.transferSyntax().name(),
                    Tag.TransferSyntaxUID,
                    0));
        }
        if (object.dataset().integer(Tag.FileSetConsistencyFlag, 0) != 0) {
            deviate(new Deviation(
                    "whoever wrote the directory last did not end: the File-set Consistency Flag is set",
                    Tag.FileSetConsistencyFlag,
                    0));
        }
    }

    private void deviate(Deviation deviation) {
        if (strict) {
            throw new DicomParseException(deviation.problem(), deviation.tag(), deviation.offset());
        }
        deviations.accept(deviation);
    }

    /** Where the records begin. */
    private static final class Offsets {
        private long[] offsets = new long[256];
        private int count;

        void add(int sequence, long offset) {
            if (sequence == Tag.DirectoryRecordSequence) {
                if (count == offsets.length) {
                    offsets = Arrays.copyOf(offsets, count * 2);
                }
                offsets[count++] = offset;
            }
        }

        long[] toArray() {
            return Arrays.copyOf(offsets, count);
        }
    }
}
