package org.diconde4j.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.diconde4j.archive.Retrieval;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.BulkUris;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.InstanceRef;
import org.jspecify.annotations.Nullable;

/** All attributes of instances, bulk values as URIs (PS3.18 10.4.1.1.2), told by the index: no object is opened. */
final class Metadata {
    private final Remembered remembered = new Remembered();

    void answer(Call call, Resource resource) throws IOException {
        Models models = Models.wanted(call, "metadata");
        Retrieval retrieval = call.archive().retrieve(resource.selection());
        Version version = new Version();
        MessageDigest names = Digest.sha256();
        try (Cursor<InstanceRef> instances = retrieval.instances()) {
            if (!instances.hasNext()) {
                throw resource.missing();
            }
            while (instances.hasNext()) {
                InstanceRef instance = instances.next();
                version.add(instance);
                add(names, instance.sopInstanceUid());
            }
        }
        String tag = version.weak(call, "metadata " + models.type());
        if (call.has(tag)) {
            return;
        }
        byte[] known = remembered.get(tag);
        try (OutputStream out = call.answer(200, models.contentType())) {
            if (known != null) {
                out.write(known);
                return;
            }
            RememberingStream remembering = new RememberingStream(out);
            byte[] written = write(call, models, retrieval, remembering);
            // Documents with boundaries are others each time; and who came and went since is in no version.
            if (!models.type().equals(Models.XML) && MessageDigest.isEqual(written, names.digest())) {
                remembering.putInto(remembered, tag);
            }
        }
    }

    private static void add(MessageDigest names, String name) {
        names.update((name + '\n').getBytes(StandardCharsets.UTF_8));
    }

    /** Writes what is known, and gives the digest of the names that it was known of. */
    private static byte[] write(Call call, Models models, Retrieval retrieval, OutputStream out) throws IOException {
        MessageDigest names = Digest.sha256();
        InstanceBulk bulk = new InstanceBulk();
        try (Cursor<Dataset> instances = retrieval.metadata();
                Models.Writer writer = models.begin(out, bulk)) {
            while (instances.hasNext()) {
                Dataset instance = instances.next();
                String name = instance.string(Tag.SOPInstanceUID, "");
                bulk.uris = BulkPaths.below(Resource.url(
                        call.exchange.base(),
                        instance.string(Tag.StudyInstanceUID, ""),
                        instance.string(Tag.SeriesInstanceUID, ""),
                        name));
                writer.add(instance);
                add(names, name);
            }
        }
        return names.digest();
    }

    /** Keeps a copy of what is written, as long as that is short. */
    private static final class RememberingStream extends OutputStream {
        private final OutputStream out;
        private @Nullable ByteArrayOutputStream copy = new ByteArrayOutputStream();

        RememberingStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            ByteArrayOutputStream to = copy;
            if (to != null && to.size() + length <= Remembered.LONGEST) {
                to.write(bytes, offset, length);
            } else {
                copy = null;
            }
        }

        void putInto(Remembered remembered, String version) {
            ByteArrayOutputStream whole = copy;
            if (whole != null) {
                remembered.put(version, whole.toByteArray());
            }
        }
    }

    /** The URIs of bulk values of the instance that is being written. */
    private static final class InstanceBulk implements BulkUris {
        private BulkUris uris = (path, element) -> null;

        @Override
        public @Nullable String uri(List<Integer> path, Element element) {
            return uris.uri(path, element);
        }
    }
}
