package org.diconde4j.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.archive.ArchiveView;
import org.diconde4j.archive.access.Role;
import org.diconde4j.web.Uploads.Upload;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.MediaType;

/**
 * Storage of an object whose bytes come in several requests, because connections break: resumable uploads for HTTP
 * (draft-ietf-httpbis-resumable-upload). A client creates an upload, asks after a break how far it came, goes on there, and with the last
 * piece gets what storage answers. Beyond the standard.
 */
final class ResumableUpload {
    private static final String COMPLETE = "Upload-Complete";
    private static final String OFFSET = "Upload-Offset";
    private static final String LENGTH = "Upload-Length";
    private static final String PIECE = "application/partial-upload";

    private final Uploads uploads;
    private final Store store;

    ResumableUpload(Uploads uploads, Store store) {
        this.uploads = uploads;
        this.store = store;
    }

    /** POST to all uploads. */
    void create(Call call) throws IOException {
        ArchiveView archive = call.archive();
        if (!archive.subject().may(Role.ANNOTATE)) {
            archive.subject().require(Role.STORE);
        }
        requireType(call, Payload.DICOM);
        boolean complete = isComplete(call);
        long length = number(call, LENGTH, -1);
        Upload upload = uploads.begin(archive.subject().name(), length);
        upload.lock();
        try {
            uploads.append(upload, call.exchange.body());
            if (complete) {
                finish(call, upload);
                return;
            }
            Map<String, String> headers = state(upload);
            headers.put("Location", call.exchange.base() + "/uploads/" + upload.id);
            call.empty(201, headers);
        } catch (IOException | RuntimeException e) {
            uploads.remove(upload); // the client does not know where it is
            throw e;
        } finally {
            upload.unlock();
        }
    }

    /** HEAD, PATCH and DELETE of one upload. */
    void one(Call call, String id) throws IOException {
        Upload upload = uploads.require(id, call.archive().subject().name());
        upload.lock();
        try {
            switch (call.exchange.method()) {
                case "PATCH" -> append(call, upload);
                case "DELETE" -> {
                    uploads.remove(upload);
                    call.empty(204, Map.of());
                }
                default -> call.empty(204, state(upload));
            }
        } finally {
            upload.unlock();
        }
    }

    private void append(Call call, Upload upload) throws IOException {
        requireType(call, PIECE);
        boolean complete = isComplete(call);
        long offset = number(call, OFFSET, -1);
        if (offset != upload.offset()) {
            throw new HttpProblem(
                            409,
                            "expected the piece that begins at byte " + upload.offset() + ", found the one at "
                                    + (offset < 0 ? "no " + OFFSET : offset))
                    .with(OFFSET, Long.toString(upload.offset()));
        }
        uploads.append(upload, call.exchange.body());
        if (complete) {
            finish(call, upload);
        } else {
            call.empty(204, state(upload));
        }
    }

    private void finish(Call call, Upload upload) throws IOException {
        if (upload.length >= 0 && upload.offset() != upload.length) {
            throw HttpProblem.badRequest(
                    "expected " + upload.length + " bytes in all, as was said, found " + upload.offset());
        }
        try (InputStream file = upload.open()) {
            store.one(call, file);
        }
        uploads.remove(upload); // not if it could not be stored: the last piece may be sent again, without bytes
    }

    private Map<String, String> state(Upload upload) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(OFFSET, Long.toString(upload.offset()));
        headers.put(COMPLETE, "?0");
        headers.put(
                "Upload-Limit",
                "max-size=" + uploads.most() + ", max-age=" + uploads.kept().toSeconds());
        headers.put("Cache-Control", "no-store");
        if (upload.length >= 0) {
            headers.put(LENGTH, Long.toString(upload.length));
        }
        return headers;
    }

    private static void requireType(Call call, String type) {
        List<String> said = call.exchange.headers("Content-Type");
        if (said.isEmpty() || !MediaType.of(said.get(0)).essence().equals(type)) {
            throw new HttpProblem(415, "expected Content-Type: " + type + ", found " + said);
        }
    }

    private static boolean isComplete(Call call) {
        List<String> said = call.exchange.headers(COMPLETE);
        if (said.size() != 1 || !said.get(0).matches("\\?[01]")) {
            throw HttpProblem.badRequest("expected " + COMPLETE + ": ?1 with the last piece, else ?0; found " + said);
        }
        return said.get(0).equals("?1");
    }

    private static long number(Call call, String name, long otherwise) {
        List<String> said = call.exchange.headers(name);
        if (said.isEmpty()) {
            return otherwise;
        }
        if (said.size() != 1 || !said.get(0).matches("[0-9]{1,18}")) {
            throw HttpProblem.badRequest("expected " + name + " to be a number of bytes, found " + said);
        }
        return Long.parseLong(said.get(0));
    }
}
