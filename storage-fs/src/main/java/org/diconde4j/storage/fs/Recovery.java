package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;

/** Puts the left-overs of a crash right, before anybody sees the store. */
final class Recovery {
    private static final Pattern STAGED = Pattern.compile("([0-9]{19})\\.dcm");

    private final Layout layout;
    private final ReceiptLog log;
    private final Consumer<String> findings;
    private final Set<Path> places = new LinkedHashSet<>();
    private final List<Path> placed = new ArrayList<>();

    private Recovery(Layout layout, ReceiptLog log, Consumer<String> findings) {
        this.layout = layout;
        this.log = log;
        this.findings = findings;
    }

    static void run(Layout layout, ReceiptLog log, Consumer<String> findings) {
        Recovery recovery = new Recovery(layout, log, findings);
        try (Stream<Path> files = Files.list(layout.incoming())) {
            TreeMap<Long, Path> staged = new TreeMap<>();
            for (Path file : files.toList()) {
                Matcher name = STAGED.matcher(file.getFileName().toString());
                if (name.matches()) {
                    staged.put(Long.parseLong(name.group(1)), file);
                } else {
                    Files.delete(file); // was being received: nobody was told that it is safe
                }
            }
            recovery.settle(staged);
        } catch (IOException e) {
            throw new StorageException("left-overs in " + layout.incoming() + " can't be put right: " + e, e);
        }
    }

    private void settle(TreeMap<Long, Path> staged) throws IOException {
        if (staged.isEmpty()) {
            return;
        }
        try (Cursor<Receipt> receipts = log.read(staged.firstKey() - 1)) {
            while (receipts.hasNext()) {
                Receipt receipt = receipts.next();
                Path file = staged.remove(receipt.sequence());
                if (file != null) {
                    finish(file, receipt);
                }
            }
        }
        for (Path directory : places) {
            Disk.syncDirectory(directory);
        }
        for (Path file : placed) {
            Files.delete(file);
        }
        for (var left : staged.entrySet()) {
            if (log.wasCut()) {
                log.skipTo(left.getKey());
                keep(left.getValue(), "its receipt may be among those that were cut off");
            } else {
                Files.delete(left.getValue());
            }
        }
    }

    /** The receipt is durable, so the object was acknowledged or could have been: it goes where it belongs. */
    private void finish(Path file, Receipt receipt) throws IOException {
        Path place = layout.object(receipt.name());
        Path directory = parent(place);
        if (!Files.exists(place)) {
            Disk.makeDirectories(layout.root(), directory);
            try {
                Files.createLink(place, file);
            } catch (UnsupportedOperationException | IOException e) {
                Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
                Disk.syncDirectory(directory);
                return;
            }
        } else if (Files.mismatch(file, place) >= 0) {
            keep(file, "there is another file at " + receipt.name());
            return;
        }
        places.add(directory);
        for (Path up = directory; !up.equals(layout.root()); up = parent(up)) {
            places.add(parent(up));
        }
        placed.add(file);
    }

    private void keep(Path file, String why) throws IOException {
        Path place = aside(layout, file.getFileName().toString());
        Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
        Disk.syncDirectory(layout.orphans());
        findings.accept("the left-over " + file + " was kept as " + place + ", because " + why);
    }

    /** A free name for something that is kept although it has no place. */
    static Path aside(Layout layout, String name) throws IOException {
        Disk.makeDirectories(layout.root(), layout.orphans());
        Path place = layout.orphans().resolve(name);
        for (int i = 1; Files.exists(place); i++) {
            place = layout.orphans().resolve(name + "." + i);
        }
        return place;
    }

    static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}
