package org.diconde4j.archive.keep;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptText;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.WholeFile;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an archive in a folder, made while the archive is at work. The first time takes everything, later ones what is new.
 *
 * <ul>
 *   <li>{@code objects} is a store of plain files, as {@code FORMAT.md} in it describes, with the objects and receipts. They are
 *       encrypted with the keys of the archive, if that is; the keys are not in the backup and have to be kept elsewhere.
 *   <li>{@code records-….jsonl} has all records as they were when the backup began, each line with its checksum.
 *   <li>{@code backup}, written last, says up to which receipt it goes, with digests of receipts and records.
 * </ul>
 *
 * The index is not in it: it is made anew of objects and receipts, with the same answers. Immutable.
 */
public final class Backup {
    private final ObjectStore objects;
    private final Supplier<Records> records;
    private final Clock clock;
    private final Path folder;
    private final long bytesPerSecond;

    /**
     * Describes a backup. For the archive.
     *
     * @param objects the store
     * @param records the records
     * @param clock tells when it is made
     * @param folder where to
     */
    public Backup(ObjectStore objects, Supplier<Records> records, Clock clock, Path folder) {
        this(objects, records, clock, folder, Long.MAX_VALUE);
    }

    private Backup(ObjectStore objects, Supplier<Records> records, Clock clock, Path folder, long bytesPerSecond) {
        this.objects = objects;
        this.records = records;
        this.clock = clock;
        this.folder = folder;
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * What was done.
     *
     * @param receipts receipts that are new in the backup
     * @param objects objects among them
     * @param bytes their bytes
     * @param records how many records it has
     * @param damaged objects that are damaged in the archive, and so are not in the backup
     * @param unreadable receipts that are damaged in the archive, in words; they and what came with them are not in the backup
     */
    public record Report(
            long receipts, long objects, long bytes, long records, List<Damage> damaged, List<String> unreadable) {}

    /**
     * What was found in a backup.
     *
     * @param made when it was made
     * @param objects objects that are whole
     * @param records records that are whole
     * @param problems what is not as it was written, in words; empty if all is well
     */
    public record Verified(Instant made, long objects, long records, List<String> problems) {}

    /**
     * Limits how fast it reads.
     *
     * @param bytes bytes a second
     * @return the changed backup
     */
    public Backup rate(long bytes) {
        return new Backup(objects, records, clock, folder, bytes);
    }

    /**
     * Makes the backup, or brings it up to date.
     *
     * @return what was done
     * @throws StorageException if the folder cannot be written to, has something else in it or has lost receipts, or if the archive cannot be
     *     read to its end, as when its store does not answer in time; then the backup is what an earlier run made of it
     */
    public Report run() {
        return run(receipts -> {});
    }

    /**
     * Makes the backup, or brings it up to date.
     *
     * @param progress told how many receipts have been copied
     * @return what was done
     * @throws StorageException if the folder cannot be written to, or has something else in it, or if the archive cannot be read to
     *     its end, as when its store does not answer in time; then the backup is what an earlier run made of it
     */
    public Report run(LongConsumer progress) {
        Instant made = clock.instant();
        List<Damage> damaged = new ArrayList<>();
        try {
            requireOurs();
            Files.createDirectories(folder);
            // Records first: what they speak of is then among the objects.
            String name = "records-" + made.toString().replaceAll("[^0-9TZ]", "") + ".jsonl";
            RecordFile.Written written = RecordFile.write(records.get(), folder.resolve(name));
            try (ObjectStore copy = openObjects(folder, objects.uri())) {
                long had = objects.lastSequence();
                requireWhole(copy);
                Follower follower = new Follower(objects, copy, damaged::add).requireSameHistory();
                Follower.Copied copied = follower.run(new Pace(bytesPerSecond, () -> false), progress);
                follower.requireAll(had);
                long sequence = copy.lastSequence();
                writeManifest(
                        new Manifest(made, sequence, digest(copy, sequence), name, written.digest(), written.count()));
                return new Report(
                        copied.receipts(),
                        copied.objects(),
                        copied.bytes(),
                        written.count(),
                        List.copyOf(damaged),
                        follower.unreadable());
            }
        } catch (IOException e) {
            throw new StorageException("the backup in " + folder + " can't be written: " + e, e);
        }
    }

    private void requireOurs() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.equals("objects") && !name.startsWith(Manifest.FILE) && !name.startsWith("records-")) {
                    throw new StorageException("the folder " + folder + " is no backup: it has other files, such as "
                            + name + "; use an empty folder; nothing was changed");
                }
            }
        }
    }

    /** A manifest that is made of what is left of the receipts would hide for ever that some are missing. */
    private void requireWhole(ObjectStore copy) {
        if (Files.exists(folder.resolve(Manifest.FILE))) {
            addReceiptsProblem(copy, Manifest.read(folder), problem -> {
                throw new StorageException("the backup in " + folder + " is damaged and can't be brought up to date: "
                        + problem + "; make a new one in an empty folder; its objects and receipts were not changed");
            });
        }
    }

    private void writeManifest(Manifest manifest) throws IOException {
        WholeFile.write(folder.resolve(Manifest.FILE), manifest.text().getBytes(StandardCharsets.UTF_8));
        try (DirectoryStream<Path> older = Files.newDirectoryStream(folder, "records-*")) {
            for (Path file : older) {
                if (!file.getFileName().toString().equals(manifest.records())) {
                    Files.delete(file);
                }
            }
        }
    }

    /** As they lie there, if no store tells how they are encrypted. */
    private static ObjectStore openObjects(Path folder, @Nullable URI encrypted) {
        URI plain = StorageProviders.uri("fs", folder.resolve("objects").toAbsolutePath());
        URI uri = encrypted == null ? plain : Place.encryptedAs(encrypted, plain);
        return StorageProviders.openObjects(uri, OpenOptions.defaults());
    }

    private static Digest digest(ObjectStore store, long last) {
        MessageDigest sha256 = Digest.sha256();
        try (Cursor<Receipt> receipts = store.receipts(0)) {
            while (receipts.hasNext()) {
                Receipt receipt = receipts.next();
                if (receipt.sequence() > last) {
                    break;
                }
                sha256.update((ReceiptText.format(receipt) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return Digest.ofSha256(sha256.digest());
    }

    /** What is not there can't be named, as nothing tells of it but the digest. */
    private static void addReceiptsProblem(ObjectStore store, Manifest manifest, Consumer<String> problems) {
        long last = store.lastSequence();
        Digest found = digest(store, manifest.sequence());
        if (last < manifest.sequence()) {
            problems.accept("the receipts in " + store.uri() + " are not those that were written: expected them up to "
                    + manifest.sequence() + ", found them up to " + last
                    + "; what came later is not in it, an earlier backup or a replica may have it");
        } else if (!found.equals(manifest.receipts())) {
            problems.accept("the receipts in " + store.uri() + " are not those that were written: expected digest "
                    + manifest.receipts() + ", found " + found
                    + "; what came with those that are missing or damaged is not in it, an earlier backup or a replica may"
                    + " have it");
        }
    }

    /**
     * Reads all of a backup and compares it with its digests. Of encrypted objects that needs no keys.
     *
     * @param folder the backup
     * @param progress told how many objects have been read
     * @return what was found
     * @throws StorageException if it is no backup, or cannot be opened
     */
    public static Verified verify(Path folder, LongConsumer progress) {
        Manifest manifest = Manifest.read(folder);
        List<String> problems = new ArrayList<>();
        long whole = 0;
        long[] records = new long[1];
        try (ObjectStore store = openObjects(folder, null)) {
            addReceiptsProblem(store, manifest, problems::add);
            Holdings holdings = Holdings.of(store);
            Pace pace = new Pace(Long.MAX_VALUE, () -> false);
            try (Cursor<Receipt> receipts = store.receipts(0)) {
                while (receipts.hasNext()) {
                    Receipt receipt = receipts.next();
                    if (holdings.include(receipt)) {
                        Damage damage = holdings.check(receipt, pace);
                        if (damage == null) {
                            progress.accept(++whole);
                        } else {
                            problems.add((damage.missing() ? "missing " : "damaged ") + receipt.name() + ": "
                                    + damage.problem());
                        }
                    }
                }
            }
            problems.addAll(store.findings());
            Path file = folder.resolve(manifest.records());
            RecordFile.read(file, record -> records[0]++, problems::add);
            try (InputStream in = Files.newInputStream(file)) {
                if (!Digest.of(in).equals(manifest.recordsDigest())) {
                    problems.add("the records in " + file + " are not those that were written");
                }
            }
        } catch (IOException e) {
            problems.add("it can't be read: " + e);
        }
        return new Verified(manifest.made(), whole, records[0], List.copyOf(problems));
    }

    /**
     * What was restored.
     *
     * @param objects objects
     * @param records records
     * @param problems what could not be restored, in words; empty if all was
     */
    public record Restored(long objects, long records, List<String> problems) {}

    /**
     * Copies a backup into an empty store and empty records. What is damaged in the backup is reported and left out; receipts that
     * are not those of its manifest are reported too. A restore that was broken off can be run again.
     *
     * @param folder the backup
     * @param objects an empty store of any kind
     * @param records empty records of any kind
     * @param progress told how many receipts have been copied
     * @return what was done
     * @throws StorageException if it is no backup, or the place is not empty
     */
    public static Restored restore(Path folder, ObjectStore objects, Records records, LongConsumer progress) {
        Manifest manifest = Manifest.read(folder);
        List<String> problems = new ArrayList<>();
        if (objects.lastSequence() == 0 && !records.kinds().isEmpty()) {
            throw new StorageException("the records " + records.uri() + " are not empty; restore into an empty place");
        }
        try (ObjectStore store = openObjects(folder, objects.uri())) {
            Follower.Copied copied = new Follower(
                            store,
                            objects,
                            damage -> problems.add(
                                    "damaged in the backup: " + damage.receipt().name() + ": " + damage.problem()))
                    .requireSameHistory()
                    .run(new Pace(Long.MAX_VALUE, () -> false), progress);
            problems.addAll(store.findings());
            addReceiptsProblem(store, manifest, problems::add);
            long[] count = new long[1];
            RecordFile.read(
                    folder.resolve(manifest.records()),
                    record -> {
                        records.copy(Records.NEW, record);
                        count[0]++;
                    },
                    problems::add);
            if (count[0] < manifest.recordsCount()) {
                problems.add("of " + manifest.recordsCount() + " records " + count[0] + " could be read");
            }
            return new Restored(copied.objects(), count[0], List.copyOf(problems));
        } catch (IOException e) {
            throw new StorageException("the backup in " + folder + " can't be read: " + e, e);
        }
    }
}
