package org.diconde4j.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.diconde4j.archive.ChangeFeed;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.Receipt;
import org.diconde4j.web.http.Acceptable;
import org.diconde4j.web.http.HttpProblem;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** What happened to the archive, page by page as JSON, or as it happens as server-sent events (HTML 9.2). Beyond the standard. */
final class Changes {
    private static final String EVENTS = "text/event-stream";
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    private static final int USUAL = 1000;
    private static final int MOST = 10_000;

    /** Each follower keeps a thread busy. */
    private static final int FOLLOWERS = 32;

    /** So that proxies see that it lives, and we see that the client does. */
    private static final Duration BEAT = Duration.ofSeconds(15);

    /** Then the client comes again, and is asked again who it is. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Semaphore followers = new Semaphore(FOLLOWERS);

    void answer(Call call) throws IOException {
        ChangeFeed feed = call.archive().changes();
        for (Acceptable acceptable : call.acceptable()) {
            if (acceptable.type().equals(EVENTS)) {
                follow(call, feed);
                return;
            }
            if (!acceptable.multipart() && acceptable.takes("application/json")) {
                page(call, feed);
                return;
            }
        }
        throw call.notAcceptable("changes as application/json or " + EVENTS);
    }

    private static ChangeFeed.Page page(ChangeFeed feed, String since, int limit) {
        try {
            return feed.after(since, limit);
        } catch (IllegalArgumentException e) {
            throw new HttpProblem(
                    400,
                    "expected since to be what an earlier answer gave as next, now, or nothing; found \"" + since
                            + "\"",
                    e);
        }
    }

    private static String since(Call call, ChangeFeed feed) {
        String since = call.parameters().one("since");
        return since == null ? feed.beginning() : since.equals("now") ? feed.end() : since;
    }

    private static void page(Call call, ChangeFeed feed) throws IOException {
        long limit = call.parameters().number("limit", USUAL);
        if (limit < 1 || limit > MOST) {
            throw HttpProblem.badRequest("expected a limit of 1 to " + MOST + ", found " + limit);
        }
        ChangeFeed.Page page = page(feed, since(call, feed), (int) limit);
        try (OutputStream out = call.answer(200, "application/json");
                JsonGenerator json = generator(out)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("changes");
            for (Receipt event : page.events()) {
                write(json, event, call, page);
            }
            json.writeEndArray();
            json.writeStringProperty("next", page.next());
            json.writeBooleanProperty("startAnew", page.startAnew());
            json.writeEndObject();
        }
    }

    private static JsonGenerator generator(OutputStream out) {
        return JSON.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
    }

    private static String position(ChangeFeed.Page page, Receipt event) {
        return page.next().substring(0, page.next().lastIndexOf(':') + 1) + event.sequence();
    }

    private static void write(JsonGenerator json, Receipt event, Call call, ChangeFeed.Page page) {
        json.writeStartObject();
        json.writeStringProperty("position", position(page, event));
        json.writeStringProperty("kind", event.kind().name());
        json.writeStringProperty("time", event.arrival().toString());
        String instance = event.sopInstanceUid();
        if (instance != null) {
            String study = Projection.studyUid(event.studyInstanceUid(), instance);
            String series = Projection.seriesUid(event.seriesInstanceUid(), instance);
            json.writeStringProperty("sopClassUid", String.valueOf(event.sopClassUid()));
            json.writeStringProperty("sopInstanceUid", instance);
            json.writeStringProperty("studyInstanceUid", study);
            json.writeStringProperty("seriesInstanceUid", series);
            json.writeStringProperty("retrieveUrl", Resource.url(call.exchange.base(), study, series, instance));
        }
        json.writeEndObject();
    }

    private void follow(Call call, ChangeFeed feed) throws IOException {
        List<String> last = call.exchange.headers("Last-Event-ID");
        String from = last.isEmpty() ? since(call, feed) : last.get(0);
        ChangeFeed.Page page = page(feed, from, USUAL);
        if (call.exchange.method().equals("HEAD")) {
            call.empty(200, Map.of("Content-Type", EVENTS)); // nothing would tell that the client is gone
            return;
        }
        if (!followers.tryAcquire()) {
            throw new HttpProblem(503, FOLLOWERS + " clients follow already, and no more can")
                    .with("Retry-After", "60");
        }
        long end = System.nanoTime() + LONGEST.toNanos();
        try (OutputStream out = call.answer(
                200, Map.of("Content-Type", EVENTS, "Cache-Control", "no-store", "X-Accel-Buffering", "no"))) {
            send(out, "retry: 2000\n\n");
            while (System.nanoTime() < end) {
                send(out, text(call, page));
                page = feed.await(page.next(), USUAL, BEAT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server ends
        } finally {
            followers.release();
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** The events of a page; a comment that keeps the connection where there are none. */
    private static String text(Call call, ChangeFeed.Page page) {
        if (page.startAnew()) {
            return "id: " + page.next() + "\nevent: start-anew\ndata: {}\n\n";
        }
        StringBuilder text = new StringBuilder();
        for (Receipt event : page.events()) {
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            try (JsonGenerator json = generator(data)) {
                write(json, event, call, page);
            }
            text.append("id: ")
                    .append(position(page, event))
                    .append("\nevent: change\ndata: ")
                    .append(data.toString(StandardCharsets.UTF_8))
                    .append("\n\n");
        }
        return text.isEmpty() ? ":\n\n" : text.toString();
    }
}
