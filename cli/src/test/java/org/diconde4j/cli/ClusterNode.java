package org.diconde4j.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.diconde4j.archive.Amendments;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Grounds;
import org.diconde4j.archive.Receiver;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.storage.Selection;

/**
 * A node in a process of its own, which can be killed: {@code ClusterNode OBJECTS INDEX RECORDS}. Its receiver is on the port that its
 * first line says; and it changes what it is told to by standard input, a line each: {@code delete UID} or {@code correct UID KEYWORD
 * TEXT}. It answers by a line: {@code done}, {@code none} if there was no such instance, or {@code failed} and why.
 */
public final class ClusterNode {
    private static final Grounds GROUNDS = new Grounds("test", "to see what becomes of it");

    private ClusterNode() {}

    /** Serves until its standard input ends, or it is killed. */
    public static void main(String[] args) throws Exception {
        try (Archive archive = Archive.builder()
                        .objects(URI.create(args[0]))
                        .index(URI.create(args[1]))
                        .records(URI.create(args[2]))
                        .allowDeletion()
                        .open();
                Receiver receiver = archive.awaitReady().receive().port(0).start()) {
            System.out.println(receiver.port());
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(answer(archive.amendments(), line.split(" ", 4)));
            }
        }
    }

    private static String answer(Amendments amendments, String[] words) throws Exception {
        try {
            boolean done = words[0].equals("delete")
                    ? !amendments.delete(Selection.instances(words[1]), GROUNDS).isEmpty()
                    : amendments.correct(
                                    words[1],
                                    Dataset.builder()
                                            .set(
                                                    Dictionary.standard()
                                                            .tag(words[2])
                                                            .orElseThrow(),
                                                    words[3])
                                            .build(),
                                    GROUNDS)
                            != null;
            return done ? "done" : "none";
        } catch (DicondeException e) {
            return "failed " + e.getMessage();
        }
    }
}
