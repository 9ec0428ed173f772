package org.diconde4j.web.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.diconde4j.data.DicondeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Why a request is not answered as it was meant: an HTTP status and a problem document (RFC 9457) for whoever reads it. */
public final class HttpProblem extends DicondeException {
    private static final long serialVersionUID = 1;

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(409, "Conflict"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(413, "Content Too Large"),
            Map.entry(408, "Request Timeout"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(416, "Range Not Satisfiable"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(426, "Upgrade Required"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(507, "Insufficient Storage"));

    private final int status;
    private final transient Map<String, String> headers;

    private HttpProblem(int status, String detail, @Nullable Throwable cause, Map<String, String> headers) {
        super(detail, cause);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    /**
     * A problem.
     *
     * @param status the HTTP status, 400 or more
     * @param detail what, where, expected, found
     */
    public HttpProblem(int status, String detail) {
        this(status, detail, null, Map.of());
    }

    /**
     * A problem that another one is the cause of.
     *
     * @param status the HTTP status, 400 or more
     * @param detail what, where, expected, found
     * @param cause the cause
     */
    public HttpProblem(int status, String detail, Throwable cause) {
        this(status, detail, cause, Map.of());
    }

    /**
     * The same with a header of the answer.
     *
     * @param name the header
     * @param value its value
     * @return another problem
     */
    public HttpProblem with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpProblem(status, String.valueOf(getMessage()), getCause(), more);
    }

    /**
     * Headers of the answer.
     *
     * @return beside Content-Type
     */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * Something that is not there.
     *
     * @param detail what
     * @return a problem of status 404
     */
    public static HttpProblem notFound(String detail) {
        return new HttpProblem(404, detail);
    }

    /**
     * A request that cannot be understood.
     *
     * @param detail what, expected, found
     * @return a problem of status 400
     */
    public static HttpProblem badRequest(String detail) {
        return new HttpProblem(400, detail);
    }

    /**
     * The HTTP status.
     *
     * @return 400 or more
     */
    public int status() {
        return status;
    }

    /**
     * Writes the problem document.
     *
     * @param out receives UTF-8, not closed
     * @throws IOException if it cannot be written
     */
    public void write(OutputStream out) throws IOException {
        try (JsonGenerator json =
                JSON.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringProperty("type", "about:blank");
            json.writeStringProperty("title", TITLES.getOrDefault(status, "Error"));
            json.writeNumberProperty("status", status);
            json.writeStringProperty("detail", getMessage());
            json.writeEndObject();
        }
    }
}
