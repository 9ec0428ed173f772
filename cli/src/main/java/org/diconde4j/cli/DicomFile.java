package org.diconde4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.media.DicomDirectory;

/** Reads the one file of a command. */
final class DicomFile {
    private static final int PREAMBLE = 128;
    private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};

    /** Why a media directory is left out where objects are wanted. */
    static final String MEDIA_DIRECTORY = "it is the index of the medium, not an object";

    private DicomFile() {}

    static DicomObject read(Path file, DicomReader reader) throws IOException {
        refuseFolder(file);
        return reader.read(file);
    }

    static void refuseFolder(Path file) {
        if (Files.isDirectory(file)) {
            throw new DicondeException(file + " is a folder, expected a file");
        }
    }

    /** Whether it begins as a Part 10 file does (PS3.10 7.1). */
    static boolean isPartTen(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] beginning = in.readNBytes(PREAMBLE + PREFIX.length);
            return beginning.length == PREAMBLE + PREFIX.length
                    && Arrays.equals(beginning, PREAMBLE, beginning.length, PREFIX, 0, PREFIX.length);
        }
    }

    /** Whether it is the index of a medium, which names objects but is none itself (PS3.10 8.6). */
    static boolean isMediaDirectory(Path file) throws IOException {
        String name = String.valueOf(file.getFileName()).toUpperCase(Locale.ROOT);
        if (!name.startsWith(DicomDirectory.FILE_NAME) || !isPartTen(file)) {
            return false;
        }
        try {
            Dataset meta = DicomReader.lenient().readFileMeta(file).fileMeta();
            return UID.MediaStorageDirectoryStorage.equals(meta.string(Tag.MediaStorageSOPClassUID));
        } catch (DicomParseException e) {
            return false; // whatever it is, whoever reads it will say so
        }
    }
}
