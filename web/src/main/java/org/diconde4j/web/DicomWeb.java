package org.diconde4j.web;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.access.DeniedException;
import org.diconde4j.archive.access.Subject;
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
    private final @Nullable PublicUri publicUri;
    private final Routes routes;

    private DicomWeb(
            Archive archive,
            Authentication authentication,
            CrossOrigin crossOrigin,
            WebLimits limits,
            Traffic traffic,
            @Nullable Uploads waiting,
            @Nullable PublicUri publicUri) {
        this.archive = archive;
        this.authentication = authentication;
        this.crossOrigin = crossOrigin;
        this.limits = limits;
        this.traffic = traffic;
        this.waiting = waiting;
        this.publicUri = publicUri;
        this.routes = new Routes(limits.results(), waiting);
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
                archive,
                authentication,
                new CrossOrigin(Set.of()),
                usual,
                new Traffic(usual, System::nanoTime),
                null,
                null);
    }

    /**
     * Lets pages of other origins use the service in browsers, with the credentials that these have (CORS).
     *
     * @param origins such as {@code https://viewer.example.com}
     * @return another service of the same archive
     * @throws IllegalArgumentException if one is no origin; there is none for all
     */
    public DicomWeb withOrigins(Set<String> origins) {
        return new DicomWeb(archive, authentication, new CrossOrigin(origins), limits, traffic, waiting, publicUri);
    }

    /**
     * Limits what clients may ask.
     *
     * @param most the limits; {@link WebLimits#USUAL} without this
     * @return another service of the same archive, which counts for itself
     */
    public DicomWeb withLimits(WebLimits most) {
        return new DicomWeb(
                archive, authentication, crossOrigin, most, new Traffic(most, System::nanoTime), waiting, publicUri);
    }

    /**
     * Says where clients reach the service, if that is not where it is mounted: behind a proxy. Every URI in answers begins with it.
     *
     * @param base such as {@code https://pacs.example.com/dicom-web}
     * @return another service of the same archive
     * @throws IllegalArgumentException if it is no such URI: of http or https, with a host, without user, query and fragment
     */
    public DicomWeb withPublicUri(URI base) {
        return with(PublicUri.of(base));
    }

    /** The same; null for where it is mounted. */
    DicomWeb with(@Nullable PublicUri base) {
        return new DicomWeb(archive, authentication, crossOrigin, limits, traffic, waiting, base);
    }

    /** Whether clients reach the service under that name, as its owner says. */
    boolean isPublicHost(@Nullable String host) {
        return publicUri != null && publicUri.host().equalsIgnoreCase(host);
    }

    /** Takes objects in pieces, which wait there until they are whole. */
    DicomWeb withUploads(@Nullable Uploads place) {
        return new DicomWeb(archive, authentication, crossOrigin, limits, traffic, place, publicUri);
    }

    /**
     * Answers a request, whatever it is: what cannot be answered as it was meant has an HTTP status and a problem document (RFC 9457).
     *
     * @param exchange the request
     * @throws IOException if the client is gone, or the answer had to be broken off
     */
    public void handle(WebExchange exchange) throws IOException {
        answer(exchange, routes::answer);
    }

    /** Lets somebody in who may come in, and tells what is wrong. */
    void answer(WebExchange asked, Routes.Action action) throws IOException {
        guarded(asked, (exchange, call) -> {
            Subject subject = subject(asked); // which says how it came here, not how it came to a proxy
            String name = subject.name();
            try (Traffic.Passage own =
                    traffic.begin(name == null ? GuardedExchange.network(exchange) : "user " + name)) {
                call.begin(archive.as(subject));
                action.answer(call);
            }
        });
    }

    /** Answers whoever asks, who learns nothing of the archive. */
    void answerAnybody(WebExchange asked, Routes.Action action) throws IOException {
        guarded(asked, (exchange, call) -> action.answer(call));
    }

    Traffic traffic() {
        return traffic;
    }

    private interface Answering {
        void answer(GuardedExchange exchange, Call call) throws IOException;
    }

    private void guarded(WebExchange asked, Answering answering) throws IOException {
        GuardedExchange exchange = new GuardedExchange(asked, limits.bodyBytes(), publicUri);
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
}
