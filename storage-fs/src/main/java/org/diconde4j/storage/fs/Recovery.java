package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** Puts the left-overs of a crash right, before anybody sees the store. */
final class Recovery {
    private static final Pattern STAGED = Pattern.compile("([0-9]{19})\\.dcm");

    private final Layout layout;
    private final ReceiptLog log;
    private final Consumer<String> findings;

    private Recovery(Layout layout, ReceiptLog log, Consumer<String> findings) {
        this.layout = layout;
        this.log = log;
        this.findings = findings;
    }

    static void run(Layout layout, ReceiptLog log, Consumer<String> findings) {
        try (Stream<Path> files = Files.list(layout.incoming())) {
            Recovery recovery = new Recovery(layout, log, findings);
            for (Path file : files.sorted().toList()) {
                recovery.settle(file);
            }
        } catch (IOException e) {
            throw new StorageException("left-overs in " + layout.incoming() + " can't be put right: " + e, e);
        }
    }

    private void settle(Path file) throws IOException {
        Matcher name = STAGED.matcher(file.getFileName().toString());
        if (!name.matches()) {
            Files.delete(file); // was being received: nobody was told that it is safe
            return;
        }
        long sequence = Long.parseLong(name.group(1));
        Receipt receipt = receipt(sequence);
        if (receipt != null) {
            finish(file, receipt);
        } else if (log.wasCut()) {
            log.skipTo(sequence);
            keep(file, "its receipt may be among those that were cut off");
        } else {
            Files.delete(file);
        }
    }

    private @Nullable Receipt receipt(long sequence) {
        try (Cursor<Receipt> receipts = log.read(sequence - 1)) {
            Receipt next = receipts.hasNext() ? receipts.next() : null;
            return next != null && next.sequence() == sequence ? next : null;
        }
    }

    /** The receipt is durable, so the object was acknowledged or could have been: it goes where it belongs. */
    private void finish(Path file, Receipt receipt) throws IOException {
        Path place = layout.object(receipt.name());
        if (Files.exists(place)) {
            keep(file, "there is another file at " + receipt.name());
            return;
        }
        Disk.makeDirectories(layout.root(), parent(place));
        Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
        Disk.syncDirectory(parent(place));
    }

    private void keep(Path file, String why) throws IOException {
        Disk.makeDirectories(layout.root(), layout.orphans());
        Path place = layout.orphans().resolve(file.getFileName());
        for (int i = 1; Files.exists(place); i++) {
            place = layout.orphans().resolve(file.getFileName() + "." + i);
        }
        Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
        Disk.syncDirectory(layout.orphans());
        findings.accept("the left-over " + file + " was kept as " + place + ", because " + why);
    }

    static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}
