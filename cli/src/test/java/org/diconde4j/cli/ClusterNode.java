package org.diconde4j.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.ArchiveBuilder;
import org.diconde4j.archive.Grounds;
import org.diconde4j.archive.Quarantine;
import org.diconde4j.archive.Receiver;
import org.diconde4j.archive.StoreResult.Outcome;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.Selection;

/**
 * A node in a process of its own, which can be killed: {@code ClusterNode OBJECTS INDEX RECORDS [SYNTAX]}, the last if it keeps new objects
 * compressed. Its receiver is on the port that its
 * first line says; and it changes what it is told to by standard input, a line each: {@code delete UID}, {@code correct UID KEYWORD
 * TEXT}, and with ids of the quarantine {@code release ID} and {@code discard ID}. It answers by a line: {@code done}, {@code none} if there
 * was nothing to do it to, or {@code failed} and why.
 */
public final class ClusterNode {
    private static final Grounds GROUNDS = new Grounds("test", "to see what becomes of it");

    private ClusterNode() {}

    /** Serves until its standard input ends, or it is killed. */
    public static void main(String[] args) throws Exception {
        ArchiveBuilder builder = Archive.builder();
        if (args.length > 3) {
            builder.compress(TransferSyntax.of(args[3]));
        }
        try (Archive archive = builder.objects(URI.create(args[0]))
                        .index(URI.create(args[1]))
                        .records(URI.create(args[2]))
                        .allowDeletion()
                        .open();
                Receiver receiver = archive.awaitReady().receive().port(0).start()) {
            System.out.println(receiver.port());
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(answer(archive, line.split(" ", 4)));
            }
        }
    }

    private static String answer(Archive archive, String[] words) throws Exception {
        try {
            boolean done = switch (words[0]) {
                case "delete" ->
                    !archive.amendments()
                            .delete(Selection.instances(words[1]), GROUNDS)
                            .isEmpty();
                case "correct" -> archive.amendments().correct(words[1], one(words[2], words[3]), GROUNDS) != null;
                default -> settle(archive.quarantine(), words[0], words[1]);
            };
            return done ? "done" : "none";
        } catch (DicondeException e) {
            return "failed " + e.getMessage();
        }
    }

    private static Dataset one(String keyword, String value) {
        return Dataset.builder()
                .set(Dictionary.standard().tag(keyword).orElseThrow(), value)
                .build();
    }

    private static boolean settle(Quarantine quarantine, String what, String id) throws IOException {
        Optional<QuarantineEntry> entry = quarantine.entry(id);
        if (entry.isEmpty()) {
            return false;
        }
        return what.equals("release")
                ? quarantine.release(entry.get(), "checked").outcome() == Outcome.STORED
                : quarantine.discard(entry.get(), "noise");
    }
}
