package org.diconde4j.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.diconde4j.archive.StoreResult;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Source;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.MediaType;
import org.diconde4j.web.http.MultipartReader;
import org.jspecify.annotations.Nullable;

/** Stores instances (PS3.18 10.5, STOW-RS) as they arrive, one part after the other. */
final class Store {
    private static final int MOST_PARTS = 100_000;

    /** Where Study Instance UID stands at the latest in any object that makes sense. */
    private static final int HEAD = 1 << 22;

    /** Requests whose objects are held to be stored at once; of more than these, each is streamed, so that memory has a bound. */
    private static final int MOST_ABREAST = 16;

    private final Semaphore abreast = new Semaphore(MOST_ABREAST);

    /** Stores one object that is here as a whole. */
    void one(Call call, InputStream file) throws IOException {
        Models models = Models.wantedOfOne(call, "what was stored");
        StoreReport report = new StoreReport(call.exchange.base());
        stored(call, file, null).to(report);
        answer(call, models, report);
    }

    void answer(Call call, @Nullable String study) throws IOException {
        Models models = Models.wantedOfOne(call, "what was stored");
        MediaType type = type(call);
        StoreReport report = new StoreReport(call.exchange.base());
        InputStream body = call.exchange.body();
        String of = type.parameter("type");
        String parts = !type.essence().equals("multipart/related")
                ? ""
                : of == null ? Payload.DICOM : MediaType.of(of).essence();
        if (type.essence().equals(Payload.DICOM)) {
            stored(call, body, study).to(report);
        } else if (parts.equals(Payload.DICOM)) {
            files(call, new MultipartReader(body, type, MOST_PARTS), study, report);
        } else if (parts.equals(Models.JSON) || parts.equals(Models.XML)) {
            models(call, new MultipartReader(body, type, MOST_PARTS), parts, study, report);
        } else {
            throw unsupported(type);
        }
        if (report.isEmpty()) {
            throw HttpProblem.badRequest(
                    "expected at least one part of " + (parts.isEmpty() ? Payload.DICOM : parts) + ", found none");
        }
        answer(call, models, report);
    }

    private static void answer(Call call, Models models, StoreReport report) throws IOException {
        try (OutputStream out = call.answer(report.status(), Map.of("Content-Type", models.contentType()))) {
            models.one(out, report.dataset());
        }
    }

    private static MediaType type(Call call) {
        if (call.exchange.headers("Content-Type").isEmpty()) {
            throw HttpProblem.badRequest("expected Content-Type: multipart/related; type=\"" + Payload.DICOM
                    + "\"; boundary=…, found no Content-Type");
        }
        return MediaType.of(call.exchange.headers("Content-Type").get(0));
    }

    private static HttpProblem unsupported(MediaType type) {
        return new HttpProblem(
                415,
                "expected multipart/related of type=\"" + Payload.DICOM + "\", \"" + Models.JSON + "\" or \""
                        + Models.XML + "\", or " + Payload.DICOM
                        + ", found " + type.essence()
                        + (type.parameter("type") == null ? "" : "; type=\"" + type.parameter("type") + "\""));
    }

    private void files(Call call, MultipartReader parts, @Nullable String study, StoreReport report)
            throws IOException {
        boolean many = abreast.tryAcquire();
        try (Abreast storing = new Abreast()) {
            for (MultipartReader.Part part = parts.next(); part != null; part = parts.next()) {
                String found = part.type(Payload.DICOM).essence();
                if (!found.equals(Payload.DICOM)) {
                    throw new HttpProblem(415, "expected parts of " + Payload.DICOM + ", found one of " + found);
                }
                byte[] head = many ? part.body().readNBytes(Abreast.MOST_BYTES) : new byte[0];
                if (many && head.length < Abreast.MOST_BYTES) {
                    storing.add(() -> stored(call, new ByteArrayInputStream(head), study), report);
                } else {
                    storing.await(report);
                    stored(call, new SequenceInputStream(new ByteArrayInputStream(head), part.body()), study)
                            .to(report);
                }
            }
            storing.await(report);
        } finally {
            if (many) {
                abreast.release();
            }
        }
    }

    private static void models(
            Call call, MultipartReader parts, String type, @Nullable String study, StoreReport report)
            throws IOException {
        try (BulkSpool spool = new BulkSpool(call.exchange.base())) {
            StoreModels models = new StoreModels(type, spool);
            for (MultipartReader.Part part = parts.next(); part != null; part = parts.next()) {
                models.add(part);
            }
            for (StoreModels.Made made : models.objects()) {
                Dataset dataset = made.object().dataset();
                String found = dataset.string(Tag.StudyInstanceUID, "");
                if (made.problem() != null) {
                    report.refused(dataset, StoreReport.CANNOT_UNDERSTAND, made.problem());
                } else if (study != null && !found.isEmpty() && !found.equals(study)) {
                    report.refused(dataset, StoreReport.DOES_NOT_MATCH, ofAnother(study, found));
                } else {
                    report(call.archive().store(made.object(), Source.http(call.exchange.client())), report);
                }
            }
        }
    }

    private static String ofAnother(String study, String found) {
        return "the study of the path is " + study + ", that of the object is " + found;
    }

    /** Stores a file, and gives what is to be told of it. */
    private static Abreast.Outcome stored(Call call, InputStream file, @Nullable String study) throws IOException {
        InputStream in = file;
        if (study != null) {
            byte[] head = file.readNBytes(HEAD);
            String found = studyOf(head);
            if (found != null && !found.equals(study)) {
                Dataset names = StoreReport.names(head);
                return report -> report.refused(names, StoreReport.DOES_NOT_MATCH, ofAnother(study, found));
            }
            in = new SequenceInputStream(new ByteArrayInputStream(head), file);
        }
        StoreResult result = call.archive().store(in, Source.http(call.exchange.client()));
        return report -> report(result, report);
    }

    private static void report(StoreResult result, StoreReport report) {
        InstanceRef instance = result.instance();
        if (instance != null) {
            report.stored(instance);
        } else if (result.refused() != null) {
            report.forbidden(result.refused(), result.reason());
        } else {
            report.setAside(result);
        }
    }

    /** Study Instance UID, or null where it cannot be told: the archive judges that. */
    private static @Nullable String studyOf(byte[] head) throws IOException {
        try {
            String found = StoreReport.READER
                    .withStopAt(Tag.SeriesInstanceUID)
                    .read(new ByteArrayInputStream(head))
                    .dataset()
                    .string(Tag.StudyInstanceUID, "");
            return found.isEmpty() ? null : found;
        } catch (DicomParseException e) {
            return null;
        }
    }
}
