package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * Leads from format 1, which had no journal: an object was synced as {@code incoming/SEQUENCE.dcm}, then its receipt, and then it
 * got its name. What a crash left of that is put right first.
 */
final class Upgrade {
    private static final Pattern STAGED = Pattern.compile("([0-9]{19})\\.dcm");

    private final Disk disk;
    private final Layout layout;
    private final ReceiptLog log;
    private final Consumer<String> findings;
    private final Set<Path> places = new LinkedHashSet<>();
    private final List<Path> placed = new ArrayList<>();

    private Upgrade(Disk disk, Layout layout, ReceiptLog log, Consumer<String> findings) {
        this.disk = disk;
        this.layout = layout;
        this.log = log;
        this.findings = findings;
    }

    /** Gives the highest sequence that may have been given before. */
    static long run(Disk disk, Layout layout, Consumer<String> findings) throws IOException {
        disk.makeFolders("incoming", layout.root(), layout.incoming());
        disk.makeFolders("receipts", layout.root(), layout.receipts());
        try (ReceiptLog log = ReceiptLog.open(disk, layout.receipts(), Limits.USUAL, findings);
                Stream<Path> files = Files.list(layout.incoming())) {
            TreeMap<Long, Path> staged = new TreeMap<>();
            for (Path file : files.toList()) {
                Matcher name = STAGED.matcher(file.getFileName().toString());
                if (name.matches()) {
                    staged.put(Long.parseLong(name.group(1)), file);
                } else {
                    disk.delete("incoming", file); // was being received: nobody was told that it is safe
                }
            }
            new Upgrade(disk, layout, log, findings).settle(staged);
            return log.lastSequence();
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
            disk.syncFolder("object", directory);
        }
        for (Path file : placed) {
            disk.delete("incoming", file);
        }
        for (var left : staged.entrySet()) {
            if (log.wasCut()) {
                log.skipTo(left.getKey());
                keep(left.getValue(), "its receipt may be among those that were cut off");
            } else {
                disk.delete("incoming", left.getValue());
            }
        }
    }

    /** The receipt is durable, so the object was acknowledged or could have been: it goes where it belongs. */
    private void finish(Path file, Receipt receipt) throws IOException {
        Path place = layout.object(receipt.name());
        Path directory = Layout.parent(place);
        if (!Files.exists(place)) {
            disk.makeFolders("object", layout.root(), directory);
            try {
                disk.link("object", place, file);
            } catch (UnsupportedOperationException | IOException e) {
                disk.move("object", file, place);
                disk.syncFolder("object", directory);
                return;
            }
        } else if (Files.mismatch(file, place) >= 0) {
            keep(file, "there is another file at " + receipt.name());
            return;
        }
        places.add(directory);
        for (Path up = directory; !up.equals(layout.root()); up = Layout.parent(up)) {
            places.add(Layout.parent(up));
        }
        placed.add(file);
    }

    private void keep(Path file, String why) throws IOException {
        Path place = layout.aside(disk, file.getFileName().toString());
        disk.move("object", file, place);
        disk.syncFolder("object", layout.orphans());
        findings.accept("the left-over " + file + " was kept as " + place + ", because " + why);
    }
}
