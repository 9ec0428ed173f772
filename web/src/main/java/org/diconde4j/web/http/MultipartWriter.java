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
        StringBuilder text = new StringBuilder("\r\n--").append(boundary).append("\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Ends the whole.
     *
     * @param out receives it
     * @throws IOException if it cannot be written
     */
    public void end(OutputStream out) throws IOException {
        out.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
