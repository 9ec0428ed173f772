package org.diconde4j.web;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.diconde4j.data.BulkData;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * Bulk values that come as parts of a request, in a temporary file until the objects that they belong to are made. Frames that are
 * compressed stand there as the items of encapsulated pixel data (PS3.5 A.4), since each part is one of them. Not thread-safe.
 */
final class BulkSpool implements Closeable {
    private static final int ITEM = 0xE000FFFE;
    private static final int ITEM_HEADER = 8;

    private final Path path;
    private final FileChannel file;
    private final URI base;
    private final Map<String, Value> values = new HashMap<>();
    private @Nullable String last;

    /**
     * A value.
     *
     * @param offset where it begins
     * @param end where it ends
     * @param syntax the transfer syntax that its part says, or null
     */
    record Value(long offset, long end, @Nullable String syntax) {}

    /**
     * Makes the file.
     *
     * @param base what locations are relative to
     */
    BulkSpool(String base) throws IOException {
        this.base = URI.create(base + "/");
        path = Files.createTempFile("diconde4j", ".bulk");
        file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Takes a part over. */
    void add(String location, MediaType type, InputStream body) throws IOException {
        String syntax = syntax(type);
        boolean frame = syntax != null && !type.essence().equals(PixelMedia.UNCOMPRESSED);
        String key = resolved(location);
        Value known = values.get(key);
        if (known != null && !key.equals(last)) {
            throw HttpProblem.badRequest("the parts of " + location + " do not follow each other");
        }
        if (known != null && !Objects.equals(known.syntax, syntax)) {
            throw HttpProblem.badRequest(
                    "the parts of " + location + " have several transfer syntaxes: " + known.syntax + " and " + syntax);
        }
        if (frame && known == null) {
            file.write(header(0)); // no offset table
        }
        long begin = known != null ? known.offset : file.position() - (frame ? ITEM_HEADER : 0);
        long item = file.position();
        if (frame) {
            file.position(item + ITEM_HEADER);
        }
        body.transferTo(Channels.newOutputStream(file));
        if (frame) {
            long length = file.position() - item - ITEM_HEADER;
            if ((length & 1) != 0) {
                file.write(ByteBuffer.allocate(1));
            }
            long even = length + (length & 1);
            if (even > 0xFFFFFFFEL) {
                throw new HttpProblem(
                        413, "a frame of " + length + " bytes at " + location + " is too long for an item");
            }
            file.write(header(even), item);
        }
        values.put(key, new Value(begin, file.position(), syntax));
        last = key;
    }

    private static ByteBuffer header(long length) {
        return ByteBuffer.allocate(ITEM_HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(ITEM)
                .putInt((int) length)
                .flip();
    }

    /** The transfer syntax that a part is in, null if it is only bytes. */
    private static @Nullable String syntax(MediaType type) {
        String said = type.parameter("transfer-syntax");
        String meant = said != null ? said : PixelMedia.defaultSyntax(type.essence());
        if (meant == null && type.type().equals("image")) {
            throw new HttpProblem(
                    415,
                    "expected a transfer-syntax in the media type of a part of " + type.essence() + ", found none");
        }
        if (meant == null || !TransferSyntax.of(meant).encapsulated()) {
            if (UID.ExplicitVRBigEndian.equals(meant)) {
                throw new HttpProblem(
                        415, "bulk values are given in little endian order, found one in big endian order");
            }
            return null;
        }
        return meant;
    }

    /** The value at a URI, or null if no part had it. */
    @Nullable
    Value find(String uri) {
        return values.get(resolved(uri));
    }

    /** Where its bytes are. */
    BulkData data(Value value) {
        return new BulkData(BulkData.Source.of(path), value.offset, value.end - value.offset, false);
    }

    private String resolved(String location) {
        try {
            return base.resolve(location).toString();
        } catch (IllegalArgumentException e) {
            return location;
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            Files.deleteIfExists(path);
        }
    }
}
