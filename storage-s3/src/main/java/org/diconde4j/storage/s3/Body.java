package org.diconde4j.storage.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import org.diconde4j.storage.Digest;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The bytes of a request, which can be read more than once, with their digest, which the service checks.
 *
 * @param length how many
 * @param digest their SHA-256
 * @param source opens them anew
 */
record Body(long length, Digest digest, Source source) {
    /** Opens the bytes from their beginning. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    static Body of(byte[] bytes) {
        return new Body(bytes.length, Digest.of(bytes), () -> new ByteArrayInputStream(bytes));
    }

    /** What the service compares with. */
    String checksum() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digest.hex()));
    }

    RequestBody toRequest() {
        return RequestBody.fromContentProvider(
                () -> {
                    try {
                        return source.open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                length,
                "application/octet-stream");
    }
}
