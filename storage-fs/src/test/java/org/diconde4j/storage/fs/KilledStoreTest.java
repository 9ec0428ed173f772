package org.diconde4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that commits, with SIGKILL at a named operation of the disk, again and again on the same folder. How often is the system
 * property {@code diconde4j.kills}; {@code diconde4j.killSeed} is the seed.
 */
class KilledStoreTest {
    private static final int KILLS = Integer.getInteger("diconde4j.kills", 3);
    private static final long SEED = Long.getLong("diconde4j.killSeed", 20261125);

    /** The operations of a store at work, and how often about each happens in one run. */
    private static final Map<String, Integer> STEPS = Map.ofEntries(
            Map.entry("journal.create", 8),
            Map.entry("journal.write", 60),
            Map.entry("journal.sync", 60),
            Map.entry("journal.syncFolder", 15),
            Map.entry("journal.delete", 7),
            Map.entry("receipts.write", 50),
            Map.entry("receipts.sync", 8),
            Map.entry("receipts.create", 4),
            Map.entry("incoming.create", 20),
            Map.entry("incoming.write", 20),
            Map.entry("incoming.sync", 20),
            Map.entry("incoming.syncFolder", 15),
            Map.entry("incoming.delete", 15),
            Map.entry("object.makeFolder", 15),
            Map.entry("object.create", 80),
            Map.entry("object.write", 80),
            Map.entry("object.link", 15),
            Map.entry("object.sync", 60),
            Map.entry("object.syncFolder", 40),
            Map.entry("object.delete", 15));

    @TempDir
    Path root;

    @Test
    void keeps_what_was_acknowledged_when_it_is_killed_at_a_named_operation() throws Exception {
        assumeTrue(java.io.File.separatorChar == '/', "does not apply: there is no SIGKILL");
        List<String> steps = STEPS.keySet().stream().sorted().toList();
        Random random = new Random(SEED);
        int first = random.nextInt(steps.size());
        List<String> acknowledged = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            String step = steps.get((first + kill) % steps.size());
            String at = step + ":" + (1 + random.nextInt(STEPS.get(step)));
            String when = "kill " + kill + " at " + at + ", seed " + SEED;
            acknowledged.addAll(run(kill, at, when));
            check(acknowledged, when);
        }
    }

    private List<String> run(int kill, String at, String when) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-Ddiconde4j.killAt=" + at,
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledStore.class.getName(),
                        root.toString(),
                        "." + kill,
                        Long.toString(SEED + kill))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(when).isTrue();
            List<String> lines = new ArrayList<>(out.lines().toList());
            if (!lines.remove("END")) {
                assertThat(process.exitValue()).as("the end of %s", when).isEqualTo(128 + 9);
            }
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }

    private void check(List<String> acknowledged, String when) throws Exception {
        Set<String> names;
        try (ObjectStore store = FsObjectStore.open(root.toUri(), root, Disk.REAL, Workload.LITTLE)) {
            Map<String, Receipt> receipts = store.receipts(0).toList().stream()
                    .filter(r -> r.kind().carriesBytes())
                    .collect(Collectors.toMap(Receipt::name, r -> r));
            for (String name : acknowledged) {
                assertThat(receipts).as(when).containsKey(name);
                assertThat(store.exists(name) || name.startsWith(ObjectNames.QUARANTINE))
                        .as("%s, %s", name, when)
                        .isTrue();
            }
            new Workload().check(store, when);
            assertThat(store.findings()).as(when).allMatch(f -> f.contains("were cut off"));
            names = receipts.keySet();
        }
        Workload.checkFolder(root, names, when);
    }
}
