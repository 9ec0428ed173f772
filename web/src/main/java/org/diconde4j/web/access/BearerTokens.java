package org.diconde4j.web.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.diconde4j.archive.access.Role;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.storage.Restriction;
import org.diconde4j.web.Authentication;
import org.diconde4j.web.WebExchange;
import org.diconde4j.web.http.HttpProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows senders by signed tokens of an OpenID Connect provider (RFC 6750, RFC 7519, RFC 9068). A token counts if its signature is by a key
 * that the provider publishes, with an asymmetric algorithm of a list, and if issuer, audience and times fit. Keys are fetched when they
 * are first needed, kept for five minutes, and fetched again for a token that names an unknown one, though at most every half minute.
 * Where the provider cannot be reached, keys that are known hold for an hour. Thread-safe.
 */
public final class BearerTokens implements Authentication {
    private static final Logger LOG = LoggerFactory.getLogger(BearerTokens.class);

    private static final int MOST = 16_384;
    private static final long KEEP = Duration.ofMinutes(5).toMillis();
    private static final long FETCH = Duration.ofSeconds(15).toMillis();
    private static final long BETWEEN = Duration.ofSeconds(30).toMillis();
    private static final long OUTAGE = Duration.ofHours(1).toMillis();
    private static final String CHALLENGE = "Bearer realm=\"diconde4j\"";

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Builder said;
    private final PublishedKeys published;

    private BearerTokens(Builder said) {
        this.said = said;
        this.published = new PublishedKeys(said.issuer, said.keys);
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                said.algorithms,
                JWKSourceBuilder.create(published)
                        .cache(KEEP, FETCH)
                        .refreshAheadCache(false)
                        .rateLimited(BETWEEN)
                        .outageTolerant(OUTAGE)
                        .build()));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                said.audiences,
                new JWTClaimsSet.Builder().issuer(said.issuer).build(),
                Set.of("exp", said.nameClaim),
                null);
        claims.setMaxClockSkew((int) said.clockSkew.toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
    }

    /**
     * Describes whose tokens count.
     *
     * @param issuer the issuer as tokens name it, such as {@code https://login.example.com/realms/works}
     * @param audience what tokens for this archive are for; a token must name one of these
     * @return a builder that ends in {@link Builder#build()}
     * @throws IllegalArgumentException if no audience is given: tokens for other services would count
     */
    public static Builder of(String issuer, String... audience) {
        return new Builder(issuer, Set.of(audience));
    }

    @Override
    public Verdict authenticate(WebExchange exchange) {
        String token = Credentials.of(exchange, "Bearer");
        if (token == null) {
            return Verdict.refuse(Credentials.NONE, List.of(CHALLENGE));
        }
        if (!Credentials.areSafe(exchange)) {
            return Verdict.refuse(Credentials.IN_CLEAR, List.of(CHALLENGE));
        }
        try {
            if (token.length() > MOST) {
                throw new BadJOSEException("a token of " + token.length() + " characters");
            }
            return Verdict.accept(subject(processor.process(token, null)));
        } catch (KeySourceException e) {
            if (e instanceof RateLimitReachedException && published.wereHad()) {
                return refused(exchange, e); // it names a key that was not there a moment ago
            }
            LOG.warn("the keys of {} cannot be had: {}", said.issuer, e.getMessage());
            throw new HttpProblem(503, "the keys of the issuer of tokens cannot be had at present", e)
                    .with("Retry-After", "10");
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            return refused(exchange, e);
        }
    }

    private static Verdict refused(WebExchange exchange, Exception why) {
        LOG.info("a token from {} does not count: {}", exchange.client(), why.getMessage());
        return Verdict.refuse(
                "the token does not count: it is malformed, expired, for somebody else, or of another issuer",
                List.of(CHALLENGE + ", error=\"invalid_token\""));
    }

    private Subject subject(JWTClaimsSet claims) {
        String name = String.valueOf(claims.getClaim(said.nameClaim));
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String value : values(claims.getClaims(), said.rolesClaim)) {
            roles.addAll(said.roles.getOrDefault(value, Set.of()));
        }
        String claim = said.restrictionClaim;
        return new Subject(
                name, roles, claim == null ? Restriction.NONE : Restriction.parse(values(claims.getClaims(), claim)));
    }

    /** The texts of a claim, which may stand inside others, with points between their names; texts with spaces are lists for roles. */
    private static List<String> values(Map<String, Object> claims, String path) {
        Object at = claims.get(path); // a name with points, as a URI has
        if (at == null) {
            at = claims;
            for (String step : path.split("\\.")) {
                at = at instanceof Map<?, ?> inner ? inner.get(step) : null;
            }
        }
        List<String> all = new ArrayList<>();
        if (at instanceof List<?> list) {
            list.forEach(value -> all.add(String.valueOf(value)));
        } else if (at instanceof String text) {
            all.addAll(path.equals("scope") ? Arrays.asList(text.split(" ")) : List.of(text));
        }
        return all;
    }

    /** Whose tokens count, and what their claims mean. Not thread-safe. */
    public static final class Builder {
        private final String issuer;
        private final Set<String> audiences;
        private final Map<String, Set<Role>> roles = new LinkedHashMap<>();
        private @Nullable URI keys;
        private Set<JWSAlgorithm> algorithms = Set.of(
                JWSAlgorithm.RS256,
                JWSAlgorithm.RS384,
                JWSAlgorithm.RS512,
                JWSAlgorithm.PS256,
                JWSAlgorithm.PS384,
                JWSAlgorithm.PS512,
                JWSAlgorithm.ES256,
                JWSAlgorithm.ES384,
                JWSAlgorithm.ES512);
        private Duration clockSkew = Duration.ofSeconds(60);
        private String nameClaim = "sub";
        private String rolesClaim = "roles";
        private @Nullable String restrictionClaim;

        private Builder(String issuer, Set<String> audiences) {
            if (audiences.isEmpty() || issuer.isBlank()) {
                throw new IllegalArgumentException(
                        "tokens need an issuer and an audience, or those for other services would count as well");
            }
            this.issuer = issuer;
            this.audiences = audiences;
        }

        /**
         * Says where the provider publishes its keys (JWKS, RFC 7517), instead of discovering it.
         *
         * @param uri https, or http on this host
         * @return this
         */
        public Builder keys(URI uri) {
            PublishedKeys.require(uri);
            keys = uri;
            return this;
        }

        /**
         * Narrows the algorithms of signatures; without it RS, PS and ES with SHA-256, 384 and 512.
         *
         * @param names such as {@code ES256}
         * @return this
         * @throws IllegalArgumentException if one is none, or none that proves who signed: everybody who can verify a MAC can make one
         */
        public Builder algorithms(String... names) {
            Set<JWSAlgorithm> wanted = new LinkedHashSet<>();
            for (String name : names) {
                JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
                if (!JWSAlgorithm.Family.RSA.contains(algorithm) && !JWSAlgorithm.Family.EC.contains(algorithm)) {
                    throw new IllegalArgumentException(
                            "expected algorithms of RS, PS or ES such as RS256, found \"" + name + "\"");
                }
                wanted.add(algorithm);
            }
            algorithms = Set.copyOf(wanted);
            return this;
        }

        /**
         * Says how far clocks may differ; a minute without it.
         *
         * @param most how far, up to 10 minutes
         * @return this
         */
        public Builder clockSkew(Duration most) {
            if (most.isNegative() || most.compareTo(Duration.ofMinutes(10)) > 0) {
                throw new IllegalArgumentException("expected clocks to differ by up to 10 minutes, found " + most);
            }
            clockSkew = most;
            return this;
        }

        /**
         * Says which claim names the person, as receipts keep it; {@code sub} without it.
         *
         * @param claim such as {@code preferred_username}
         * @return this
         */
        public Builder name(String claim) {
            nameClaim = claim;
            return this;
        }

        /**
         * Says which claim has the roles; {@code roles} without it.
         *
         * @param claim its name; of one in others with points between, such as {@code realm_access.roles}; {@code scope} is a list with spaces
         * @return this
         */
        public Builder rolesClaim(String claim) {
            rolesClaim = claim;
            return this;
        }

        /**
         * Says what a value of that claim means. Without any, values mean the roles of the same name.
         *
         * @param value such as {@code ndt-inspector}
         * @param may the roles that go with it
         * @return this
         */
        public Builder role(String value, Role... may) {
            roles.computeIfAbsent(value, k -> EnumSet.noneOf(Role.class)).addAll(List.of(may));
            return this;
        }

        /**
         * Says which claim restricts to components or projects. Once there is one, a token without it sees nothing.
         *
         * @param claim its name; its values as {@link Restriction#parse} reads them, such as {@code ComponentIDNumber=TURBINE-*}
         * @return this
         */
        public Builder restrictionClaim(String claim) {
            restrictionClaim = claim;
            return this;
        }

        /**
         * Makes it. Nothing is fetched yet.
         *
         * @return what knows senders by their tokens
         */
        public BearerTokens build() {
            if (roles.isEmpty()) {
                for (Role role : Role.values()) {
                    role(role.toString(), role);
                }
            }
            return new BearerTokens(this);
        }
    }
}
