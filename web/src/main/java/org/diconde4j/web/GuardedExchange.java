package org.diconde4j.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request of which only so much of a body is read, and that came to where the owner says that clients reach the service. */
final class GuardedExchange implements WebExchange {
    private final WebExchange exchange;
    private final long most;
    private final @Nullable PublicUri publicUri;
    private @Nullable InputStream body;

    GuardedExchange(WebExchange exchange, long most, @Nullable PublicUri publicUri) {
        this.exchange = exchange;
        this.most = most;
        this.publicUri = publicUri;
    }

    /** Refuses a body that says itself that it is too long. */
    void requireShort() {
        for (String length : headers("Content-Length")) {
            if (length.matches("[0-9]{1,18}") && Long.parseLong(length) > most) {
                throw LimitedBody.tooLong(most);
            }
        }
    }

    /** Whom a request counts for if nobody is asked: an address, of IPv6 a network of 64 bits, as one customer has at least. */
    static String network(WebExchange exchange) {
        String[] groups = exchange.client().split(":", -1);
        return groups.length < 8
                ? exchange.client()
                : String.join(":", List.of(groups).subList(0, 4));
    }

    @Override
    public String method() {
        return exchange.method();
    }

    @Override
    public String path() {
        return exchange.path();
    }

    @Override
    public @Nullable String query() {
        return exchange.query();
    }

    @Override
    public List<String> headers(String name) {
        return exchange.headers(name);
    }

    @Override
    public String base() {
        return publicUri == null ? exchange.base() : publicUri.base();
    }

    @Override
    public String client() {
        return exchange.client();
    }

    @Override
    public InputStream body() throws IOException {
        InputStream limited = body;
        if (limited == null) {
            limited = new LimitedBody(exchange.body(), most);
            body = limited;
        }
        return limited;
    }

    /** What is left of the body, however long it is: for who reads it only to let the client come to its end. */
    InputStream rest() throws IOException {
        return exchange.body();
    }

    @Override
    public boolean upgrade(Function<Consumer<String>, AutoCloseable> opened) throws IOException {
        return exchange.upgrade(opened);
    }

    @Override
    public OutputStream answer(int status, Map<String, String> headers) throws IOException {
        return exchange.answer(status, headers);
    }
}
