package org.diconde4j.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages inputs as transmission, disks and enemies do. The same seed gives the same mutations. */
final class Mutator {
    private static final int ITEM = 0xFFFEE000;
    private static final int SEQUENCE_DELIMITER = 0xFFFEE0DD;
    private static final int PART_10_HEADER = 132;

    private final List<byte[]> seeds;
    private final Random random;

    Mutator(List<byte[]> seeds, long seed) {
        this.seeds = seeds;
        this.random = new Random(seed);
    }

    byte[] next() {
        byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
        for (int n = 1 + random.nextInt(6); n > 0 && input.length > 0; n--) {
            input = mutated(input);
        }
        return input;
    }

    /** Mostly behind the preamble, where there is one. */
    private int place(byte[] input) {
        boolean hasPreamble = input.length > PART_10_HEADER && random.nextInt(10) != 0;
        int start = hasPreamble ? PART_10_HEADER : 0;
        return start + random.nextInt(input.length - start);
    }

    private byte[] mutated(byte[] input) {
        int at = place(input);
        switch (random.nextInt(9)) {
            case 0 -> input[at] = (byte) random.nextInt();
            case 1 -> input[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
                return Arrays.copyOf(input, random.nextInt(4) == 0 ? at : input.length - 1);
            }
            case 3 -> Arrays.fill(input, at, Math.min(input.length, at + 4), (byte) 0xFF);
            case 4 -> Arrays.fill(input, at, Math.min(input.length, at + 4), (byte) 0);
            case 5 -> put(input, at, random.nextBoolean() ? ITEM : SEQUENCE_DELIMITER);
            case 6 -> splice(input, at);
            case 7 -> {
                return repeated(input, at);
            }
            default -> {
                int gone = Math.min(random.nextInt(20), input.length - at);
                byte[] shorter = Arrays.copyOf(input, input.length - gone);
                System.arraycopy(input, at + gone, shorter, at, shorter.length - at);
                return shorter;
            }
        }
        return input;
    }

    /** A piece of another seed in the place of what was there. */
    private void splice(byte[] input, int at) {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = random.nextInt(other.length);
        int length = Math.min(random.nextInt(200), Math.min(other.length - from, input.length - at));
        System.arraycopy(other, from, input, at, length);
    }

    /** A piece several times, which nests what opens. */
    private byte[] repeated(byte[] input, int at) {
        int length = Math.min(1 + random.nextInt(40), input.length - at);
        int times = 1 + random.nextInt(20);
        byte[] longer = Arrays.copyOf(input, input.length + length * times);
        for (int i = 1; i <= times; i++) {
            System.arraycopy(input, at, longer, at + i * length, length);
        }
        System.arraycopy(input, at + length, longer, at + length * (times + 1), input.length - at - length);
        return longer;
    }

    private static void put(byte[] bytes, int at, int tag) {
        byte[] le = {(byte) (tag >> 16), (byte) (tag >> 24), (byte) tag, (byte) (tag >> 8)};
        System.arraycopy(le, 0, bytes, at, Math.min(4, bytes.length - at));
    }
}
