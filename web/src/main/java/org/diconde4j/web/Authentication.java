package org.diconde4j.web;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.diconde4j.archive.access.Subject;
import org.jspecify.annotations.Nullable;

/** Makes sure who sends a request, before anything of it is looked at. Implementations are thread-safe. */
@FunctionalInterface
public interface Authentication {
    /** Asks nobody; whoever sends a request is the owner. For servers that only the owner reaches. */
    Authentication NONE = exchange -> Verdict.accept(Subject.OWNER);

    /**
     * Takes any of several kinds of credentials.
     *
     * @param all what is asked, in this order
     * @return takes whom one of them takes
     */
    static Authentication anyOf(List<Authentication> all) {
        List<Authentication> asked = List.copyOf(all);
        return exchange -> {
            List<String> challenges = new ArrayList<>();
            List<String> problems = new ArrayList<>();
            for (Authentication one : asked) {
                Verdict verdict = one.authenticate(exchange);
                if (verdict.subject() != null || verdict.retryAfter() != null) {
                    return verdict;
                }
                challenges.addAll(verdict.challenges());
                problems.add(String.valueOf(verdict.problem()));
            }
            return Verdict.refuse(problems.stream().distinct().collect(Collectors.joining("; or ")), challenges);
        };
    }

    /**
     * Looks at what a request says about its sender.
     *
     * @param exchange the request; its body is not read
     * @return who it is, or why that is not known
     * @throws IOException if the client is gone
     */
    Verdict authenticate(WebExchange exchange) throws IOException;

    /**
     * What was found.
     *
     * @param subject who it is, or null if that is not known
     * @param problem why not, in words that help nobody to guess; null with a subject
     * @param challenges the values of WWW-Authenticate (RFC 9110 11.6.1) that say how to go about it
     * @param retryAfter how long to wait before the next try, if tries are limited, or null
     */
    record Verdict(
            @Nullable Subject subject,
            @Nullable String problem,
            List<String> challenges,
            @Nullable Duration retryAfter) {
        /**
         * Makes the list immutable.
         *
         * @param subject who it is, or null if that is not known
         * @param problem why not
         * @param challenges how to go about it
         * @param retryAfter how long to wait before the next try, or null
         */
        public Verdict {
            challenges = List.copyOf(challenges);
        }

        /**
         * Somebody who is known.
         *
         * @param subject who
         * @return the verdict
         */
        public static Verdict accept(Subject subject) {
            return new Verdict(subject, null, List.of(), null);
        }

        /**
         * Somebody who said nothing, or nothing that proves who it is.
         *
         * @param problem why, in words that help nobody to guess
         * @param challenges how to go about it
         * @return the verdict, answered by 401
         */
        public static Verdict refuse(String problem, List<String> challenges) {
            return new Verdict(null, problem, challenges, null);
        }

        /**
         * Somebody who tried too often.
         *
         * @param problem why
         * @param retryAfter how long to wait
         * @return the verdict, answered by 429
         */
        public static Verdict later(String problem, Duration retryAfter) {
            return new Verdict(null, problem, List.of(), retryAfter);
        }
    }
}
