package org.diconde4j.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.diconde4j.archive.Retrieval;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Element;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.web.http.Acceptable;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.MultipartWriter;

/** A bulk value of an instance (PS3.18 10.4.1.1.5), in little endian order. */
final class Bulk {
    private static final String OCTETS = PixelMedia.UNCOMPRESSED;

    private final Frame frames;

    Bulk(Frame frames) {
        this.frames = frames;
    }

    void answer(Call call, Resource resource, List<String> path) throws IOException {
        Retrieval retrieval = call.archive().retrieve(resource.selection());
        InstanceRef instance = resource.first(retrieval);
        DicomObject object = retrieval.read(instance);
        Element element = BulkPaths.find(object.dataset(), path);
        if (element.fragments() != null) {
            fragments(call, object, instance, path);
            return;
        }
        String location = Resource.url(call.exchange.base(), instance) + "/bulkdata/" + String.join("/", path);
        Map<String, String> part = Map.of(
                "Content-Type",
                OCTETS + "; transfer-syntax=" + UID.ExplicitVRLittleEndian,
                "Content-Location",
                location);
        boolean multipart = multipart(call);
        if (call.has((multipart ? "W/" : "") + Version.strong(call, instance, location + multipart))) {
            return;
        }
        BulkData bulk = element.bulkData();
        BulkData.Source source = bulk == null || element.isBigEndian() ? null : bulk.source();
        if (!multipart) {
            if (bulk != null && source != null) {
                call.bytes(part, bulk.length(), (from, length) -> source.open(bulk.offset() + from, length));
            } else {
                byte[] bytes = element.bytes();
                call.bytes(
                        part,
                        bytes.length,
                        (from, length) -> new ByteArrayInputStream(bytes, (int) from, (int) length));
            }
            return;
        }
        MultipartWriter parts = new MultipartWriter();
        try (InputStream in = source == null ? new ByteArrayInputStream(element.bytes()) : element.open();
                OutputStream out = call.answer(200, parts.contentType(OCTETS))) {
            parts.begin(out, part);
            Copy.all(in, out);
            parts.end(out);
        }
    }

    private void fragments(Call call, DicomObject object, InstanceRef instance, List<String> path) throws IOException {
        if (path.size() > 1) {
            throw new HttpProblem(
                    406, "compressed pixels of an item cannot be given by themselves; retrieve the instance instead");
        }
        try {
            frames.all(call, Frames.of(object), instance);
        } catch (PixelException e) {
            throw new HttpProblem(
                    404,
                    "the pixels of instance " + instance.sopInstanceUid() + " cannot be given: " + e.getMessage(),
                    e);
        }
    }

    private static boolean multipart(Call call) {
        for (Acceptable acceptable : call.acceptable()) {
            if (acceptable.takes(OCTETS)) {
                return acceptable.multipart() || !acceptable.type().equals(OCTETS);
            }
        }
        throw call.notAcceptable(OCTETS + " or multipart/related; type=\"" + OCTETS + "\"");
    }
}
