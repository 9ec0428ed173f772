package org.diconde4j.io;

/**
 * What a reader accepts of input that may be hostile. Every length is checked against these before anything is
 * allocated. Immutable.
 *
 * @param depth nested sequences
 * @param elements elements in all, items included
 * @param valueInMemory bytes of one value that is kept in memory
 * @param totalInMemory bytes of all values kept in memory
 * @param fragments fragments of encapsulated pixel data
 * @param inflated bytes that a deflated data set may grow to
 * @param inflateRatio bytes out for each byte in, counted from the first 64 KiB on
 */
public record ReadLimits(
        int depth,
        int elements,
        int valueInMemory,
        long totalInMemory,
        int fragments,
        long inflated,
        int inflateRatio) {

    /** Room for every real object: depth 64, 4 million elements, 1 GiB a value, 2 GiB in all, 16 GiB inflated. */
    public static final ReadLimits DEFAULT =
            new ReadLimits(64, 4_000_000, 1 << 30, 1L << 31, 8_000_000, 1L << 34, 1_100);

    /** For a server that reads along a stream and keeps headers only: 16 MiB a value, 64 MiB in all. */
    public static final ReadLimits HEADERS =
            new ReadLimits(64, 1_000_000, 1 << 24, 1L << 26, 4_000_000, 1L << 36, 1_100);
}
