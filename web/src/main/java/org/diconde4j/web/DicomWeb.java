package org.diconde4j.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.access.DeniedException;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.StoreFullException;
import org.diconde4j.web.http.HttpProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DICOMweb of an archive (PS3.18): studies are searched, retrieved and stored, as far as the one who asks may do that. Immutable and
 * thread-safe.
 */
public final class DicomWeb {
    private static final Logger LOG = LoggerFactory.getLogger(DicomWeb.class);

    private final Archive archive;
    private final Authentication authentication;
    private final CrossOrigin crossOrigin;
    private final WebLimits limits;
    private final Traffic traffic;
    private final @Nullable Uploads waiting;
    private final @Nullable ResumableUpload uploads;
    private final Changes changes = new Changes();
    private final Search search = new Search();
    private final Retrieve retrieve = new Retrieve();
    private final Metadata metadata = new Metadata();
    private final Frame frames = new Frame();
    private final Bulk bulk = new Bulk(frames);
    private final Rendered rendered = new Rendered();
    private final Store store = new Store();

    private DicomWeb(
            Archive archive,
            Authentication authentication,
            CrossOrigin crossOrigin,
            WebLimits limits,
            Traffic traffic,
            @Nullable Uploads waiting) {
        this.archive = archive;
        this.authentication = authentication;
        this.crossOrigin = crossOrigin;
        this.limits = limits;
        this.traffic = traffic;
        this.waiting = waiting;
        this.uploads = waiting == null ? null : new ResumableUpload(waiting, store);
    }

    /**
     * Makes the service that asks nobody who they are: whoever mounts it decides who reaches it.
     *
     * @param archive the archive, which stays the caller's to close
     * @return the service, to be mounted in a server
     */
    public static DicomWeb of(Archive archive) {
        return of(archive, Authentication.NONE);
    }

    /**
     * Makes the service.
     *
     * @param archive the archive, which stays the caller's to close
     * @param authentication makes sure who asks
     * @return the service, to be mounted in a server
     */
    public static DicomWeb of(Archive archive, Authentication authentication) {
        WebLimits usual = WebLimits.USUAL;
        return new DicomWeb(
                archive, authentication, new CrossOrigin(Set.of()), usual, new Traffic(usual, System::nanoTime), null);
    }

    /**
     * Lets pages of other origins use the service in browsers, with the credentials that these have (CORS).
     *
     * @param origins such as {@code https://viewer.example.com}
     * @return another service of the same archive
     * @throws IllegalArgumentException if one is no origin; there is none for all
     */
    public DicomWeb withOrigins(Set<String> origins) {
        return new DicomWeb(archive, authentication, new CrossOrigin(origins), limits, traffic, waiting);
    }

    /**
     * Limits what clients may ask.
     *
     * @param most the limits; {@link WebLimits#USUAL} without this
     * @return another service of the same archive, which counts for itself
     */
    public DicomWeb withLimits(WebLimits most) {
        return new DicomWeb(archive, authentication, crossOrigin, most, new Traffic(most, System::nanoTime), waiting);
    }

    /** Takes objects in pieces, which wait there until they are whole. */
    DicomWeb withUploads(@Nullable Uploads place) {
        return new DicomWeb(archive, authentication, crossOrigin, limits, traffic, place);
    }

    /**
     * Answers a request, whatever it is: what cannot be answered as it was meant has an HTTP status and a problem document (RFC 9457).
     *
     * @param exchange the request
     * @throws IOException if the client is gone, or the answer had to be broken off
     */
    public void handle(WebExchange exchange) throws IOException {
        answer(exchange, call -> answer(call, Resource.of(exchange.path())));
    }

    /** Lets somebody in who may come in, and tells what is wrong. */
    void answer(WebExchange asked, Service.Action action) throws IOException {
        guarded(asked, (exchange, call) -> {
            Subject subject = subject(exchange);
            String name = subject.name();
            try (Traffic.Passage own =
                    traffic.begin(name == null ? GuardedExchange.network(exchange) : "user " + name)) {
                call.begin(archive.as(subject));
                action.answer(call);
            }
        });
    }

    /** Answers whoever asks, who learns nothing of the archive. */
    void answerAnybody(WebExchange asked, Service.Action action) throws IOException {
        guarded(asked, (exchange, call) -> action.answer(call));
    }

    Traffic traffic() {
        return traffic;
    }

    private interface Answering {
        void answer(GuardedExchange exchange, Call call) throws IOException;
    }

    private void guarded(WebExchange asked, Answering answering) throws IOException {
        GuardedExchange exchange = new GuardedExchange(asked, limits.bodyBytes());
        Call call = new Call(exchange, crossOrigin.headers(exchange));
        try (Traffic.Passage any = traffic.begin()) {
            if (CrossOrigin.isPreflight(exchange)) {
                call.empty(204, crossOrigin.preflight(exchange));
            } else {
                crossOrigin.requireKnown(exchange);
                exchange.requireShort();
                answering.answer(exchange, call);
            }
        } catch (HttpProblem e) {
            call.fail(e);
        } catch (DeniedException e) {
            call.fail(new HttpProblem(403, String.valueOf(e.getMessage()), e));
        } catch (StoreFullException e) {
            call.fail(new HttpProblem(507, String.valueOf(e.getMessage()), e));
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", exchange.method(), exchange.path(), e);
            call.fail(new HttpProblem(500, "the archive failed; its log says more", e));
        }
        call.finish();
    }

    private Subject subject(WebExchange exchange) throws IOException {
        Authentication.Verdict verdict = authentication.authenticate(exchange);
        Subject subject = verdict.subject();
        if (subject != null) {
            return subject;
        }
        String problem = String.valueOf(verdict.problem());
        Duration wait = verdict.retryAfter();
        throw wait == null
                ? new HttpProblem(401, problem).with("WWW-Authenticate", String.join(", ", verdict.challenges()))
                : new HttpProblem(429, problem).with("Retry-After", Long.toString(wait.toSeconds() + 1));
    }

    private void answer(Call call, Resource resource) throws IOException {
        Service service = service(resource, call.exchange.method().equals("POST"));
        String method = call.exchange.method();
        if (!service.methods().contains(method)) {
            throw new HttpProblem(
                            405,
                            "expected one of " + service.methods() + " for " + call.exchange.path() + ", found "
                                    + method)
                    .with("Allow", String.join(", ", service.methods()));
        }
        service.action().answer(call);
    }

    /** What answers requests for a resource. */
    record Service(List<String> methods, Action action) {
        @FunctionalInterface
        interface Action {
            void answer(Call call) throws IOException;
        }

        static Service reading(Action action) {
            return new Service(List.of("GET", "HEAD"), action);
        }
    }

    /** The services by their paths (PS3.18 10.3 to 10.6). */
    private Service service(Resource resource, boolean posts) {
        List<String> rest = resource.rest();
        Level level = searched(resource);
        boolean isStudy = resource.study() != null && resource.series() == null && rest.isEmpty();
        if (posts && (level == Level.STUDY || isStudy)) {
            return new Service(List.of("POST"), call -> store.answer(call, resource.study()));
        }
        if (level != null) {
            return Service.reading(call -> search.answer(call, resource, level));
        }
        if (resource.study() != null && rest.isEmpty()) {
            return Service.reading(call -> {
                if (Zip.isWanted(call)) {
                    Zip.answer(call, resource);
                } else {
                    retrieve.answer(call, resource);
                }
            });
        }
        Service beyond = beyond(rest);
        if (resource.study() == null && beyond != null) {
            return beyond;
        }
        if (resource.study() != null && rest.equals(List.of("metadata"))) {
            return Service.reading(call -> metadata.answer(call, resource));
        }
        if (resource.study() != null && rest.equals(List.of("thumbnail"))) {
            return Service.reading(call -> rendered.thumbnail(call, resource, null));
        }
        if (resource.study() != null && resource.instance() == null && rest.equals(List.of("rendered"))) {
            return Service.reading(call -> rendered.pictures(call, resource));
        }
        if (resource.instance() != null && rest.equals(List.of("rendered"))) {
            return Service.reading(call -> rendered.picture(call, resource, null));
        }
        String first = rest.isEmpty() ? "" : rest.get(0);
        if (resource.instance() != null && first.equals("frames") && rest.size() == 2) {
            return Service.reading(call -> frames.answer(call, resource, rest.get(1)));
        }
        if (resource.instance() != null && first.equals("frames") && rest.size() == 3) {
            String frame = rest.get(1);
            switch (rest.get(2)) {
                case "rendered" -> {
                    return Service.reading(call -> rendered.picture(call, resource, frame));
                }
                case "thumbnail" -> {
                    return Service.reading(call -> rendered.thumbnail(call, resource, frame));
                }
                default -> {} // said below
            }
        }
        if (resource.instance() != null && first.equals("bulkdata") && rest.size() > 1) {
            return Service.reading(call -> bulk.answer(call, resource, rest.subList(1, rest.size())));
        }
        throw HttpProblem.notFound(
                "there is no such resource; expected one of PS3.18 10.1 such as /studies, /studies/UID/series,"
                        + " /studies/UID/metadata");
    }

    /** The services that are beyond the standard, or null if it is none. */
    private @Nullable Service beyond(List<String> path) {
        if (path.equals(List.of("changes"))) {
            return Service.reading(changes::answer);
        }
        ResumableUpload upload = uploads;
        if (upload != null && path.equals(List.of("uploads"))) {
            return new Service(List.of("POST"), upload::create);
        }
        if (upload != null && path.size() == 2 && path.get(0).equals("uploads")) {
            return new Service(List.of("HEAD", "PATCH", "DELETE"), call -> upload.one(call, path.get(1)));
        }
        return null;
    }

    /** The level of a search, or null if it is none (PS3.18 table 10.6.1-1). */
    private static @Nullable Level searched(Resource resource) {
        if (resource.rest().size() != 1 || resource.instance() != null) {
            return null;
        }
        return switch (resource.rest().get(0)) {
            case "studies" -> resource.study() == null ? Level.STUDY : null;
            case "series" -> resource.series() == null ? Level.SERIES : null;
            case "instances" -> Level.INSTANCE;
            default -> null;
        };
    }
}
