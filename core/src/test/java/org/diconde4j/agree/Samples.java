package org.diconde4j.agree;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.Deviation;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.peer.Pydicom;

/**
 * The files that are read by us and by peers: pydicom's, or those of the folders that the system property {@code
 * diconde4j.collection} names, separated as in a path.
 */
final class Samples {
    private static final String FOLDERS = System.getProperty("diconde4j.collection", "");

    private Samples() {}

    record Read(Path path, DicomObject object, List<Deviation> deviations) {
        String name() {
            return path.getFileName().toString();
        }

        Dataset dataset() {
            return object.dataset();
        }
    }

    static boolean isPydicom() {
        return FOLDERS.isEmpty();
    }

    private static List<Path> files() throws IOException {
        if (isPydicom()) {
            return Pydicom.files();
        }
        List<Path> files = new ArrayList<>();
        for (String folder : FOLDERS.split(File.pathSeparator)) {
            try (Stream<Path> found = Files.walk(Path.of(folder))) {
                found.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }
        return files;
    }

    /** Those that we can read, cut off ones as far as they go. */
    static TreeMap<Path, Read> readable() throws IOException {
        TreeMap<Path, Read> objects = new TreeMap<>();
        for (Path file : files()) {
            List<Deviation> deviations = new ArrayList<>();
            DicomReader reader = DicomReader.lenient().withTruncatedInput().withDeviations(deviations::add);
            try {
                objects.put(file, new Read(file, reader.read(file), deviations));
            } catch (DicomParseException e) {
                // no DICOM, or damaged beyond sense
            }
        }
        return objects;
    }
}
