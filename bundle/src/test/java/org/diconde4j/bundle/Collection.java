package org.diconde4j.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.diconde4j.archive.Archive;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.storage.Selection;

/** The sample files of pydicom that can be read whole and have both SOP UIDs, in the order of their names. */
final class Collection {
    /** A file and what is in it. */
    record Sample(Path file, String sopInstanceUid, DicomObject object) {
        byte[] datasetBytes() throws IOException {
            byte[] all = Files.readAllBytes(file);
            return Arrays.copyOfRange(all, (int) object.datasetOffset(), all.length);
        }
    }

    private Collection() {}

    static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Peers.pydicomData())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                try {
                    DicomObject object = DicomReader.lenient().read(file);
                    String uid = object.dataset().string(Tag.SOPInstanceUID);
                    if (uid != null && object.dataset().string(Tag.SOPClassUID) != null) {
                        samples.add(new Sample(file, uid, object));
                    }
                } catch (DicomParseException e) {
                    // no DICOM, or cut off on purpose
                }
            }
        }
        return samples;
    }

    static Map<String, List<Sample>> byUid(List<Sample> samples) {
        Map<String, List<Sample>> byUid = new LinkedHashMap<>();
        samples.forEach(s -> byUid.computeIfAbsent(s.sopInstanceUid(), uid -> new ArrayList<>())
                .add(s));
        return byUid;
    }

    /** The stored files of an archive by SOP Instance UID. */
    static Map<String, byte[]> stored(Archive archive) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        archive.retrieve(Selection.all())
                .forEach((instance, file) -> files.put(instance.sopInstanceUid(), file.readAllBytes()));
        return files;
    }

    static DicomObject read(byte[] file) {
        try (InputStream in = new java.io.ByteArrayInputStream(file)) {
            return DicomReader.lenient().read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] datasetBytes(byte[] file) {
        return Arrays.copyOfRange(file, (int) read(file).datasetOffset(), file.length);
    }

    /** The objects of a directory, by SOP Instance UID. */
    static Map<String, Dataset> directory(Path directory) throws IOException {
        Map<String, Dataset> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Dataset dataset = read(Files.readAllBytes(file)).dataset();
                found.put(dataset.string(Tag.SOPInstanceUID, file.toString()), dataset);
            }
        }
        return found;
    }
}
