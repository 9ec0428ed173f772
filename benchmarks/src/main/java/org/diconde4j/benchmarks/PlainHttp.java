package org.diconde4j.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A client of HTTP/1.1 that writes and reads as fast as a socket does, and forgets what it read: that of the JDK takes a quarter of a second for 130 MB,
 * three times what either server does. One connection and one thread; a server that ends its answer with
 * the connection gets another.
 */
final class PlainHttp implements AutoCloseable {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18).flip();
    private final URI server;
    private SocketChannel socket;

    PlainHttp(URI server) throws IOException {
        this.server = server;
        socket = connect();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel opened =
                SocketChannel.open(new InetSocketAddress(InetAddress.getByName(server.getHost()), server.getPort()));
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return opened;
    }

    /** Asks for a resource, and tells how many bytes its body has. */
    long get(String path, String accept) throws IOException {
        write(head("GET", path, accept) + "\r\n");
        return answer(path);
    }

    /** Sends a body, and tells how many bytes that of the answer has. */
    long post(String path, String type, String accept, List<byte[]> body) throws IOException {
        long length = body.stream().mapToLong(piece -> piece.length).sum();
        write(head("POST", path, accept) + "Content-Type: " + type + "\r\nContent-Length: " + length + "\r\n\r\n");
        for (byte[] piece : body) {
            write(ByteBuffer.wrap(piece));
        }
        return answer(path);
    }

    private String head(String method, String path, String accept) {
        return method + " " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\nAccept: " + accept + "\r\n";
    }

    private void write(String text) throws IOException {
        write(StandardCharsets.US_ASCII.encode(text));
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    private long answer(String path) throws IOException {
        String status = line();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("expected 200 of " + path + ", found " + status);
        }
        long length = -1;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).trim());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        return chunked ? chunks() : length < 0 ? rest() : skip(length);
    }

    private long chunks() throws IOException {
        long all = 0;
        while (true) {
            long length = Long.parseLong(line().split(";", 2)[0].trim(), 16);
            all += skip(length);
            line();
            if (length == 0) {
                return all;
            }
        }
    }

    private long skip(long length) throws IOException {
        for (long left = length; left > 0; ) {
            fill();
            int some = (int) Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + some);
            left -= some;
        }
        return length;
    }

    /** The body of an answer that ends with the connection. */
    private long rest() throws IOException {
        long all = 0;
        int count = 0;
        while (count >= 0) {
            all += buffer.remaining();
            buffer.clear();
            count = socket.read(buffer);
            buffer.flip();
        }
        socket.close();
        socket = connect();
        return all;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            fill();
            byte next = buffer.get();
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line.write(next);
        }
    }

    private void fill() throws IOException {
        if (buffer.hasRemaining()) {
            return;
        }
        buffer.clear();
        if (socket.read(buffer) < 0) {
            throw new EOFException("the server closed the connection within an answer");
        }
        buffer.flip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
