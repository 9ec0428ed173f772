package org.diconde4j.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.diconde4j.web.http.Acceptable;

/** Says what the service can do (PS3.18 8.9, H), as a WADL document. */
final class Capabilities {
    private static final List<String> TYPES = List.of("application/vnd.sun.wadl+xml", "application/xml", "text/xml");
    private static final String DOCUMENT = document();

    private Capabilities() {}

    static void answer(Call call) throws IOException {
        String type = type(call);
        String document = DOCUMENT.replace("{base}", escaped(call.exchange.base()));
        try (OutputStream out =
                call.answer(200, Map.of("Content-Type", type + "; charset=utf-8", "Allow", "GET, HEAD, OPTIONS"))) {
            out.write(document.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String type(Call call) {
        for (Acceptable acceptable : call.acceptable()) {
            for (String type : TYPES) {
                if (!acceptable.multipart() && acceptable.takes(type)) {
                    return type;
                }
            }
        }
        throw call.notAcceptable(String.join(", ", TYPES));
    }

    /** The base has the host that the client named. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static String document() {
        try (InputStream in = Objects.requireNonNull(Capabilities.class.getResourceAsStream("capabilities.wadl"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
