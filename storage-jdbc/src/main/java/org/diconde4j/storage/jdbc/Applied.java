package org.diconde4j.storage.jdbc;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which sequences have been applied: all up to a mark, and ranges beyond it. */
final class Applied {
    private final TreeMap<Long, Long> ahead = new TreeMap<>();
    private long mark;

    /** Reads what {@link #ahead()} gave: ranges such as {@code 12-15 20-20}. */
    Applied(long mark, String ahead) {
        this.mark = mark;
        for (String range : ahead.isEmpty() ? new String[0] : ahead.split(" ")) {
            int hyphen = range.indexOf('-');
            this.ahead.put(Long.parseLong(range.substring(0, hyphen)), Long.parseLong(range.substring(hyphen + 1)));
        }
    }

    long mark() {
        return mark;
    }

    String ahead() {
        return ahead.entrySet().stream()
                .map(r -> r.getKey() + "-" + r.getValue())
                .collect(Collectors.joining(" "));
    }

    /** The highest of all; nothing above it has been applied. */
    long highest() {
        return ahead.isEmpty() ? mark : ahead.lastEntry().getValue();
    }

    boolean contains(long sequence) {
        Map.Entry<Long, Long> range = ahead.floorEntry(sequence);
        return sequence <= mark || (range != null && sequence <= range.getValue());
    }

    void add(long sequence) {
        if (contains(sequence)) {
            return;
        }
        Map.Entry<Long, Long> before = ahead.floorEntry(sequence);
        long first = before != null && before.getValue() == sequence - 1 ? before.getKey() : sequence;
        Long after = ahead.remove(sequence + 1);
        ahead.put(first, after == null ? sequence : after);
        advance();
    }

    /** Takes it as given that everything up to a sequence has been applied. */
    void moveTo(long sequence) {
        mark = Math.max(mark, sequence);
        advance();
    }

    private void advance() {
        while (!ahead.isEmpty() && ahead.firstKey() <= mark + 1) {
            mark = Math.max(mark, ahead.pollFirstEntry().getValue());
        }
    }
}
