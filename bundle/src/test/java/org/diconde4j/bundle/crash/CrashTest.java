package org.diconde4j.bundle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.StoreResult;
import org.diconde4j.archive.Verification;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a JVM with SIGKILL, at every named step of the way of an object and at random times, under load from four threads and again
 * and again on the same folder. After each: what was acknowledged is there, is what was sent, and is found; nothing else is
 * visible in part; what was not answered can be sent again; no left-overs pile up.
 *
 * <p>{@code -Ddiconde4j.crashes=1000} says how many kills, {@code -Ddiconde4j.crashSeed} the seed, by which steps and times are chosen.
 */
class CrashTest {
    private static final int CRASHES = Integer.getInteger("diconde4j.crashes", 4);
    private static final long SEED = Long.getLong("diconde4j.crashSeed", 5);
    private static final int OBJECTS = 120;

    /** Then an empty folder is taken, so that checks don't take ever longer. */
    private static final int ROUNDS_IN_A_FOLDER = 50;

    @TempDir
    Path temporary;

    private Path folder;
    private final Random random = new Random(SEED);
    private final Set<String> everAcknowledged = new HashSet<>();
    private int failedAnswers;
    private long objectsAcknowledged;
    private long compressed;

    /** What a child said before it was killed. */
    private static final class Said {
        final Set<Integer> acknowledged = new TreeSet<>();
        final Set<String> aside = new HashSet<>();
        final Set<String> records = new HashSet<>();
        final Map<String, Integer> steps = new TreeMap<>();
        final List<String> failures = new ArrayList<>();
        boolean reached;
        boolean ended;

        boolean take(String line) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "ACK" -> acknowledged.add(Integer.parseInt(words[1]));
                case "ASIDE" -> aside.add(words[1]);
                case "RECORD" -> records.add(words[1]);
                case "STEP" -> steps.put(words[2], Integer.parseInt(words[1]));
                case "FAILED" -> failures.add(line);
                case "AT" -> reached = true;
                case "END" -> ended = true;
                default -> throw new AssertionError("the child said " + line);
            }
            return !reached;
        }
    }

    @Test
    void every_acknowledged_object_survives_kills_at_every_step_and_at_random() throws Exception {
        folder = Files.createDirectory(temporary.resolve("0"));
        Map<String, Integer> steps = new TreeMap<>(run(0, "-", 1, OBJECTS, -1).steps);
        assertThat(steps.keySet()).contains("before objects.commit", "after index.apply", "before journal.sync");
        List<String> names = new ArrayList<>(steps.keySet());
        Map<String, Integer> kills = new TreeMap<>();
        for (int round = 1; round <= CRASHES; round++) {
            if (round % ROUNDS_IN_A_FOLDER == 0) {
                checkAll();
                folder = Files.createDirectory(temporary.resolve(Integer.toString(round)));
            }
            boolean atRandom = round % 4 == 0;
            String step = atRandom ? "-" : names.get((round + (int) (SEED % names.size())) % names.size());
            int times = atRandom ? 1 : 1 + random.nextInt(1 + steps.get(step) * 2 / 3); // how often differs a little
            Said said = run(round, step, times, OBJECTS, atRandom ? random.nextInt(OBJECTS) : -1);
            kills.merge(atRandom ? "at random" : said.reached ? step : "not reached", 1, Integer::sum);
            check(round, said, step + " for the " + times + ". time, round " + round + ", seed " + SEED);
        }
        checkAll();
        System.out.println("kills: " + kills + "; objects acknowledged: " + objectsAcknowledged
                + "; read of compressed ones: " + compressed + "; answered with a failure: " + failedAnswers);
    }

    /** Runs a child until it reaches its step, has acknowledged so many objects, or ends; then kills it. */
    private Said run(int round, String step, int times, int objects, int killAfter) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashChild.class.getName(),
                        folder.toString(),
                        Integer.toString(round),
                        step,
                        Integer.toString(times),
                        Integer.toString(objects))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Said said = new Said();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            boolean alive = true;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                boolean go = said.take(line);
                if (alive && (!go || killAfter >= 0 && said.acknowledged.size() > killAfter)) {
                    child.toHandle().destroyForcibly(); // SIGKILL; what it had said stays in the pipe
                    alive = false;
                }
            }
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        if (step.equals("-") && killAfter < 0) {
            assertThat(said.ended)
                    .as("the child without a kill came to its end")
                    .isTrue();
        }
        return said;
    }

    private void check(int round, Said said, String when) throws IOException {
        failedAnswers += said.failures.size();
        objectsAcknowledged += said.acknowledged.size();
        try (Archive archive = Archive.open(folder).awaitReady()) {
            for (int n : said.acknowledged) {
                String uid = CrashObjects.uid(round, n);
                everAcknowledged.add(uid);
                assertThat(archive.find()
                                .instances()
                                .where(Tag.SOPInstanceUID, uid)
                                .count())
                        .as("object %d, acknowledged before the kill at %s, is found", n, when)
                        .isOne();
            }
            Set<Integer> whole = new TreeSet<>();
            archive.retrieve(Selection.studies(CrashObjects.studyUid(round))).forEach((instance, file) -> {
                compressed += ObjectNames.isCompressed(instance.name()) ? 1 : 0;
                Dataset read = CrashObjects.parse(file.readAllBytes());
                int n = read.integer(Tag.InstanceNumber, -1);
                assertThat(read.sameContent(CrashObjects.object(round, n).dataset()))
                        .as("object %d is what was sent, after the kill at %s", n, when)
                        .isTrue();
                whole.add(n);
            });
            assertThat(whole)
                    .as("objects that can be read after the kill at %s", when)
                    .containsAll(said.acknowledged);
            assertThat(round % 2 == 0 || compressed > 0 || said.acknowledged.size() < 3)
                    .as("something was kept compressed before the kill at %s", when)
                    .isTrue();
            Set<String> quarantined = new HashSet<>();
            archive.quarantine().list().forEach(entry -> quarantined.add(entry.id()));
            assertThat(quarantined).as("set aside before the kill at %s", when).containsAll(said.aside);
            for (int n = 0; n < OBJECTS; n++) {
                if (!said.acknowledged.contains(n) && n % 17 != 16) {
                    assertThat(archive.store(CrashObjects.object(round, n)).outcome())
                            .as("object %d, sent again after the kill at %s", n, when)
                            .isIn(StoreResult.Outcome.STORED, StoreResult.Outcome.DUPLICATE);
                    n += 6; // a few are enough
                }
            }
        }
        try (Records records = StorageProviders.openRecords(StorageProviders.uri("fs", folder.resolve("records")))) {
            for (String id : said.records) {
                assertThat(records.get("crash", id))
                        .as("record %s, written before the kill at %s", id, when)
                        .isNotNull();
            }
        }
        assertThat(files(folder.resolve("objects").resolve("incoming")))
                .as("left-overs after the kill at %s", when)
                .isLessThanOrEqualTo(OBJECTS);
        assertThat(folder.resolve("objects").resolve("orphans"))
                .as("orphans after the kill at %s", when)
                .doesNotExist();
    }

    private static long files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    /** All that was ever acknowledged in this folder. */
    private void checkAll() throws IOException {
        try (Archive archive = Archive.open(folder).awaitReady()) {
            Set<String> readable = new HashSet<>();
            archive.retrieve(Selection.all()).forEach((instance, file) -> readable.add(instance.sopInstanceUid()));
            assertThat(readable).containsAll(everAcknowledged);
            assertThat(archive.counts().instances()).isEqualTo(readable.size());
            Verification.Report report =
                    archive.verify().run(finding -> assertThat(finding).isNull());
            assertThat(report.damaged() + report.missing()).isZero();
            assertThat(report.verified()).isGreaterThanOrEqualTo(readable.size());
        }
        everAcknowledged.clear();
    }
}
