package org.diconde4j.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.archive.Retrieval;
import org.diconde4j.data.BulkData;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.Transcoded;
import org.diconde4j.pixel.Transcoder;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.MultipartWriter;
import org.jspecify.annotations.Nullable;

/** Instances as Part 10 files (PS3.18 10.4.1.1, WADO-RS): as they are stored where the client takes that, else re-encoded without a loss. */
final class Retrieve {
    /** Instances that are kept from a first look, so that the index is asked once, and the answer can tell its length. */
    private static final int MOST_KEPT = 1000;

    private final FrameCodecs codecs = FrameCodecs.installed();

    void answer(Call call, Resource resource) throws IOException {
        answer(call, resource, Payload.wanted(call, resource.instance() != null));
    }

    void answer(Call call, Resource resource, Payload payload) throws IOException {
        Retrieval retrieval = call.archive().retrieve(resource.selection());
        Looked looked = requireAll(retrieval, resource, payload);
        if (payload.multipart()) {
            if (!call.has(looked.version.weak(call, payload.toString()))) {
                parts(call, retrieval, looked, payload);
            }
            return;
        }
        InstanceRef instance = looked.first.get(0);
        if (call.has(Version.strong(call, instance, payload.toString()))) {
            return;
        }
        try (Made made = made(retrieval, instance, payload)) {
            call.bytes(headers(call, instance, made.syntax()), made.length(), made::open);
        }
    }

    /**
     * What was looked at before the answer begins.
     *
     * @param first the first instances, as many as are kept in memory
     * @param all whether these are all
     * @param version of all
     */
    private record Looked(List<InstanceRef> first, boolean all, Version version) {}

    private void parts(Call call, Retrieval retrieval, Looked looked, Payload payload) throws IOException {
        MultipartWriter parts = new MultipartWriter();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", parts.contentType(Payload.DICOM));
        long length = looked.all ? length(call, retrieval, looked.first, payload, parts) : -1;
        if (length >= 0) {
            headers.put("Content-Length", Long.toString(length));
        }
        try (OutputStream out = call.answer(200, headers);
                Cursor<InstanceRef> instances = looked.all ? Cursor.over(looked.first) : retrieval.instances()) {
            while (instances.hasNext() && !call.isHead()) {
                part(out, call, retrieval, instances.next(), payload, parts);
            }
            parts.end(out);
        }
    }

    private void part(
            OutputStream out,
            Call call,
            Retrieval retrieval,
            InstanceRef instance,
            Payload payload,
            MultipartWriter parts)
            throws IOException {
        try (Made made = made(retrieval, instance, payload);
                InputStream in = made.open(0, made.length())) {
            parts.begin(out, headers(call, instance, made.syntax()));
            Copy.all(in, out);
        }
    }

    /** How long all parts are together, if they go out as they are stored; else -1. */
    private long length(
            Call call, Retrieval retrieval, List<InstanceRef> instances, Payload payload, MultipartWriter parts) {
        long length = parts.tailLength();
        for (InstanceRef instance : instances) {
            String target = String.valueOf(target(instance, payload));
            if (!isAsStored(retrieval, instance, target)) {
                return -1;
            }
            length += parts.headLength(headers(call, instance, target)) + instance.length();
        }
        return length;
    }

    private static boolean isAsStored(Retrieval retrieval, InstanceRef instance, String target) {
        return target.equals(instance.transferSyntaxUid()) && !retrieval.isMade(instance);
    }

    private static Map<String, String> headers(Call call, InstanceRef instance, String syntax) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", Payload.DICOM + "; transfer-syntax=" + syntax);
        headers.put("Content-Location", Resource.url(call.exchange.base(), instance));
        return headers;
    }

    /** What can't be given as it was asked for is told before the answer begins. */
    private Looked requireAll(Retrieval retrieval, Resource resource, Payload payload) {
        List<InstanceRef> first = new ArrayList<>();
        boolean all = true;
        Version version = new Version();
        try (Cursor<InstanceRef> instances = retrieval.instances()) {
            if (!instances.hasNext()) {
                throw resource.missing();
            }
            while (instances.hasNext()) {
                InstanceRef instance = instances.next();
                version.add(instance);
                if (first.size() < MOST_KEPT) {
                    first.add(instance);
                } else {
                    all = false;
                }
                if (target(instance, payload) == null) {
                    throw new HttpProblem(
                            406,
                            "instance " + instance.sopInstanceUid() + " is stored as "
                                    + name(String.valueOf(instance.transferSyntaxUid()))
                                    + " and cannot be given as one of "
                                    + payload.syntaxes() + " without a loss; transfer-syntax=* takes it as it is");
                }
            }
        }
        return new Looked(first, all, version);
    }

    private static String name(String uid) {
        return Dictionary.standard().nameOfUid(uid) + " (" + uid + ")";
    }

    /** The transfer syntax that an instance is given in, or null if none that is wanted can be had. */
    private @Nullable String target(InstanceRef instance, Payload payload) {
        String stored = String.valueOf(instance.transferSyntaxUid());
        if (payload.syntaxes().contains(stored) || payload.syntaxes().contains(Payload.ANY)) {
            return stored;
        }
        TransferSyntax source = TransferSyntax.of(stored);
        for (String wanted : payload.syntaxes()) {
            if (codecs.reencodes(source, TransferSyntax.of(wanted))) {
                return wanted;
            }
        }
        return null;
    }

    private Made made(Retrieval retrieval, InstanceRef instance, Payload payload) throws IOException {
        String target = String.valueOf(target(instance, payload));
        if (isAsStored(retrieval, instance, target)) {
            return new Made(target, instance.length(), (from, length) -> retrieval.open(instance, from, length), null);
        }
        Path spool = Files.createTempFile("diconde4j", ".dcm");
        try {
            if (target.equals(instance.transferSyntaxUid())) {
                try (InputStream file = retrieval.open(instance)) {
                    Files.copy(file, spool, StandardCopyOption.REPLACE_EXISTING);
                }
                return new Made(target, Files.size(spool), BulkData.Source.of(spool)::open, spool);
            }
            // Pixels that are damaged are found before a byte goes out.
            DicomObject object = retrieval.read(instance);
            try (Transcoded transcoded = Transcoder.to(TransferSyntax.of(target))
                            .withCodecs(codecs)
                            .transcode(object);
                    OutputStream file = Files.newOutputStream(spool)) {
                DicomWriter.write(transcoded.object(), file);
            }
            return new Made(target, Files.size(spool), BulkData.Source.of(spool)::open, spool);
        } catch (PixelException e) {
            Files.deleteIfExists(spool);
            throw new HttpProblem(
                    500,
                    "instance " + instance.sopInstanceUid() + " cannot be given as " + name(target) + ": "
                            + e.getMessage() + "; transfer-syntax=* takes it as it is",
                    e);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(spool);
            throw e;
        }
    }

    /** A file as it goes out, maybe a temporary one. */
    private record Made(
            String syntax,
            long length,
            Call.Bytes bytes,
            @Nullable Path spool) implements AutoCloseable {
        InputStream open(long offset, long count) throws IOException {
            return bytes.open(offset, count);
        }

        @Override
        public void close() throws IOException {
            if (spool != null) {
                Files.deleteIfExists(spool);
            }
        }
    }
}
