package org.diconde4j.archive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.diconde4j.archive.keep.Damage;
import org.diconde4j.archive.keep.Holdings;
import org.diconde4j.archive.keep.Pace;
import org.diconde4j.archive.keep.WorkEndedException;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptText;
import org.diconde4j.storage.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Reads every object that has a receipt again, quarantine included, and compares it with the recorded digest. What came out is
 * remembered in the records: when each object was verified last, and which were found damaged. Immutable: every method that
 * chooses something gives a changed copy. It may run while the archive serves.
 */
public final class Verification {
    private static final long SAVE_EVERY = Duration.ofSeconds(2).toNanos();

    private final Parts parts;
    private final long bytesPerSecond;
    private final @Nullable Selection selection;
    private final @Nullable Instant notSince;
    private final boolean resume;

    /** What it works on: objects as received, and as they are kept, which is the same but for compressed ones. */
    record Parts(
            ObjectStore objects,
            ObjectStore kept,
            Supplier<Index> index,
            VerificationMemory memory,
            Clock clock,
            Consumer<AutoCloseable> started) {}

    Verification(Parts parts) {
        this(parts, Long.MAX_VALUE, null, null, false);
    }

    private Verification(
            Parts parts,
            long bytesPerSecond,
            @Nullable Selection selection,
            @Nullable Instant notSince,
            boolean resume) {
        this.parts = parts;
        this.bytesPerSecond = bytesPerSecond;
        this.selection = selection;
        this.notSince = notSince;
        this.resume = resume;
    }

    /**
     * What is wrong with an object.
     *
     * @param receipt what was recorded
     * @param problem what was expected and found
     * @param missing whether the object is not there at all
     */
    public record Finding(Receipt receipt, String problem, boolean missing) {}

    /**
     * What came out.
     *
     * @param verified objects that are as recorded
     * @param damaged objects that are not, and receipts that this reading found damaged ({@link Archive#findings()} names them)
     * @param missing objects that are not there
     */
    public record Report(long verified, long damaged, long missing) {}

    /**
     * An object that an earlier verification found damaged or missing, and that none has found whole since.
     *
     * @param sequence its receipt
     * @param name its name in the store
     * @param problem what was expected and found
     * @param missing whether it was not there at all
     * @param found when
     */
    public record KnownDamage(long sequence, String name, String problem, boolean missing, Instant found) {}

    /**
     * What earlier verifications found.
     *
     * @param completed when the latest one of everything began that came to its end; null if there was none
     * @param unfinished when one of everything began that was broken off; null if there is none
     * @param damage what is damaged as far as known, in the order of arrival
     */
    public record Remembered(
            @Nullable Instant completed, @Nullable Instant unfinished, List<KnownDamage> damage) {}

    /**
     * Limits how fast it reads, so that others get their answers.
     *
     * @param bytes bytes a second
     * @return the changed verification
     */
    public Verification rate(long bytes) {
        return new Verification(parts, bytes, selection, notSince, resume);
    }

    /**
     * Reads only some instances, and nothing in quarantine.
     *
     * @param instances which
     * @return the changed verification
     */
    public Verification only(Selection instances) {
        return new Verification(parts, bytesPerSecond, instances, notSince, resume);
    }

    /**
     * Leaves out what was verified at this time or later.
     *
     * @param time the time
     * @return the changed verification
     */
    public Verification notSince(Instant time) {
        return new Verification(parts, bytesPerSecond, selection, time, resume);
    }

    /**
     * Goes on with a verification of everything that was broken off, also by the end of the process; if there is none, begins one.
     * At most the objects of its last two seconds are read again.
     *
     * @return the changed verification
     */
    public Verification resume() {
        return new Verification(parts, bytesPerSecond, null, null, true);
    }

    /**
     * Verifies.
     *
     * @param findings told of each object that is not as recorded
     * @return the counts
     */
    public Report run(Consumer<Finding> findings) {
        return run(findings, bytes -> {});
    }

    /**
     * Verifies.
     *
     * @param findings told of each object that is not as recorded
     * @param progress told the bytes that have been read, after each object
     * @return the counts
     */
    public Report run(Consumer<Finding> findings, LongConsumer progress) {
        return run(findings, progress, () -> false);
    }

    /**
     * Verifies, and may be told to end early: what was done by then is remembered.
     *
     * @param findings told of each object that is not as recorded
     * @param progress told the bytes that have been read, after each object
     * @param stopping says when to end
     * @return the counts so far
     */
    public Report run(Consumer<Finding> findings, LongConsumer progress, BooleanSupplier stopping) {
        VerificationMemory memory = parts.memory();
        boolean everything = selection == null && notSince == null;
        Instant unfinished = resume ? memory.unfinished() : null;
        Instant started = unfinished == null ? parts.clock().instant() : unfinished;
        if (everything) {
            memory.begin(started);
        }
        Run run = new Run(started, unfinished == null ? notSince : unfinished, new Pace(bytesPerSecond, stopping));
        Report report = run.all(findings, progress);
        if (everything && !stopping.getAsBoolean()) {
            memory.complete(started);
        }
        return report;
    }

    /**
     * Tells what earlier verifications found.
     *
     * @return what is remembered
     */
    public Remembered remembered() {
        VerificationMemory memory = parts.memory();
        return new Remembered(memory.completed(), memory.unfinished(), memory.damage());
    }

    /**
     * Verifies everything again and again in the background, at low priority. What was broken off by the end of the process goes on
     * at the next start. Damage is logged as an error and {@linkplain #remembered() remembered}.
     *
     * @param period how long after the beginning of one the next one begins
     * @return what runs; closing the archive closes it too
     */
    public Scrub every(Duration period) {
        Scrub scrub = new Scrub(resume(), period, parts.clock());
        parts.started().accept(scrub);
        scrub.start();
        return scrub;
    }

    /** One run: goes through the receipts and remembers the ranges that it has verified. */
    private final class Run {
        private final VerificationMemory memory = parts.memory();
        private final Instant started;
        private final @Nullable Instant since;
        private final Pace pace;
        private final TreeMap<Long, Instant> known;
        private final boolean hadDamage;
        private final @Nullable Set<String> names = selection == null ? null : names(selection);
        private long first = 1; // of the range that is not remembered yet
        private long saved = System.nanoTime();

        Run(Instant started, @Nullable Instant since, Pace pace) {
            this.started = started;
            this.since = since;
            this.pace = pace;
            this.known = since == null ? new TreeMap<>() : memory.ranges();
            this.hadDamage = memory.hasDamage();
        }

        private Set<String> names(Selection wanted) {
            Set<String> found = new HashSet<>();
            try (Cursor<InstanceRef> instances = parts.index().get().instances(wanted)) {
                instances.forEachRemaining(instance -> found.add(instance.name()));
            }
            return found;
        }

        private boolean wants(Receipt receipt) {
            return (names == null || names.contains(receipt.name()))
                    && (since == null
                            || VerificationMemory.time(known, receipt.sequence())
                                    .isBefore(since));
        }

        Report all(Consumer<Finding> findings, LongConsumer progress) {
            Holdings holdings = Holdings.of(parts.kept());
            // A damaged receipt is passed over by the cursor, and with it an object that was acknowledged: all is not
            // well. Opening may have met it before.
            long damaged = parts.objects().findings().stream()
                    .filter(ReceiptText::isRefusal)
                    .count();
            long verified = 0;
            long missing = 0;
            long bytes = 0;
            long last = 0;
            try (Cursor<Receipt> receipts = parts.objects().receipts(0)) {
                while (!pace.isStopping() && receipts.hasNext()) {
                    Receipt receipt = receipts.next();
                    if (!holdings.include(receipt)) {
                        forget(receipt);
                        last = receipt.sequence();
                        continue;
                    }
                    if (!wants(receipt)) {
                        memory.verified(first, last, started);
                        last = receipt.sequence();
                        first = last + 1;
                        continue;
                    }
                    Damage damage = holdings.check(receipt, pace);
                    if (damage == null && receipt.compressed() != null) {
                        damage = holdings.in(parts.objects()).check(receipt, pace);
                    }
                    holdings = damage == null ? holdings : holdings.renewed();
                    if (!holdings.include(receipt)) {
                        forget(receipt); // removed since the beginning
                    } else if (damage == null) {
                        verified++;
                        forget(receipt);
                    } else {
                        damaged += damage.missing() ? 0 : 1;
                        missing += damage.missing() ? 1 : 0;
                        Finding finding = new Finding(receipt, damage.problem(), damage.missing());
                        memory.damaged(finding, parts.clock().instant());
                        findings.accept(finding);
                    }
                    last = receipt.sequence();
                    if (System.nanoTime() - saved > SAVE_EVERY) {
                        save(last);
                    }
                    bytes += receipt.length();
                    progress.accept(bytes);
                }
            } catch (WorkEndedException e) {
                // told to end; the object under way is read again the next time
            } finally {
                save(last);
            }
            return new Report(verified, damaged, missing);
        }

        /** What is whole, or need not be there any more, is no damage any more. */
        private void forget(Receipt receipt) {
            if (hadDamage && receipt.carriesBytes()) {
                memory.whole(receipt);
            }
        }

        private void save(long last) {
            memory.verified(first, last, started);
            first = last + 1;
            saved = System.nanoTime();
        }
    }
}
