package org.diconde4j.web;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.diconde4j.archive.ArchiveView;
import org.diconde4j.web.http.Acceptable;
import org.diconde4j.web.http.ByteRange;
import org.diconde4j.web.http.Coding;
import org.diconde4j.web.http.EntityTags;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.QueryParameters;
import org.jspecify.annotations.Nullable;

/** A request that is being answered: what it says, read once, and whether the answer has begun. */
final class Call {
    private static final long MOST_DRAINED = 64L << 20;
    private static final long MOST_TIME = 10_000_000_000L;
    private static final int GZIP_BUFFER = 1 << 14;

    /** Of somebody whom nobody knows, who must not keep a thread busy. */
    private static final long MOST_DRAINED_UNKNOWN = 1L << 20;

    private static final long MOST_TIME_UNKNOWN = 1_000_000_000L;

    final GuardedExchange exchange;
    private @Nullable ArchiveView archive;
    private @Nullable QueryParameters parameters;
    private final Map<String, String> always;
    private @Nullable String tag;
    private boolean begun;
    private @Nullable OutputStream answer;

    Call(GuardedExchange exchange, Map<String, String> always) {
        this.exchange = exchange;
        this.always = always;
    }

    /** Says how the one who asks may use the archive. */
    void begin(ArchiveView view) {
        archive = view;
    }

    /** The archive as the one who asks may use it. */
    ArchiveView archive() {
        return Objects.requireNonNull(archive, "nobody asked");
    }

    /** What stands behind the question mark. */
    QueryParameters parameters() {
        QueryParameters read = parameters;
        if (read == null) {
            read = QueryParameters.of(exchange.query());
            parameters = read;
        }
        return read;
    }

    /** What the client accepts, the best first. */
    List<Acceptable> acceptable() {
        Acceptable.requireUtf8(exchange.headers("Accept-Charset"), parameters().all("charset"));
        return Acceptable.of(exchange.headers("Accept"), parameters().all("accept"));
    }

    /** What is told if nothing that the client accepts can be given. */
    HttpProblem notAcceptable(String offered) {
        List<String> asked = parameters().all("accept");
        return new HttpProblem(
                406,
                "expected to be asked for " + offered + ", found "
                        + (asked.isEmpty() ? "Accept: " : "accept=")
                        + String.join(", ", asked.isEmpty() ? exchange.headers("Accept") : asked));
    }

    /** Begins the answer. */
    OutputStream answer(int status, String contentType) throws IOException {
        return answer(status, Map.of("Content-Type", contentType));
    }

    /** Begins the answer. */
    OutputStream answer(int status, Map<String, String> headers) throws IOException {
        begun = true;
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Vary", "Accept, Accept-Encoding");
        String version = tag;
        if (version != null && status < 400) {
            all.put("ETag", version);
        }
        boolean gzip = status == 200
                && Coding.isText(headers.getOrDefault("Content-Type", ""))
                && Coding.takesGzip(exchange.headers("Accept-Encoding"));
        if (gzip) {
            all.put("Content-Encoding", "gzip");
        }
        always.forEach((name, value) ->
                all.merge(name, value, (own, other) -> name.equals("Vary") ? own + ", " + other : own));
        OutputStream out = exchange.answer(status, all);
        answer = out;
        OutputStream open = new Unclosed(out);
        return gzip && !isHead() ? new GZIPOutputStream(open, GZIP_BUFFER) : open;
    }

    /**
     * What is written to while an answer is made. Only {@link #finish} ends it: what is closed on the way of an exception must not look as if
     * it were whole.
     */
    private static final class Unclosed extends FilterOutputStream implements WritableByteChannel, FileTarget {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (out instanceof WritableByteChannel channel) {
                return channel.write(bytes);
            }
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            out.write(copy);
            return copy.length;
        }

        @Override
        public boolean write(FileChannel file, long position, long count) throws IOException {
            return out instanceof FileTarget target && target.write(file, position, count);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** Ends the answer, which is whole now. */
    void finish() throws IOException {
        OutputStream whole = answer;
        if (whole != null) {
            whole.close();
        }
    }

    /** Whether only the headers are asked for. */
    boolean isHead() {
        return exchange.method().equals("HEAD");
    }

    /**
     * Says which version is going to be told. If the client has it already, it is told that instead, and nothing is left to be done
     * (RFC 9110 13.2.2).
     */
    boolean has(String version) throws IOException {
        tag = version;
        List<String> wanted = exchange.headers("If-Match");
        if (!wanted.isEmpty() && !EntityTags.match(wanted, version, true)) {
            throw new HttpProblem(
                    412, "expected If-Match: " + version + ", found " + String.join(", ", wanted) + ": it has changed");
        }
        if (!EntityTags.match(exchange.headers("If-None-Match"), version, false)) {
            return false;
        }
        empty(304, Map.of());
        return true;
    }

    /** Bytes of which any part can be had. */
    @FunctionalInterface
    interface Bytes {
        InputStream open(long offset, long length) throws IOException;
    }

    /** Answers with bytes, or the part of them that is asked for (RFC 9110 14). */
    void bytes(Map<String, String> headers, long length, Bytes bytes) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Accept-Ranges", "bytes");
        ByteRange range = range(length);
        all.put("Content-Length", Long.toString(range == null ? length : range.length()));
        if (range != null) {
            all.put("Content-Range", range.contentRange(length));
        }
        int status = range == null ? 200 : 206;
        if (isHead()) {
            empty(status, all);
            return;
        }
        try (InputStream in = range == null ? bytes.open(0, length) : bytes.open(range.first(), range.length());
                OutputStream out = answer(status, all)) {
            Copy.all(in, out);
        }
    }

    /** The part that is asked for, null for the whole. */
    private @Nullable ByteRange range(long length) {
        List<String> asked = exchange.headers("Range");
        List<String> condition = exchange.headers("If-Range");
        boolean current = condition.isEmpty() || tag != null && EntityTags.match(condition, tag, true);
        return exchange.method().equals("GET") && current && !asked.isEmpty()
                ? ByteRange.of(String.join(",", asked), length)
                : null;
    }

    /** A Warning about an answer that is given nevertheless, as PS3.18 writes them. */
    String warning(String text) {
        return "299 " + exchange.base() + " \"" + text + "\"";
    }

    /** Says that parameters are left out (PS3.18 8.3). */
    String unsupported(List<String> parameters) {
        return warning("The following parameters are not supported: "
                + String.join(" ", parameters).replaceAll("[^A-Za-z0-9 ,=._-]", "?"));
    }

    /** Headers that tell of a search that it has more results than the answer (PS3.18 8.3.4.4.1), and what was left out of it. */
    Map<String, String> warnings(long more, List<String> ignored) {
        List<String> all = new ArrayList<>();
        if (more > 0) {
            all.add(warning("There are " + more + " additional results that can be requested"));
        }
        if (!ignored.isEmpty()) {
            all.add(unsupported(ignored));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (!all.isEmpty()) {
            headers.put("Warning", String.join(", ", all));
        }
        return headers;
    }

    /** Answers without a body. */
    void empty(int status, Map<String, String> headers) throws IOException {
        answer(status, headers).close();
    }

    /** Tells what is wrong, unless the answer has begun: then it can only be broken off. */
    void fail(HttpProblem problem) throws IOException {
        if (begun) {
            throw problem;
        }
        drain();
        Map<String, String> headers = new LinkedHashMap<>(problem.headers());
        headers.put("Content-Type", "application/problem+json");
        try (OutputStream out = answer(problem.status(), headers)) {
            problem.write(out);
        }
    }

    /**
     * Reads what the client is still sending, up to a limit: a connection that is closed before takes the answer with it, and the client
     * would only learn that it is gone.
     */
    private void drain() throws IOException {
        byte[] buffer = new byte[1 << 16];
        InputStream body = exchange.rest();
        long until = System.nanoTime() + (archive == null ? MOST_TIME_UNKNOWN : MOST_TIME);
        for (long left = archive == null ? MOST_DRAINED_UNKNOWN : MOST_DRAINED;
                left > 0 && System.nanoTime() < until; ) {
            int count = body.read(buffer);
            if (count < 0) {
                return;
            }
            left -= count;
        }
    }
}
