package org.diconde4j.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Damages what a peer says: bytes, as lines and enemies do, and whole PDUs, which are left out, repeated, moved, mended to the
 * length they have, or put in from elsewhere. The same seed gives the same mutations.
 */
final class StreamMutator {
    private static final int HEADER = 6;

    private final List<byte[]> seeds;
    private final Random random;

    StreamMutator(List<byte[]> seeds, long seed) {
        this.seeds = seeds;
        this.random = new Random(seed);
    }

    byte[] next() {
        byte[] input = any().clone();
        for (int n = 1 + random.nextInt(4); n > 0 && input.length > 0; n--) {
            input = random.nextInt(3) == 0 ? pdusMoved(input) : bytesDamaged(input);
        }
        return input;
    }

    private byte[] any() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] pdusMoved(byte[] input) {
        List<byte[]> pdus = cut(input);
        if (pdus.isEmpty()) {
            return input;
        }
        int at = random.nextInt(pdus.size());
        switch (random.nextInt(5)) {
            case 0 -> pdus.remove(at);
            case 1 -> pdus.add(at, pdus.get(random.nextInt(pdus.size())));
            case 2 -> Collections.swap(pdus, at, random.nextInt(pdus.size()));
            case 3 -> {
                List<byte[]> others = cut(any());
                pdus.add(at, others.get(random.nextInt(others.size())));
            }
            default -> { // damaged inside, with the length that it has then
                byte[] pdu = bytesDamaged(pdus.get(at));
                if (pdu.length >= HEADER) {
                    ByteBuffer.wrap(pdu).putInt(2, pdu.length - HEADER);
                }
                pdus.set(at, pdu);
            }
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pdus.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** The PDUs of a stream; the last may be none. */
    private static List<byte[]> cut(byte[] input) {
        List<byte[]> pdus = new ArrayList<>();
        int at = 0;
        while (at < input.length) {
            long length = input.length - at < HEADER
                    ? input.length - at
                    : HEADER + (ByteBuffer.wrap(input).getInt(at + 2) & 0xFFFFFFFFL);
            int end = (int) Math.min(input.length, at + length);
            pdus.add(Arrays.copyOfRange(input, at, end));
            at = end;
        }
        return pdus;
    }

    private byte[] bytesDamaged(byte[] input) {
        if (input.length == 0) {
            return input;
        }
        byte[] bytes = input.clone();
        int at = random.nextInt(bytes.length);
        int length = Math.min(1 + random.nextInt(30), bytes.length - at);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] = (byte) random.nextInt();
            case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) (random.nextBoolean() ? -1 : 0));
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + length, bytes.length));
            }
            case 5 -> {
                return joined(Arrays.copyOf(bytes, at + length), Arrays.copyOfRange(bytes, at, bytes.length));
            }
            default -> {
                byte[] other = any();
                int from = random.nextInt(other.length);
                int n = Math.min(length, other.length - from);
                System.arraycopy(other, from, bytes, at, Math.min(n, bytes.length - at));
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
