package org.diconde4j.storage.fs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptText;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * A file of the receipt log, named after the sequence that its first receipt has or would have had.
 *
 * @param first that sequence
 * @param file the file
 */
record Segment(long first, Path file) {
    private static final Pattern NAME = Pattern.compile("([0-9]{19})\\.jsonl");

    static Segment of(Path directory, long first) {
        return new Segment(first, directory.resolve(String.format("%019d.jsonl", first)));
    }

    /** All segments in rising order. */
    static List<Segment> list(Path directory) throws IOException {
        List<Segment> segments = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.sorted().forEach(file -> {
                var name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    segments.add(new Segment(Long.parseLong(name.group(1)), file));
                }
            });
        }
        return segments;
    }

    /**
     * Where a segment ends.
     *
     * @param sequence the highest sequence in it, or the one before its first
     * @param length where its last whole receipt ends
     */
    record End(long sequence, long length) {}

    /** Looks for the last whole receipt, from the end on, in windows that grow until there is one. */
    End end() throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long length = in.length();
            for (long window = 1 << 18; ; window *= 8) {
                long start = Math.max(0, length - window);
                byte[] bytes = new byte[Math.toIntExact(length - start)];
                in.seek(start);
                in.readFully(bytes);
                End end = lastIn(bytes, start);
                if (end != null) {
                    return end;
                }
                if (start == 0) {
                    return new End(first - 1, 0);
                }
            }
        }
    }

    private static @Nullable End lastIn(byte[] bytes, long start) {
        int end = bytes.length;
        while (end > 0) {
            int newline = lastNewline(bytes, end);
            if (newline < 0) {
                return null;
            }
            int begin = lastNewline(bytes, newline) + 1;
            if (begin > 0 || start == 0) {
                Receipt receipt = receipt(bytes, begin, newline);
                if (receipt != null) {
                    return new End(receipt.sequence(), start + newline + 1);
                }
            }
            end = newline;
        }
        return null;
    }

    private static int lastNewline(byte[] bytes, int before) {
        int i = before - 1;
        while (i >= 0 && bytes[i] != '\n') {
            i--;
        }
        return i;
    }

    private static @Nullable Receipt receipt(byte[] bytes, int begin, int end) {
        try {
            return ReceiptText.parse(new String(bytes, begin, end - begin, StandardCharsets.UTF_8));
        } catch (StorageException e) {
            return null;
        }
    }
}
