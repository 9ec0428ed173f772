package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.diconde4j.data.DicondeException;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;

/** Reads the one file of a command. */
final class DicomFile {
    private DicomFile() {}

    static DicomObject read(Path file, DicomReader reader) throws IOException {
        if (Files.isDirectory(file)) {
            throw new DicondeException(file + " is a folder, expected a file");
        }
        return reader.read(file);
    }
}
