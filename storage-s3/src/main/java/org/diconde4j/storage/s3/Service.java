package org.diconde4j.storage.s3;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The requests to the service, below the prefix of one store. Each ends in finite time, is repeated a few times, and does not
 * heed an interrupt: whoever commits for others must not fail them because somebody wants its thread to end.
 */
final class Service implements AutoCloseable {
    /** Says in the metadata of an object which digest it has, in hexadecimal digits. */
    static final String SHA_256 = "sha256";

    private static final int WRITTEN = 200;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int FAILED_CONDITION = 412;
    private static final int BAD_RANGE = 416;
    private static final int ATTEMPTS = 4;

    private final Place place;
    private final S3Client s3;
    private final DefaultCredentialsProvider credentials =
            DefaultCredentialsProvider.builder().build();
    private volatile boolean closed;

    Service(Place place) {
        this.place = place;
        S3ClientBuilder builder = S3Client.builder()
                .credentialsProvider(credentials)
                .forcePathStyle(place.pathStyle())
                .serviceConfiguration(
                        c -> c.chunkedEncodingEnabled(false)) // bodies as they are, which every service takes
                // What has to be checked has its SHA-256 anyway; not every service knows other ways.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(20)))
                .overrideConfiguration(o -> o.apiCallTimeout(Duration.ofMinutes(2))
                        .apiCallAttemptTimeout(Duration.ofMinutes(1))
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()));
        if (place.endpoint() != null) {
            builder.endpointOverride(place.endpoint());
        }
        if (place.region() != null) {
            builder.region(Region.of(place.region()));
        }
        try {
            this.s3 = builder.build();
        } catch (SdkException e) {
            throw failed("be reached", "", e);
        }
    }

    Place place() {
        return place;
    }

    String key(String name) {
        return place.prefix() + name;
    }

    /**
     * An object as it stands in a listing.
     *
     * @param name its key without the prefix of the store
     * @param modified when the service took it
     */
    record Listed(String name, Instant modified) {}

    /** The first objects whose names begin with a text, in order, after a name. */
    List<Listed> list(String begin, String after, int most) {
        return call(
                "be listed",
                begin,
                () -> s3
                        .listObjectsV2(b -> b.bucket(place.bucket())
                                .prefix(key(begin))
                                .startAfter(after.isEmpty() ? null : key(after))
                                .maxKeys(most))
                        .contents()
                        .stream()
                        .map(this::listed)
                        .toList());
    }

    private Listed listed(S3Object object) {
        return new Listed(object.key().substring(place.prefix().length()), object.lastModified());
    }

    /** Whether the bucket is there; makes it if the URI says so. */
    boolean hasBucket() {
        return call("be found", "", () -> {
            try {
                s3.headBucket(b -> b.bucket(place.bucket()));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() != NOT_FOUND) {
                    throw e;
                }
                return place.createBucket() && createBucket();
            }
        });
    }

    private boolean createBucket() {
        try {
            s3.createBucket(b -> b.bucket(place.bucket()));
        } catch (S3Exception e) {
            if (e.statusCode() != CONFLICT) { // another node was first
                throw e;
            }
        }
        return true;
    }

    /** What the service says of an object, or null if there is none. */
    @Nullable
    HeadObjectResponse head(String name) {
        return call("be found", name, () -> {
                    try {
                        return Optional.of(
                                s3.headObject(b -> b.bucket(place.bucket()).key(key(name))));
                    } catch (S3Exception e) {
                        return Service.<HeadObjectResponse>noneIf(NOT_FOUND, e);
                    }
                })
                .orElse(null);
    }

    /** All bytes of a small object, or null if there is none. */
    byte @Nullable [] bytes(String name) {
        return call("be read", name, () -> {
                    try {
                        return Optional.of(s3.getObjectAsBytes(
                                        b -> b.bucket(place.bucket()).key(key(name)))
                                .asByteArray());
                    } catch (S3Exception e) {
                        return Service.<byte[]>noneIf(NOT_FOUND, e);
                    }
                })
                .orElse(null);
    }

    /** What came of opening a range. */
    enum Opening {
        OPENED,
        NO_OBJECT,
        NO_RANGE
    }

    /**
     * A range that was opened.
     *
     * @param outcome what came of it
     * @param bytes the bytes, only if opened; closing early drops the connection
     */
    record Opened(Opening outcome, InputStream bytes) {}

    Opened open(String name, String range) {
        return call("be read", name, () -> {
            try {
                return new Opened(
                        Opening.OPENED,
                        new Download(s3.getObject(
                                b -> b.bucket(place.bucket()).key(key(name)).range(range.isEmpty() ? null : range))));
            } catch (S3Exception e) {
                if (e.statusCode() != NOT_FOUND && e.statusCode() != BAD_RANGE) {
                    throw e;
                }
                Opening outcome = e.statusCode() == NOT_FOUND ? Opening.NO_OBJECT : Opening.NO_RANGE;
                return new Opened(outcome, InputStream.nullInputStream());
            }
        });
    }

    /** Puts an object in one request if there is none of its name; tells whether it did. */
    boolean putIfAbsent(String name, Body body, Map<String, String> metadata, boolean locked) {
        return unlessTaken(
                name,
                () -> s3.putObject(
                        request(name, body, metadata, locked).toBuilder()
                                .ifNoneMatch("*")
                                .build(),
                        body.toRequest()));
    }

    /** Puts an object in one request, whatever was there. */
    void put(String name, Body body, Map<String, String> metadata, boolean locked) {
        call("be written", name, () -> s3.putObject(request(name, body, metadata, locked), body.toRequest()));
    }

    private PutObjectRequest request(String name, Body body, Map<String, String> metadata, boolean locked) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(place.bucket())
                .key(key(name))
                .metadata(metadata)
                .checksumSHA256(body.checksum());
        Place.Lock lock = place.lock();
        if (locked && lock != null) {
            request.objectLockMode(lock.mode())
                    .objectLockRetainUntilDate(Instant.now().plus(lock.time()));
        }
        return request.build();
    }

    /** A conditional write: false if somebody was first. The service may also say that somebody is just at it, and to try again. */
    boolean unlessTaken(String name, Runnable write) {
        for (int attempt = 1; ; attempt++) {
            int status = call("be written", name, () -> {
                try {
                    write.run();
                    return WRITTEN;
                } catch (S3Exception e) {
                    if (e.statusCode() != FAILED_CONDITION && e.statusCode() != CONFLICT) {
                        throw e;
                    }
                    return e.statusCode();
                }
            });
            if (status != CONFLICT) {
                return status == WRITTEN;
            }
            if (attempt == ATTEMPTS) {
                throw new StorageException("the object " + name + " in " + place.uri()
                        + " can't be written: others are at" + " it, says the service again and again; try later");
            }
            Pause.of(Duration.ofMillis(50L * attempt));
        }
    }

    void delete(String name) {
        call(
                "be removed",
                name,
                () -> s3.deleteObject(b -> b.bucket(place.bucket()).key(key(name))));
    }

    void copy(String from, String to) {
        call(
                "be copied",
                from,
                () -> s3.copyObject(b -> b.sourceBucket(place.bucket())
                        .sourceKey(key(from))
                        .destinationBucket(place.bucket())
                        .destinationKey(key(to))));
    }

    /** Says whether the bucket can lock objects. */
    boolean hasObjectLock() {
        return call("be asked for object lock", "", () -> {
            try {
                return "Enabled"
                        .equals(s3.getObjectLockConfiguration(b -> b.bucket(place.bucket()))
                                .objectLockConfiguration()
                                .objectLockEnabledAsString());
            } catch (S3Exception e) {
                return false; // the service says so by one of several errors
            }
        });
    }

    /** Does a request and tells in words what failed. */
    <T> T call(String what, String name, RequestOf<T> request) {
        boolean interrupted = Thread.interrupted();
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return request.send();
                } catch (AbortedException e) {
                    interrupted = true;
                    Thread.interrupted();
                    if (attempt >= ATTEMPTS) {
                        throw failed(what, name, e);
                    }
                } catch (SdkException e) {
                    throw failed(what, name, e);
                } catch (RuntimeException e) {
                    throw closed ? failed(what, name, "it was closed meanwhile", e) : e;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * A request.
     *
     * @param <T> its answer
     */
    @FunctionalInterface
    interface RequestOf<T> {
        T send();
    }

    S3Client client() {
        return s3;
    }

    private static <T> Optional<T> noneIf(int status, S3Exception e) {
        // A bucket that is gone is no answer to whether an object is there.
        String code = e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorCode());
        if (e.statusCode() != status || code.equals("NoSuchBucket")) {
            throw e;
        }
        return Optional.empty();
    }

    private StorageException failed(String what, String name, SdkException e) {
        String why = e instanceof S3Exception s && s.awsErrorDetails() != null
                ? "the service answers " + s.statusCode() + " "
                        + s.awsErrorDetails().errorCode()
                : String.valueOf(e.getMessage());
        return failed(what, name, why, e);
    }

    private StorageException failed(String what, String name, String why, RuntimeException e) {
        String where = name.isEmpty() ? "the store " + place.uri() : "the object " + name + " in " + place.uri();
        return new StorageException(where + " can't " + what + ": " + why, e);
    }

    @Override
    public void close() {
        closed = true;
        s3.close();
        credentials.close();
    }
}
