package org.diconde4j.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer, as any HTTP server has them: what an application implements to mount {@link DicomWeb} in a server that it
 * runs already. Used by one thread at a time, which may block.
 */
public interface WebExchange {
    /**
     * The method.
     *
     * @return in capitals
     */
    String method();

    /**
     * The path below the place where the service is mounted, percent-encoded.
     *
     * @return such as {@code /studies/1.2.3/metadata}
     */
    String path();

    /**
     * What stands behind the question mark, percent-encoded.
     *
     * @return the query, or null if there is none
     */
    @Nullable
    String query();

    /**
     * The values of a request header.
     *
     * @param name in any case
     * @return its values, none if it is not there
     */
    List<String> headers(String name);

    /**
     * Where the service is mounted, as the client sees it.
     *
     * @return such as {@code http://127.0.0.1:8080/dicom-web}, without a slash at its end
     */
    String base();

    /**
     * The address of the client, for receipts.
     *
     * @return such as {@code 127.0.0.1}
     */
    String client();

    /**
     * The body of the request.
     *
     * @return what is read once, and need not be read to its end
     * @throws IOException if it cannot be read
     */
    InputStream body() throws IOException;

    /**
     * Makes a WebSocket (RFC 6455) of the request, which then gets no other answer.
     *
     * @param opened is given, before the client knows that it is there, what sends texts to it: one after the other, by any thread, and
     *     without waiting, so that a client that takes too little is cut off. What it gives is closed when the client is gone
     * @return false if this server cannot, or the request is none for a WebSocket; then it is to be answered
     * @throws IOException if the client is gone
     */
    default boolean upgrade(Function<Consumer<String>, AutoCloseable> opened) throws IOException {
        return false;
    }

    /**
     * Begins the answer. An exception afterwards must break it off, such that the client sees that it is not whole.
     *
     * @param status HTTP status
     * @param headers the headers
     * @return receives the body; closing it ends the answer
     * @throws IOException if the client is gone
     */
    OutputStream answer(int status, Map<String, String> headers) throws IOException;
}
