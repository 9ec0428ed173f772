package org.diconde4j.codec.internal.jpeg2000.syntax;

import java.util.List;

/**
 * Extended capabilities: the CAP marker segment (ITU-T T.800 A.5.2).
 *
 * @param parts Pcap: the highest bit for Part 1, the next for Part 2, and so on
 * @param values Ccap of each part named, in order
 */
public record Capabilities(int parts, List<Integer> values) {
    /** Part 15, high-throughput block coding (T.814). */
    public static final int HIGH_THROUGHPUT = 1 << 32 - 15;

    public Capabilities {
        values = List.copyOf(values);
    }
}
