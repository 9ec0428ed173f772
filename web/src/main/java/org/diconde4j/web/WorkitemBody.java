package org.diconde4j.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomXml;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.MediaType;
import org.diconde4j.web.http.MultipartReader;

/** The data set in the body of a request about a workitem: in JSON an object or an array of one, in XML a document or one part. */
final class WorkitemBody {
    private static final int MOST_BYTES = 1 << 19; // the record that is made of it must not have more than 1 MiB

    private WorkitemBody() {}

    /** What is said of a data set that must be there. */
    static Dataset required(Call call) throws IOException {
        Dataset dataset = optional(call);
        if (dataset.isEmpty()) {
            throw HttpProblem.badRequest("expected a data set in the body, found none");
        }
        return dataset;
    }

    /** The data set, empty if there is no body. */
    static Dataset optional(Call call) throws IOException {
        byte[] body = call.exchange.body().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new HttpProblem(413, "expected a data set of at most " + MOST_BYTES + " bytes");
        }
        if (body.length == 0) {
            return Dataset.empty();
        }
        List<String> types = call.exchange.headers("Content-Type");
        if (types.isEmpty()) {
            throw HttpProblem.badRequest(
                    "expected Content-Type: " + Models.JSON + " or " + Models.XML + ", found none");
        }
        return read(MediaType.of(types.get(0)), new ByteArrayInputStream(body), true);
    }

    private static Dataset read(MediaType type, InputStream body, boolean parts) throws IOException {
        String of = type.parameter("type");
        try {
            switch (type.essence()) {
                case Models.JSON, "application/json" -> {
                    return one(body);
                }
                case Models.XML, "application/xml", "text/xml" -> {
                    return DicomXml.inline().read(body);
                }
                default -> {
                    if (parts && type.essence().equals("multipart/related")) {
                        MultipartReader.Part part = new MultipartReader(body, type, 1).next();
                        if (part == null) {
                            throw HttpProblem.badRequest("expected one part, found none");
                        }
                        return read(part.type(of == null ? Models.XML : of), part.body(), false);
                    }
                    throw new HttpProblem(
                            415, "expected " + Models.JSON + " or " + Models.XML + ", found " + type.essence());
                }
            }
        } catch (DicomParseException | IllegalArgumentException e) {
            throw new HttpProblem(400, "the body is no data set of " + type.essence() + ": " + e.getMessage(), e);
        }
    }

    private static Dataset one(InputStream body) throws IOException {
        List<Dataset> all = new ArrayList<>();
        DicomJson.inline().readArray(body, all::add);
        if (all.size() != 1) {
            throw HttpProblem.badRequest("expected one data set, found " + all.size());
        }
        return all.get(0);
    }
}
