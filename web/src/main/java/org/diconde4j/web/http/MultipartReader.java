package org.diconde4j.web.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a body, one after the other as they arrive (RFC 2046 5.1): a part may be of any length, and is never held. Not
 * thread-safe.
 */
public final class MultipartReader {
    private static final int CHUNK = 1 << 16;
    private static final int HEADERS = 1 << 14;
    /** RFC 2046 5.1.1 allows 70; Orthanc sends 73. */
    private static final int MOST_BOUNDARY = 200;

    private final InputStream in;
    private final MultiPart.Parser parser;
    private final Queue<Event> events = new ArrayDeque<>();
    private @Nullable Part open;
    private boolean complete;
    private @Nullable Throwable failure;

    /** What the parser found: exactly one of these. */
    private record Event(
            @Nullable Map<String, String> begun, @Nullable ByteBuffer content) {}

    /**
     * Begins to read.
     *
     * @param in the body, not closed
     * @param type its media type, a multipart one with a boundary
     * @param mostParts how many parts there may be
     * @throws HttpProblem of status 400 if there is no boundary that can be one
     */
    public MultipartReader(InputStream in, MediaType type, int mostParts) {
        this.in = in;
        String boundary = type.parameter("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > MOST_BOUNDARY) {
            throw HttpProblem.badRequest("expected " + type.essence() + " with a boundary of 1 to " + MOST_BOUNDARY
                    + " characters, found " + (boundary == null ? "none" : "one of " + boundary.length()));
        }
        parser = new MultiPart.Parser(boundary, new Listener());
        parser.setPartHeadersMaxLength(HEADERS);
        parser.setMaxParts(mostParts);
    }

    /**
     * Goes on to the next part; what is left of the last one is passed over.
     *
     * @return the part, or null behind the last
     * @throws HttpProblem of status 400 if the body is not made of parts, or breaks off
     * @throws IOException if it cannot be read
     */
    public @Nullable Part next() throws IOException {
        Part last = open;
        if (last != null) {
            last.body.transferTo(java.io.OutputStream.nullOutputStream());
        }
        open = null;
        while (true) {
            Event event = event();
            if (event == null) {
                return null;
            }
            Map<String, String> headers = event.begun;
            if (headers != null) {
                Part part = new Part(headers, new Body());
                open = part;
                return part;
            }
        }
    }

    private @Nullable Event event() throws IOException {
        while (events.isEmpty() && !complete) {
            fill();
        }
        return events.poll();
    }

    private void fill() throws IOException {
        byte[] chunk = new byte[CHUNK];
        int count = in.read(chunk);
        parser.parse(count < 0 ? Content.Chunk.EOF : Content.Chunk.from(ByteBuffer.wrap(chunk, 0, count), false));
        Throwable cause = failure;
        if (cause != null) {
            throw new HttpProblem(
                    400, "the body is not made of parts as its boundary announces: " + cause.getMessage(), cause);
        }
        if (count < 0 && !complete) {
            throw HttpProblem.badRequest("the body breaks off before the boundary that ends it");
        }
    }

    /**
     * A part.
     *
     * @param headers its headers by their names in lower case
     * @param body its content, to be read before the next part is asked for
     */
    public record Part(Map<String, String> headers, InputStream body) {
        /**
         * Its Content-Type.
         *
         * @param otherwise what it is if it says nothing
         * @return the media type
         * @throws HttpProblem of status 400 if it is none
         */
        public MediaType type(String otherwise) {
            return MediaType.of(headers.getOrDefault("content-type", otherwise));
        }
    }

    /** The content of the part that is open. */
    private final class Body extends InputStream {
        private ByteBuffer content = ByteBuffer.allocate(0);
        private boolean ended;

        @Override
        public int read() throws IOException {
            return fetch() ? content.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fetch()) {
                return -1;
            }
            int count = Math.min(length, content.remaining());
            content.get(target, offset, count);
            return count;
        }

        private boolean fetch() throws IOException {
            while (!ended && !content.hasRemaining()) {
                Event event = event();
                ByteBuffer next = event == null ? null : event.content;
                if (next == null) {
                    ended = true;
                } else {
                    content = next;
                }
            }
            return !ended;
        }
    }

    private final class Listener implements MultiPart.Parser.Listener {
        private Map<String, String> headers = new HashMap<>();

        @Override
        public void onPartBegin() {
            headers = new HashMap<>();
        }

        @Override
        public void onPartHeader(String name, String value) {
            headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
        }

        @Override
        public void onPartHeaders() {
            events.add(new Event(Map.copyOf(headers), null));
        }

        @Override
        public void onPartContent(Content.Chunk chunk) {
            if (chunk.hasRemaining()) {
                events.add(new Event(null, chunk.getByteBuffer()));
            }
        }

        @Override
        public void onPartEnd() {
            events.add(new Event(null, null));
        }

        @Override
        public void onComplete() {
            complete = true;
        }

        @Override
        public void onFailure(Throwable cause) {
            failure = cause;
        }
    }
}
