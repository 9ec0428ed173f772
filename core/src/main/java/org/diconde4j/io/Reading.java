package org.diconde4j.io;

import java.io.IOException;
import java.util.Locale;

/** One reading of an input: where it stands, what it has used up of the limits, and whom it tells of deviations. */
final class Reading {
    final ReadOptions options;
    final ReadLimits limits;
    /** Whether anybody learns of deviations; if not, none is looked for that does not matter otherwise. */
    final boolean watched;

    Input in;
    boolean explicit;
    boolean bigEndian;
    /** The element that is being read, and where it begins. */
    int tag;

    long elementStart;
    /** Whether the input ended early, and what was read of it is wanted. */
    boolean ended;
    /** Whether the input is the value of an element, which is to be taken whole or not at all. */
    boolean within;

    private int elements;
    private long inMemory;

    Reading(Input in, ReadOptions options) {
        this.in = in;
        this.options = options;
        this.limits = options.limits();
        this.watched = options.strict() || options.deviations() != ReadOptions.UNHEARD;
    }

    int peekTag() {
        return peekTag(0);
    }

    int peekTag(int ahead) {
        return in.peekTag(ahead, bigEndian);
    }

    long peekLength(int ahead) {
        return in.peek32(ahead, bigEndian) & 0xFFFFFFFFL;
    }

    /** Makes bytes available; false where the input ends before, and that is no reason to fail. */
    boolean need(int count) throws IOException {
        int available = in.available(count);
        if (available >= count) {
            return true;
        }
        endsEarly(count, available);
        return false;
    }

    void endsEarly(long expected, long found) {
        String problem = "the input ends early: expected " + expected + " bytes, found " + Math.max(0, found);
        if (!options.truncated() || within) {
            throw problem(problem);
        }
        deviate(problem, true);
        ended = true;
    }

    /** Whether nothing follows any more, so that delimiters can be thought of. */
    boolean isAtEnd() throws IOException {
        return in.available(1) == 0 && !within;
    }

    void missing(String what) throws IOException {
        boolean atEnd = isAtEnd();
        deviate((atEnd ? "the input ends early: " : "") + what + " is missing", atEnd);
    }

    void countElement(String what) {
        if (++elements > limits.elements()) {
            throw problem("more than " + limits.elements() + " " + what + ", which is the limit");
        }
    }

    void countInMemory(long length) {
        inMemory += length;
        if (length > limits.valueInMemory() || inMemory > limits.totalInMemory()) {
            throw problem("a value of " + length + " bytes is over the limit of " + limits.valueInMemory()
                    + " bytes a value and " + limits.totalInMemory() + " bytes in all");
        }
    }

    /** How many elements may still come. */
    int elementsLeft() {
        return limits.elements() - elements;
    }

    /** How long values may still be that are kept in memory, one or together. */
    long memoryLeft() {
        return Math.min(limits.valueInMemory(), limits.totalInMemory() - inMemory);
    }

    /** Counts elements that were taken within what is left. */
    void passed(int count, long bytes) {
        elements += count;
        inMemory += bytes;
    }

    void deviate(String problem) {
        deviate(problem, false);
    }

    void deviate(String problem, boolean cutOff) {
        if (options.strict()) {
            throw problem(problem);
        }
        options.deviations().accept(new Deviation(problem, tag, elementStart, cutOff));
    }

    DicomParseException problem(String problem) {
        return new DicomParseException(problem, tag, elementStart);
    }

    static String name(int tag) {
        return String.format(Locale.ROOT, "(%04X,%04X)", tag >>> 16, tag & 0xFFFF);
    }
}
