package org.diconde4j.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.UUID;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.net.Peer;

/**
 * A running archive in memory, which receives on a free port of the loopback address. Each one is fresh; closing it ends
 * the receiver and forgets everything. Thread-safe.
 */
public final class TestArchive implements AutoCloseable {
    /** The title it answers by. */
    public static final String AE_TITLE = "TESTARCHIVE";

    private final Archive archive;
    private final Receiver receiver;

    private TestArchive(Archive archive, Receiver receiver) {
        this.archive = archive;
        this.receiver = receiver;
    }

    /**
     * Starts an archive.
     *
     * @return the running archive
     * @throws UncheckedIOException if no port can be had
     */
    public static TestArchive start() {
        URI memory = URI.create("memory:" + UUID.randomUUID());
        Archive archive = Archive.builder().objects(memory).index(memory).open();
        try {
            return new TestArchive(
                    archive, archive.receive().aeTitle(AE_TITLE).port(0).start());
        } catch (IOException e) {
            archive.close();
            throw new UncheckedIOException("the archive for the test found no port to receive on", e);
        }
    }

    /**
     * The archive.
     *
     * @return the archive, open until this is closed
     */
    public Archive archive() {
        return archive;
    }

    /**
     * Its receiver.
     *
     * @return the receiver, running until this is closed
     */
    public Receiver receiver() {
        return receiver;
    }

    /**
     * How to reach it.
     *
     * @return title, address and port for any DIMSE client
     */
    public Peer peer() {
        return new Peer(receiver.aeTitle(), receiver.address().getAddress().getHostAddress(), receiver.port());
    }

    @Override
    public void close() {
        archive.close();
    }
}
