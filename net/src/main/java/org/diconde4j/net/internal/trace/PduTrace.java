package org.diconde4j.net.internal.trace;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that tells every PDU of the associations of one server or client. When it is full, it is renamed to end in
 * {@code .1}, in place of the one before, and a new one begins; so there are never more than two. What cannot be written is
 * left out: no association suffers for its trace. Thread-safe.
 */
public final class PduTrace implements AutoCloseable {
    /** How long a file gets. */
    public static final long MAX_FILE = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(PduTrace.class);
    private static final int NEWLINE = 1;

    private final Path file;
    private final long maxFile;
    private final AtomicLong connections = new AtomicLong();
    private @Nullable BufferedWriter out;
    private long length;
    private boolean broken;

    public PduTrace(Path file) {
        this(file, MAX_FILE);
    }

    PduTrace(Path file, long maxFile) {
        this.file = file;
        this.maxFile = maxFile;
    }

    /** A connection that is to be traced; its number stands in each of its lines. */
    public PduTap tap(String peer) {
        return new PduTap(this, "#" + connections.incrementAndGet() + " " + peer);
    }

    /** Writes a heading, which is a line with time and connection, and indented lines below it. */
    synchronized void write(String connection, String heading, List<String> details) {
        if (broken) {
            return;
        }
        StringBuilder text = new StringBuilder(128);
        text.append(Instant.now().truncatedTo(ChronoUnit.MILLIS)).append(' ');
        text.append(connection).append(' ').append(heading).append('\n');
        details.forEach(line -> text.append("    ").append(line).append('\n'));
        try {
            BufferedWriter writer = writer(text.length());
            writer.append(text);
            writer.flush();
            length += text.length() + NEWLINE;
        } catch (IOException e) {
            broken = true;
            LOG.warn("the trace {} ends here: {}", file, e.toString());
        }
    }

    private BufferedWriter writer(int more) throws IOException {
        BufferedWriter writer = out;
        if (writer != null && length + more > maxFile) {
            writer.close();
            writer = null;
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (writer == null) {
            length = Files.exists(file) ? Files.size(file) : 0;
            writer = Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            out = writer;
        }
        return writer;
    }

    @Override
    public synchronized void close() {
        broken = true;
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                LOG.warn("closing the trace {}: {}", file, e.toString());
            }
        }
    }
}
