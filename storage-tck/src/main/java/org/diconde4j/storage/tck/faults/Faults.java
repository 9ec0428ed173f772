package org.diconde4j.storage.tck.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Records;

/**
 * Which faults happen, and when. Operations are named {@code objects.begin}, {@code objects.write}, {@code objects.commit},
 * {@code objects.open}, {@code index.apply}, {@code records.put} and so on: the part of the contract, and the method.
 *
 * <ul>
 *   <li>Whether the n-th call of an operation fails follows from the seed, the operation and n alone, so that a run can be
 *       repeated; with several threads, which of them makes the n-th call is up to them.
 *   <li>Nothing fails before {@link #on()} or after {@link #off()}.
 *   <li>Thread-safe.
 * </ul>
 */
public final class Faults {
    private final long seed;
    private final List<Rule> rules;
    private final long capacity;
    private final Consumer<String> steps;
    private final Map<String, AtomicLong> calls = new ConcurrentHashMap<>();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong injected = new AtomicLong();
    private volatile boolean on;

    /** What happens to a call. */
    enum Kind {
        /** It throws, and nothing was done. */
        FAIL,
        /** It was done, and throws. */
        LOSE_ANSWER,
        /** A part of what was to be written is written, and it throws. */
        CUT,
        /** A bit of what is read is another one. */
        FLIP,
        /** It takes its time. */
        DELAY
    }

    /** How often one kind of fault happens to one operation. */
    private record Rule(String operation, Kind kind, double share, Duration delay) {}

    private Faults(Builder from) {
        seed = from.seed;
        rules = List.copyOf(from.rules);
        capacity = from.capacity;
        steps = from.steps;
    }

    /**
     * Describes faults.
     *
     * @param seed what they follow from; tests name it when they fail
     * @return a builder of faults, none at first
     */
    public static Builder seeded(long seed) {
        return new Builder(seed);
    }

    /** From now on, faults happen. */
    public void on() {
        on = true;
    }

    /** From now on, none happen; what is written does not count against the {@linkplain Builder#capacity capacity}. */
    public void off() {
        on = false;
    }

    /**
     * How many faults happened; delays are not counted.
     *
     * @return their number
     */
    public long injected() {
        return injected.get();
    }

    /**
     * Wraps a store. The wrapper passes on all that the store can do; writers and streams that it gives fail, too.
     *
     * @param store what does the work; closed with the wrapper
     * @return the store with these faults
     */
    public ObjectStore around(ObjectStore store) {
        return Faulty.wrap(ObjectStore.class, store, "objects", this);
    }

    /**
     * Wraps an index.
     *
     * @param index what does the work; closed with the wrapper
     * @return the index with these faults
     */
    public Index around(Index index) {
        return Faulty.wrap(Index.class, index, "index", this);
    }

    /**
     * Wraps records.
     *
     * @param records what does the work; closed with the wrapper
     * @return the records with these faults
     */
    public Records around(Records records) {
        return Faulty.wrap(Records.class, records, "records", this);
    }

    /** Begins a call: tells the step, takes its time, and decides what else happens to it. */
    Call call(String operation) {
        steps.accept("before " + operation);
        if (!on || rules.isEmpty()) {
            return new Call(operation, -1);
        }
        long n = calls.computeIfAbsent(operation, o -> new AtomicLong()).incrementAndGet();
        Call call = new Call(operation, n);
        rules.stream().filter(r -> r.kind() == Kind.DELAY && call.hits(r)).forEach(r -> sleep(r.delay()));
        return call;
    }

    private static void sleep(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether as many bytes still have room; they count from now on. */
    boolean fits(long bytes) {
        if (!on || capacity == Long.MAX_VALUE || written.addAndGet(bytes) <= capacity) {
            return true;
        }
        injected.incrementAndGet();
        return false;
    }

    /** One call of an operation. */
    final class Call {
        private final String operation;
        private final long n;

        private Call(String operation, long n) {
            this.operation = operation;
            this.n = n;
        }

        /** Whether a fault of this kind happens to it; asked once for each kind. */
        boolean has(Kind kind) {
            boolean hit = n > 0 && rules.stream().anyMatch(r -> r.kind() == kind && hits(r));
            if (hit) {
                injected.incrementAndGet();
            }
            return hit;
        }

        private boolean hits(Rule rule) {
            return rule.operation().equals(operation) && random(rule.kind().ordinal()) < rule.share() * (1L << 53);
        }

        /** 53 bits that follow from the seed, the call and what is asked (the finalizer of SplitMix64). */
        long random(int salt) {
            long z = seed + 0x9E3779B97F4A7C15L * (n + 31L * operation.hashCode() + salt * 0x1_0000_0001L);
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            return (z ^ z >>> 31) >>> 11;
        }

        void done() {
            steps.accept("after " + operation);
        }

        String describe(String what) {
            return "injected fault (seed " + seed + "): call " + n + " of " + operation + " " + what;
        }
    }

    /** Collects faults. Not for use by several threads. */
    public static final class Builder {
        private final long seed;
        private final List<Rule> rules = new ArrayList<>();
        private long capacity = Long.MAX_VALUE;
        private Consumer<String> steps = step -> {};

        private Builder(long seed) {
            this.seed = seed;
        }

        /**
         * Calls that throw a {@link org.diconde4j.storage.StorageException} and do nothing, as after an error of input or output.
         *
         * @param operation its name
         * @param share how many of the calls, 0 to 1
         * @return this
         */
        public Builder fail(String operation, double share) {
            return add(operation, Kind.FAIL, share, Duration.ZERO);
        }

        /**
         * Calls that do what they should and then throw, as when the connection breaks before the answer is there.
         *
         * @param operation its name
         * @param share how many of the calls, 0 to 1
         * @return this
         */
        public Builder loseAnswer(String operation, double share) {
            return add(operation, Kind.LOSE_ANSWER, share, Duration.ZERO);
        }

        /**
         * Writes of which only a part is done before they throw.
         *
         * @param share how many of the writes, 0 to 1
         * @return this
         */
        public Builder cutWrites(double share) {
            return add("objects.write", Kind.CUT, share, Duration.ZERO);
        }

        /**
         * Reads that give a wrong bit and do not say so, as a disk that rots.
         *
         * @param share how many of the reads, 0 to 1
         * @return this
         */
        public Builder flipBits(double share) {
            return add("objects.read", Kind.FLIP, share, Duration.ZERO);
        }

        /**
         * Calls that take their time, as on slow media.
         *
         * @param operation its name
         * @param share how many of the calls, 0 to 1
         * @param delay how long
         * @return this
         */
        public Builder delay(String operation, double share, Duration delay) {
            return add(operation, Kind.DELAY, share, delay);
        }

        /**
         * A disk that is full: writes fail once so much has been written.
         *
         * @param bytes how much has room
         * @return this
         */
        public Builder capacity(long bytes) {
            capacity = bytes;
            return this;
        }

        /**
         * Who is told of each step, {@code before objects.commit} and {@code after objects.commit}, whether faults are on or not: to
         * end the process there, for example.
         *
         * @param listener called by the thread that makes the step
         * @return this
         */
        public Builder steps(Consumer<String> listener) {
            steps = listener;
            return this;
        }

        private Builder add(String operation, Kind kind, double share, Duration delay) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("a share of calls is from 0 to 1, not " + share);
            }
            rules.add(new Rule(operation, kind, share, delay));
            return this;
        }

        /**
         * Makes the faults, which are off.
         *
         * @return the faults
         */
        public Faults build() {
            return new Faults(this);
        }
    }
}
