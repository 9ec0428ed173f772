package org.diconde4j.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.InstanceRef;

/**
 * The entity tag of what is told of some instances (RFC 9110 8.8.3): another one as soon as one of them is added, corrected, moved to
 * another component or deleted, or the representation is another. Not thread-safe.
 */
final class Version {
    private static final int TAG_BYTES = 18;

    private final MessageDigest digest = Digest.sha256();

    /** The tag of one instance, of which the same bytes are given each time. */
    static String strong(Call call, InstanceRef instance, String form) {
        Version version = new Version();
        version.add(instance);
        return version.tag(call, form);
    }

    void add(InstanceRef instance) {
        digest.update(
                ByteBuffer.allocate(Long.BYTES).putLong(instance.sequence()).array());
        digest.update(instance.file().toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Of what may be written in other words the next time, as boundaries of parts are. */
    String weak(Call call, String form) {
        return "W/" + tag(call, form);
    }

    /** URLs stand in what is told, so that the place of the service is part of it. */
    private String tag(Call call, String form) {
        digest.update((call.exchange.base() + " " + form).getBytes(StandardCharsets.UTF_8));
        byte[] tag = Arrays.copyOf(digest.digest(), TAG_BYTES);
        return "\"" + Base64.getUrlEncoder().encodeToString(tag) + "\"";
    }
}
