package org.diconde4j.archive;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.archive.StoreResult.Outcome;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StorageProviders;

/** Archives of plain files with an index in memory, and what is in them. */
final class Kept {
    private Kept() {}

    static URI fs(Path folder) {
        return StorageProviders.uri("fs", folder.toAbsolutePath());
    }

    static Archive open(Path folder) {
        return Archive.builder()
                .objects(fs(folder.resolve("objects")))
                .index(URI.create("memory:kept"))
                .records(fs(folder.resolve("records")))
                .open();
    }

    static ObjectStore store(Path folder) {
        return StorageProviders.openObjects(fs(folder), OpenOptions.defaults());
    }

    static InstanceRef put(Archive archive, int study, int instance) throws IOException {
        StoreResult result =
                archive.store(Objects.object(Objects.image(study, 1, instance).build()));
        if (result.instance() == null) {
            throw new AssertionError("not stored: " + result);
        }
        return result.instance();
    }

    /** Stores some objects of which one is set aside and another one discarded. */
    static void fill(Archive archive, int objects) throws IOException {
        for (int i = 1; i <= objects; i++) {
            put(archive, 1 + i % 3, i);
        }
        for (String note : List.of("kept aside", "discarded")) {
            StoreResult aside = archive.store(
                    Objects.stream(("no DICOM: " + note).getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                    org.diconde4j.storage.Source.api());
            if (aside.outcome() != Outcome.QUARANTINED || aside.quarantined() == null) {
                throw new AssertionError("not set aside: " + aside);
            }
            if (note.equals("discarded")) {
                archive.quarantine().discard(aside.quarantined(), "of no use");
            }
        }
    }

    /** Everything that an archive answers: attributes on each level, digests of all bytes, the quarantine. */
    static Map<String, Object> answers(Archive archive) throws IOException {
        Map<String, Object> all = new TreeMap<>();
        for (Level level : Level.values()) {
            List<String> answers = new ArrayList<>();
            try (Cursor<Dataset> found = archive.find().level(level).cursor()) {
                found.forEachRemaining(answer -> answers.add(answer.string(Tag.SOPInstanceUID, "")
                        + answer.string(Tag.SeriesInstanceUID, "")
                        + answer.string(Tag.StudyInstanceUID, "")
                        + answer.string(Tag.PatientID, "")));
            }
            all.put(level.name(), answers);
        }
        archive.retrieve(Selection.all())
                .forEach((instance, in) -> all.put(instance.sequence() + " " + instance.name(), Digest.of(in)));
        for (QuarantineEntry entry : archive.quarantine().list()) {
            try (InputStream in = archive.quarantine().open(entry)) {
                all.put("quarantine " + entry.id() + " " + entry.receipt().reason(), Digest.of(in));
            }
        }
        return all;
    }

    static List<Receipt> receipts(ObjectStore store) {
        return store.receipts(0).toList();
    }

    static Path file(Path objects, String name) {
        return objects.resolve(name);
    }

    /** Changes a bit of a receipt, by its place among those of the first segment. */
    static void damageReceipt(Path objects, int place) throws IOException {
        Path segment = objects.resolve("receipts/0000000000000000001.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(segment));
        lines.set(place, lines.get(place).replace("arrival", "arrivam"));
        Files.writeString(segment, String.join("\n", lines) + "\n");
    }

    /** Changes a bit, as a disk does. */
    static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.delete(file);
        Files.write(file, bytes);
    }
}
