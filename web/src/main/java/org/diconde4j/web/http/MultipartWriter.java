package org.diconde4j.web.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** Writes the parts of a {@code multipart/related} (RFC 2387) one after the other. Not thread-safe. */
public final class MultipartWriter {
    private final String boundary = "diconde4j-" + UUID.randomUUID();

    /**
     * The media type of the whole.
     *
     * @param parts the media type of the parts
     * @return the value of Content-Type
     */
    public String contentType(String parts) {
        return "multipart/related; type=\"" + parts + "\"; boundary=" + boundary;
    }

    /**
     * Begins a part; its content is then written to the same stream.
     *
     * @param out receives it
     * @param headers of the part
     * @throws IOException if it cannot be written
     */
    public void begin(OutputStream out, Map<String, String> headers) throws IOException {
        out.write(head(headers));
    }

    /**
     * Ends the whole.
     *
     * @param out receives it
     * @throws IOException if it cannot be written
     */
    public void end(OutputStream out) throws IOException {
        out.write(tail());
    }

    /**
     * What {@link #begin} writes.
     *
     * @param headers of the part
     * @return its length in bytes
     */
    public int headLength(Map<String, String> headers) {
        return head(headers).length;
    }

    /**
     * What {@link #end} writes.
     *
     * @return its length in bytes
     */
    public int tailLength() {
        return tail().length;
    }

    private byte[] head(Map<String, String> headers) {
        StringBuilder text = new StringBuilder("\r\n--").append(boundary).append("\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] tail() {
        return ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
