package org.diconde4j.storage.fs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Does again what the journal says, before anybody sees the store. What it says is written anew and not compared: what a file seems to
 * contain need not be on the disk. Being killed in the middle does no harm, as the journal goes last.
 */
final class Recovery {
    private static final int AT_ONCE = 512;

    private final Disk disk;
    private final Layout layout;
    private final Limits limits;
    private final Consumer<String> findings;
    private final List<JournalReader> left = new ArrayList<>();
    private final Set<Long> sequences = new HashSet<>();
    private final Set<String> staged = new HashSet<>();
    private final Map<String, Long> removed = new HashMap<>();
    private final Set<Long> cut = new HashSet<>();
    private boolean damaged;
    private long skip;

    private Recovery(Disk disk, Layout layout, Limits limits, Consumer<String> findings) {
        this.disk = disk;
        this.layout = layout;
        this.limits = limits;
        this.findings = findings;
    }

    /** Opens the log of receipts after everything else was put right. */
    static ReceiptLog run(Disk disk, Layout layout, Limits limits, Consumer<String> findings) {
        ReceiptLog log = null;
        try {
            Recovery recovery = new Recovery(disk, layout, limits, findings);
            recovery.readJournal();
            TreeMap<Long, JournalRecord> more = recovery.rewind();
            log = ReceiptLog.open(disk, layout.receipts(), limits, findings);
            recovery.receipts(log, more);
            recovery.objects(log);
            recovery.tidy();
            return log;
        } catch (IOException e) {
            closeAfter(log, e);
            throw new StorageException("what is left in " + layout.journal() + " can't be put right: " + e, e);
        } catch (RuntimeException e) {
            closeAfter(log, e);
            throw e;
        }
    }

    private static void closeAfter(@Nullable ReceiptLog log, Exception failure) {
        if (log != null) {
            try {
                log.close();
            } catch (StorageException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private void readJournal() throws IOException {
        List<Path> paths = JournalReader.list(layout.journal());
        long lastBatch = 0;
        List<JournalRecord> ofLastBatch = new ArrayList<>();
        for (Path path : paths) {
            JournalReader reader = JournalReader.open(path);
            if (reader == null) {
                disk.delete("journal", path);
                continue;
            }
            left.add(reader);
            long[] last = {reader.header().last()};
            long[] batch = {lastBatch};
            JournalReader.Damage damage = reader.forEach(read -> {
                JournalRecord record = read.record();
                Receipt receipt = record.receipt();
                if (read.batch() != batch[0]) {
                    batch[0] = read.batch();
                    ofLastBatch.clear();
                }
                ofLastBatch.add(record);
                last[0] = receipt.sequence();
                sequences.add(receipt.sequence());
                if (record.staged() != null) {
                    staged.add(record.staged());
                }
                if (allowsRemoval(receipt)) {
                    removed.put(receipt.name(), receipt.sequence());
                }
            });
            lastBatch = batch[0];
            skip = Math.max(skip, last[0] + damage.records());
            report(path, damage, !path.equals(paths.get(paths.size() - 1)));
        }
        for (JournalRecord record : ofLastBatch) {
            cutUnlessWhole(record);
        }
    }

    /**
     * Until format 4, large objects of the last batch were synced while its records were, so one may be there without the other, and then
     * nobody was told that it is safe. Whatever has its name was whole before it got that.
     */
    private void cutUnlessWhole(JournalRecord record) throws IOException {
        Receipt receipt = record.receipt();
        if (record.staged() == null || Files.exists(layout.object(receipt.name()))) {
            return;
        }
        Path file = layout.incoming().resolve(record.staged());
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                if (Digest.of(in).equals(receipt.storedFile())) {
                    return;
                }
            }
        }
        cut.add(receipt.sequence());
        sequences.remove(receipt.sequence());
        staged.remove(record.staged());
        findings.accept("the bytes in " + file + " for the object " + receipt.name()
                + " were not whole, as a crash leaves what was not synced; they were cut off");
    }

    /** What a file of the journal says has happened. */
    private void happened(JournalReader reader, Consumer<JournalRecord> action) throws IOException {
        reader.forEach(read -> {
            if (!cut.contains(read.record().receipt().sequence())) {
                action.accept(read.record());
            }
        });
    }

    private static boolean allowsRemoval(Receipt receipt) {
        try {
            receipt.requireDiscarded();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void report(Path path, JournalReader.Damage damage, boolean older) throws IOException {
        if (damage.synced() || (older && damage.bytes() > 0)) {
            damaged = true;
            Path aside = layout.aside(disk, path.getFileName().toString());
            disk.writeWhole("orphan", aside, Files.readAllBytes(path));
            findings.accept(damage.bytes() + " bytes amid the journal " + path
                    + " are damaged; they were passed over, and the whole of it was kept as " + aside);
        } else if (damage.bytes() > 0) {
            findings.accept(damage.bytes() + " bytes at the end of the journal " + path
                    + " were not whole, as a crash leaves what was not synced; they were cut off");
        }
    }

    /**
     * Cuts the receipts back to where they were before the journal began, for what follows need not have been synced. What the journal
     * does not have, because it is damaged, is given back.
     */
    private TreeMap<Long, JournalRecord> rewind() throws IOException {
        TreeMap<Long, JournalRecord> more = new TreeMap<>();
        if (left.isEmpty()) {
            return more;
        }
        JournalReader.Header start = left.get(0).header();
        Segment first = Segment.of(layout.receipts(), start.segment());
        if (!Files.exists(first.file()) || Files.size(first.file()) < start.length()) {
            // An opening that was broken off may have written all of them anew, to segments that begin elsewhere, and
            // synced them.
            if (lastWritten() < start.last()) {
                findings.accept("the receipts in " + first.file() + " end before byte " + start.length()
                        + ", although more was synced; the receipts in the journal are added behind what is there");
            }
            return more;
        }
        List<Segment> after = Segment.list(layout.receipts()).stream()
                .filter(s -> s.first() >= start.segment())
                .toList();
        ReceiptLog.State all = new ReceiptLog.State(0, after.get(after.size() - 1), Long.MAX_VALUE, List.of());
        try (Cursor<Receipt> receipts = new ReceiptCursor(after, start.last(), all, torn -> {})) {
            while (receipts.hasNext()) {
                Receipt receipt = receipts.next();
                if (!sequences.contains(receipt.sequence())) {
                    more.put(receipt.sequence(), JournalRecord.of(receipt, null, null));
                }
            }
        }
        for (Segment segment : after.subList(1, after.size())) {
            disk.delete("receipts", segment.file());
        }
        try (Disk.Out out = disk.append("receipts", first.file())) {
            out.cut(start.length());
            out.sync();
        }
        disk.syncFolder("receipts", layout.receipts());
        return more;
    }

    private long lastWritten() throws IOException {
        List<Segment> segments = Segment.list(layout.receipts());
        return segments.isEmpty() ? 0 : segments.get(segments.size() - 1).end().sequence();
    }

    private void receipts(ReceiptLog log, TreeMap<Long, JournalRecord> more) throws IOException {
        if (!left.isEmpty()) {
            log.skipTo(left.get(0).header().last());
        }
        List<JournalRecord> some = new ArrayList<>();
        for (JournalReader reader : left) {
            happened(reader, record -> {
                var before = more.headMap(record.receipt().sequence());
                some.addAll(before.values());
                before.clear();
                if (record.receipt().sequence() > log.lastSequence()) {
                    some.add(record);
                }
                write(log, some, AT_ONCE);
            });
        }
        some.addAll(more.values());
        write(log, some, 1);
        log.sync();
        log.skipTo(skip);
        log.keepSkipped();
    }

    private static void write(ReceiptLog log, List<JournalRecord> some, int atLeast) {
        if (some.size() >= atLeast) {
            log.add(List.copyOf(some));
            log.flush();
            some.clear();
        }
    }

    private void objects(ReceiptLog log) throws IOException {
        Placer placer = new Placer(disk, layout, limits, findings);
        for (JournalReader reader : left) {
            JournalFile file = new JournalFile(reader.path());
            IOException[] failure = new IOException[1];
            happened(reader, record -> {
                try {
                    if (failure[0] == null) {
                        place(placer, record, file);
                    }
                } catch (IOException e) {
                    failure[0] = e;
                }
            });
            if (failure[0] != null) {
                throw failure[0];
            }
            Journal journal = new Journal(disk, layout.journal(), limits);
            new Checkpoint(disk, layout, journal, log, findings).run(List.of(file));
        }
    }

    private void place(Placer placer, JournalRecord record, JournalFile file) throws IOException {
        Receipt receipt = record.receipt();
        Path staging = record.staged() == null ? null : layout.incoming().resolve(record.staged());
        if (removed.getOrDefault(receipt.name(), 0L) > receipt.sequence()) {
            Path object = layout.object(receipt.name());
            if (disk.delete("object", object)) {
                file.changed(Layout.parent(object));
            }
        } else if (record.bytes() != null || staging != null) {
            if (staging != null && !Files.exists(staging) && !Files.exists(layout.object(receipt.name()))) {
                findings.accept("the object " + receipt.name() + " is neither there nor in " + staging);
                return;
            }
            placer.place(receipt.name(), record.bytes(), staging, file);
        }
    }

    /** What is in {@code incoming} and in no record was being received: nobody was told that it is safe. */
    private void tidy() throws IOException {
        try (Stream<Path> files = Files.list(layout.incoming())) {
            for (Path file : files.toList()) {
                if (damaged && !staged.contains(file.getFileName().toString())) {
                    Path aside = layout.aside(disk, file.getFileName().toString());
                    disk.move("orphan", file, aside);
                    findings.accept("the left-over " + file + " was kept as " + aside
                            + ", because its record may be among those that are damaged");
                } else {
                    disk.delete("incoming", file);
                }
            }
        }
    }
}
