package org.diconde4j.storage.s3;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * What the URI of a store says.
 *
 * @param uri the URI
 * @param bucket the bucket
 * @param prefix what keys begin with, empty or ending with a slash
 * @param endpoint the service, null for that of Amazon
 * @param region its region, null for that of the environment
 * @param pathStyle whether the bucket stands in the path
 * @param createBucket whether to make the bucket if there is none
 * @param lock how to lock objects, null for not at all
 */
record Place(
        URI uri,
        String bucket,
        String prefix,
        @Nullable URI endpoint,
        @Nullable String region,
        boolean pathStyle,
        boolean createBucket,
        @Nullable Lock lock) {
    private static final Set<String> OPTIONS =
            new TreeSet<>(Set.of("endpoint", "region", "pathStyle", "createBucket", "lock", "lockDays"));

    /**
     * How to lock objects.
     *
     * @param mode {@code GOVERNANCE} or {@code COMPLIANCE}
     * @param time how long
     */
    record Lock(String mode, Duration time) {}

    static Place of(URI uri) {
        String bucket = uri.getRawAuthority();
        if (uri.getRawUserInfo() != null || (bucket != null && bucket.contains("@"))) {
            throw new StorageException(
                    "the URI of an S3 store must not hold credentials, for it is logged; give them as"
                            + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment");
        }
        if (bucket == null || bucket.isEmpty()) {
            throw wrong(uri, "it names no bucket");
        }
        Map<String, String> options = options(uri);
        String endpoint = options.get("endpoint");
        String region = options.get("region");
        String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("^/+|/+$", "");
        if (!path.matches("[0-9A-Za-z._/-]*") || path.contains("//")) {
            throw wrong(uri, "its path may have letters, digits and . _ - / only");
        }
        return new Place(
                uri,
                bucket,
                path.isEmpty() ? "" : path + "/",
                endpoint == null ? null : endpoint(uri, endpoint),
                region == null && endpoint != null ? "us-east-1" : region,
                yes(uri, "pathStyle", options.getOrDefault("pathStyle", String.valueOf(endpoint != null))),
                yes(uri, "createBucket", options.getOrDefault("createBucket", "false")),
                lock(uri, options.get("lock"), options.get("lockDays")));
    }

    private static Map<String, String> options(URI uri) {
        Map<String, String> options = new HashMap<>();
        String query = uri.getRawQuery();
        for (String option : query == null ? new String[0] : query.split("&", -1)) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? option : option.substring(0, equals);
            if (!OPTIONS.contains(key) || equals < 0) {
                throw wrong(uri, "its options are " + String.join(", ", OPTIONS) + ", each with = and a value");
            }
            String value = option.substring(equals + 1).replace("+", "%2B");
            if (options.put(key, URLDecoder.decode(value, StandardCharsets.UTF_8)) != null) {
                throw wrong(uri, "it says " + key + " twice");
            }
        }
        return options;
    }

    private static URI endpoint(URI uri, String text) {
        try {
            URI endpoint = URI.create(text);
            String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && endpoint.getHost() != null
                    && endpoint.getRawUserInfo() == null) {
                return endpoint;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(uri, "its endpoint is no URI");
        }
        throw wrong(uri, "its endpoint must be http://HOST:PORT or https://HOST:PORT");
    }

    private static boolean yes(URI uri, String option, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw wrong(uri, option + " is true or false");
        }
        return value.equals("true");
    }

    private static @Nullable Lock lock(URI uri, @Nullable String mode, @Nullable String days) {
        if (mode == null && days == null) {
            return null;
        }
        if (mode == null || days == null || !days.matches("[1-9][0-9]{0,4}")) {
            throw wrong(uri, "lock and lockDays belong together, lockDays being 1 to 99999 days");
        }
        String upper = mode.toUpperCase(Locale.ROOT);
        if (!upper.equals("GOVERNANCE") && !upper.equals("COMPLIANCE")) {
            throw wrong(uri, "lock is governance or compliance");
        }
        return new Lock(upper, Duration.ofDays(Long.parseLong(days)));
    }

    private static StorageException wrong(URI uri, String why) {
        return new StorageException("the storage URI " + uri + " can't be used: " + why
                + "; expected one such as s3://BUCKET/PREFIX?endpoint=http://HOST:PORT&region=REGION");
    }
}
