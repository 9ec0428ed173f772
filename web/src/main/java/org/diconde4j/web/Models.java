package org.diconde4j.web;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.BulkUris;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomXml;
import org.diconde4j.web.http.Acceptable;
import org.diconde4j.web.http.MultipartWriter;

/** How data sets are told: as an array of the DICOM JSON Model, or as documents of the Native DICOM Model (PS3.18 8.7.3.2). */
final class Models {
    static final String JSON = "application/dicom+json";
    static final String XML = "application/dicom+xml";

    private final String contentType;
    private final boolean parts;
    private final MultipartWriter xml = new MultipartWriter();

    private Models(String contentType, boolean parts) {
        this.contentType = contentType;
        this.parts = parts;
    }

    /** What the client takes. */
    static Models wanted(Call call, String what) {
        return wanted(call, what, false);
    }

    /** What the client takes of one data set, which in XML is a document and needs no parts (PS3.18 10.5.3.1). */
    static Models wantedOfOne(Call call, String what) {
        return wanted(call, what, true);
    }

    private static Models wanted(Call call, String what, boolean one) {
        for (Acceptable acceptable : call.acceptable()) {
            boolean multipart = acceptable.multipart();
            if (!multipart && acceptable.takes(JSON)) {
                return new Models(JSON, false);
            }
            if (!multipart && acceptable.type().equals("application/json")) {
                return new Models("application/json", false);
            }
            if (multipart ? acceptable.takes(XML) : one && acceptable.type().equals(XML)) {
                return new Models(XML, multipart);
            }
        }
        throw call.notAcceptable(what + " as " + JSON + " or multipart/related; type=\"" + XML + "\"");
    }

    /** The media type of a document. */
    String type() {
        return contentType;
    }

    String contentType() {
        return contentType.equals(XML) && parts ? xml.contentType(XML) : contentType;
    }

    /** Whether nothing cannot be told: an array can be empty, which all clients read; not all of them read 204 (Orthanc does not). */
    boolean hasNoEmptyForm() {
        return contentType.equals(XML);
    }

    /** Writes one data set, which in JSON is no array. */
    void one(OutputStream out, Dataset dataset) throws IOException {
        if (!contentType.equals(XML)) {
            DicomJson.inline().write(dataset, out);
            return;
        }
        if (!parts) {
            DicomXml.inline().write(dataset, out);
            return;
        }
        try (Writer writer = begin(out, (path, element) -> null)) {
            writer.add(dataset);
        }
    }

    /** Begins to write; closing ends it, and leaves the stream open. */
    Writer begin(OutputStream out, BulkUris uris) throws IOException {
        if (!contentType.equals(XML)) {
            DicomJson.Array array = DicomJson.inline().withBulkUris(uris).array(out);
            return new Writer() {
                @Override
                public void add(Dataset dataset) throws IOException {
                    array.add(dataset);
                }

                @Override
                public void close() throws IOException {
                    array.close();
                }
            };
        }
        DicomXml model = DicomXml.inline().withBulkUris(uris);
        return new Writer() {
            @Override
            public void add(Dataset dataset) throws IOException {
                xml.begin(out, Map.of("Content-Type", XML));
                model.write(dataset, out);
            }

            @Override
            public void close() throws IOException {
                xml.end(out);
            }
        };
    }

    /** Writes data sets one after the other. */
    interface Writer extends Closeable {
        void add(Dataset dataset) throws IOException;
    }
}
