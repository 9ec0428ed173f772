package org.diconde4j.web;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.IntConsumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection of plain HTTP/1.1 that lets the operating system send a part of a file, which then is copied nowhere in this process.
 *
 * <p>Jetty writes buffers alone. So it gets a buffer that stands for the bytes and is as long as they, and here, where it would go out, they go
 * out instead. While a part of a file is under way nothing is written unless that very buffer is seen, so that no other byte can take the place
 * of one of the file. One part is under way at a time.
 */
final class FileEndPoint extends SocketChannelEndPoint {
    /** The most that is sent at once. */
    static final int STEP = 1 << 20;

    private static final ByteBuffer STANDING = ByteBuffer.allocateDirect(STEP).asReadOnlyBuffer();

    /**
     * What is under way.
     *
     * @param file where it is
     * @param end where it ends there
     * @param standing what stands for it: as many bytes remain of the one as of the other
     * @param sent is told how many bytes have gone out
     */
    private record Part(FileChannel file, long end, ByteBuffer standing, IntConsumer sent) {}

    private volatile @Nullable Part part;

    FileEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /**
     * Sends a part of a file.
     *
     * @param sink the response, with nothing before it that waits to go out
     * @param position where the part begins
     * @param count its length, at most {@link #STEP}
     * @param sent is told each time how many bytes have gone out, by any thread
     * @throws IOException if the client is gone, or the file is shorter
     */
    void send(Content.Sink sink, FileChannel file, long position, int count, IntConsumer sent) throws IOException {
        ByteBuffer standing = STANDING.duplicate().limit(count);
        part = new Part(file, position + count, standing, sent);
        try {
            Content.Sink.write(sink, false, standing);
        } finally {
            part = null;
        }
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        Part now = part;
        if (now == null) {
            return super.flush(buffers);
        }
        int at = 0;
        while (at < buffers.length && buffers[at] != now.standing) {
            at++;
        }
        if (at == buffers.length) {
            throw new IOException("a part of a file is to be sent, and something else was written");
        }
        for (int i = 0; i < at; i++) {
            if (buffers[i].hasRemaining() && !super.flush(buffers[i])) {
                return false;
            }
        }
        return flush(now) && at + 1 == buffers.length;
    }

    private boolean flush(Part now) throws IOException {
        ByteBuffer standing = now.standing;
        long position = now.end - standing.remaining();
        long sent;
        try {
            sent = now.file.transferTo(position, standing.remaining(), getChannel());
        } catch (IOException e) {
            throw new EofException(e); // as Jetty has it
        }
        if (sent == 0 && now.file.size() < now.end) {
            throw new EOFException("expected " + now.end + " bytes in a file that is sent, found " + now.file.size());
        }
        if (sent > 0) {
            notIdle();
            standing.position(standing.position() + (int) sent);
            now.sent.accept((int) sent);
        }
        return !standing.hasRemaining();
    }
}
