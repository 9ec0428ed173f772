package org.diconde4j.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.Spool;
import org.diconde4j.storage.StorageException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Brings the bytes of an object to the service, in one request or in parts, each checked by its SHA-256. */
final class Upload {
    private static final long PART = 16L << 20;
    private static final int MOST_PARTS = 10_000;
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private final Service service;
    private final long part;

    Upload(Service service) {
        this(service, PART);
    }

    /** With another size of parts. */
    Upload(Service service, long part) {
        this.service = service;
        this.part = part;
    }

    /** Puts an object if there is none of its name; tells whether it did. */
    boolean putIfAbsent(String name, Spool spool, Digest digest, boolean locked) {
        if (spool.length() <= part) {
            return service.putIfAbsent(name, whole(spool, digest), metadata(digest), locked);
        }
        return service.head(name) == null && inParts(name, spool, digest, locked, true);
    }

    /** Puts an object, whatever was there. */
    void replace(String name, Spool spool, Digest digest, boolean locked) {
        if (spool.length() <= part) {
            service.put(name, whole(spool, digest), metadata(digest), locked);
        } else {
            inParts(name, spool, digest, locked, false);
        }
    }

    private static Body whole(Spool spool, Digest digest) {
        return new Body(spool.length(), digest, () -> spool.open(0, Long.MAX_VALUE));
    }

    private static Map<String, String> metadata(Digest digest) {
        return Map.of(Service.SHA_256, digest.hex());
    }

    private boolean inParts(String name, Spool spool, Digest digest, boolean locked, boolean onlyIfAbsent) {
        S3Client s3 = service.client();
        String id = service.call(
                "be written",
                name,
                () -> s3.createMultipartUpload(begin(name, digest, locked)).uploadId());
        boolean done = false;
        try {
            CompleteMultipartUploadRequest.Builder complete = CompleteMultipartUploadRequest.builder()
                    .bucket(service.place().bucket())
                    .key(service.key(name))
                    .uploadId(id);
            List<CompletedPart> parts = send(name, spool, id);
            complete.multipartUpload(m -> m.parts(parts));
            if (onlyIfAbsent) {
                complete.ifNoneMatch("*");
            }
            done = service.unlessTaken(name, () -> s3.completeMultipartUpload(complete.build()));
            return done;
        } finally {
            if (!done) {
                abort(name, id);
            }
        }
    }

    private CreateMultipartUploadRequest begin(String name, Digest digest, boolean locked) {
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(service.place().bucket())
                .key(service.key(name))
                .metadata(metadata(digest))
                .checksumAlgorithm(ChecksumAlgorithm.SHA256);
        Place.Lock lock = service.place().lock();
        if (locked && lock != null) {
            request.objectLockMode(lock.mode())
                    .objectLockRetainUntilDate(Instant.now().plus(lock.time()));
        }
        return request.build();
    }

    private List<CompletedPart> send(String name, Spool spool, String id) {
        List<CompletedPart> parts = new ArrayList<>();
        long size = Math.max(part, (spool.length() + MOST_PARTS - 1) / MOST_PARTS);
        for (long at = 0; at < spool.length(); at += size) {
            int number = parts.size() + 1;
            Body body = body(name, spool, at, Math.min(size, spool.length() - at));
            UploadPartResponse answer = service.call(
                    "be written",
                    name,
                    () -> service.client()
                            .uploadPart(
                                    b -> b.bucket(service.place().bucket())
                                            .key(service.key(name))
                                            .uploadId(id)
                                            .partNumber(number)
                                            .checksumSHA256(body.checksum()),
                                    body.toRequest()));
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(answer.eTag())
                    .checksumSHA256(body.checksum())
                    .build());
        }
        return parts;
    }

    private static Body body(String name, Spool spool, long at, long size) {
        try (InputStream in = spool.open(at, size)) {
            return new Body(size, Digest.of(in), () -> spool.open(at, size));
        } catch (IOException e) {
            throw new StorageException("the bytes for " + name + " can't be read back: " + e, e);
        }
    }

    private void abort(String name, String id) {
        try {
            service.call(
                    "be given up",
                    name,
                    () -> service.client()
                            .abortMultipartUpload(b -> b.bucket(service.place().bucket())
                                    .key(service.key(name))
                                    .uploadId(id)));
        } catch (StorageException e) {
            // the next opening after a day does it
        }
    }

    /** Gives up what others began long ago and never ended, for it costs; what is younger may be at work. */
    void abortAbandoned(Consumer<String> findings) {
        Instant before = Instant.now().minus(ABANDONED_AFTER);
        int prefix = service.place().prefix().length();
        try {
            service
                    .call(
                            "be looked through for unfinished uploads",
                            "",
                            () -> service.client()
                                    .listMultipartUploads(b ->
                                            b.bucket(service.place().bucket()).prefix(service.key(""))))
                    .uploads()
                    .stream()
                    .filter(u -> u.initiated() != null && u.initiated().isBefore(before))
                    .forEach(u -> abort(u.key().substring(prefix), u.uploadId()));
        } catch (StorageException e) {
            findings.accept("unfinished uploads could not be looked for: " + e.getMessage());
        }
    }
}
