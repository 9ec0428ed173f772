package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.diconde4j.storage.UnsupportedFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was left in a file of the journal, passing over what is damaged.
 *
 * @param path the file
 * @param header its first line
 */
record JournalReader(Path path, Header header) {
    private static final Pattern NAME = Pattern.compile("[0-9]{19}\\.journal");
    private static final Pattern FIRST_LINE =
            Pattern.compile("diconde4j journal, format 1: ([0-9a-f]{16}) ([0-9]{1,18})"
                    + " receipts/([0-9]{19})\\.jsonl ([0-9]{1,18})\n");
    private static final Pattern OTHER_FORMAT = Pattern.compile("diconde4j journal, format (?!1:)[0-9]+:");
    private static final int LONGEST_FIRST_LINE = 200;

    /**
     * The first line of a file of the journal.
     *
     * @param nonce what its records begin with
     * @param last the last sequence that was given before
     * @param segment the first sequence of the segment of receipts to which its receipts go
     * @param length the length that this segment had before
     */
    record Header(String nonce, long last, long segment, long length) {
        byte[] line() {
            return String.format(
                            "diconde4j journal, format 1: %s %d receipts/%019d.jsonl %d%n",
                            nonce, last, segment, length)
                    .replace(System.lineSeparator(), "\n")
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }

    /**
     * What a file gave, beside its records.
     *
     * @param bytes how much of it is damaged
     * @param records how many records that may have been
     * @param synced whether whole records follow that were synced later than what is damaged, so that it must have been whole
     */
    record Damage(long bytes, int records, boolean synced) {}

    static Path path(Path folder, long first) {
        return folder.resolve(String.format("%019d.journal", first));
    }

    /** All files of the journal in order; those that were just begun, without a whole first line, have no header. */
    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> NAME.matcher(f.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /** Null if the file was only just begun: nothing in it was ever acknowledged. */
    static @Nullable JournalReader open(Path path) throws IOException {
        byte[] start;
        try (var in = Files.newInputStream(path)) {
            start = in.readNBytes(LONGEST_FIRST_LINE);
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        Matcher line = FIRST_LINE.matcher(text);
        if (!line.lookingAt() && OTHER_FORMAT.matcher(text).lookingAt()) {
            throw new UnsupportedFormatException("the journal " + path + " has a format that a newer diconde4j wrote: "
                    + text.lines().findFirst().orElse("") + "; open the store with the newer one; nothing was changed");
        }
        return line.lookingAt()
                ? new JournalReader(
                        path,
                        new Header(
                                line.group(1),
                                Long.parseLong(line.group(2)),
                                Long.parseLong(line.group(3)),
                                Long.parseLong(line.group(4))))
                : null;
    }

    /** Reads all records, one file in memory at a time. */
    Damage forEach(Consumer<JournalRecord.Read> action) throws IOException {
        byte[] in = Files.readAllBytes(path);
        byte[] mark = JournalRecord.mark(header.nonce()).getBytes(StandardCharsets.US_ASCII);
        int end = end(in);
        int at = header.line().length;
        long damaged = 0;
        int lost = 0;
        boolean synced = false;
        long last = header.last();
        long batch = Long.MAX_VALUE; // that of the damage
        boolean damage = false;
        while (at < end) {
            JournalRecord.Read read = JournalRecord.read(in, at, end, header.nonce());
            if (read == null) {
                int next = indexOf(in, mark, at + 1, end);
                lost++;
                damaged += next - at;
                at = next;
                damage = true;
                continue;
            }
            synced |= read.batch() > batch || (damage && read.batch() > last + 1);
            batch = damage ? read.batch() : batch;
            damage = false;
            last = read.record().receipt().sequence();
            action.accept(read);
            at = read.end();
        }
        return new Damage(damaged, lost, synced);
    }

    /** Where the zeros begin that are reserved for more; a record ends with a line feed. */
    private static int end(byte[] in) {
        int end = in.length;
        while (end > 0 && in[end - 1] == 0) {
            end--;
        }
        return end;
    }

    /** Where the mark stands next, or the end. */
    private static int indexOf(byte[] in, byte[] mark, int from, int end) {
        for (int i = from; i <= end - mark.length; i++) {
            int k = 0;
            while (k < mark.length && in[i + k] == mark[k]) {
                k++;
            }
            if (k == mark.length) {
                return i;
            }
        }
        return end;
    }
}
