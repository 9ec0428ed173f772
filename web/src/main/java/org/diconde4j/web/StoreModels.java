package org.diconde4j.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.BulkSource;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomXml;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.MediaType;
import org.diconde4j.web.http.MultipartReader;
import org.jspecify.annotations.Nullable;

/**
 * Objects that come as metadata, and bulk values in parts of their own (PS3.18 10.5.2): their files are made here, with File Meta
 * Information of ours. URIs of bulk values name parts of the same request by their Content-Location; nothing else is ever fetched.
 */
final class StoreModels {
    /** Metadata of so many bytes altogether is held; bulk values never are. */
    private static final int MOST_METADATA = 32 << 20;

    private static final int GROUP_2_END = 0x0003_0000;

    private final String type;
    private final BulkSpool spool;
    private final List<byte[]> documents = new ArrayList<>();
    private int held;

    /** What is known of an object while it is read. */
    private static final class Reading implements BulkSource {
        private final BulkSpool spool;
        private @Nullable String syntax;
        private @Nullable String missing;

        Reading(BulkSpool spool) {
            this.spool = spool;
        }

        @Override
        public BulkData find(String uri, int tag, VR vr) {
            BulkSpool.Value value = spool.find(uri);
            if (value == null) {
                missing = uri;
                return new BulkData(
                        (offset, length) -> {
                            throw new IOException("no part of the request is at " + uri);
                        },
                        0,
                        -1,
                        false);
            }
            if (tag == Tag.PixelData && value.syntax() != null) {
                syntax = value.syntax();
            }
            return spool.data(value);
        }

        /** What was read, and begins anew for the next. */
        Made made(Dataset dataset) {
            // Some clients leave File Meta Information in the metadata, which is all that tells how frames in line are
            // compressed.
            String said = syntax != null ? syntax : dataset.string(Tag.TransferSyntaxUID, UID.ExplicitVRLittleEndian);
            Made made = made(dataset, missing, TransferSyntax.of(said));
            syntax = null;
            missing = null;
            return made;
        }

        private static Made made(Dataset dataset, @Nullable String missing, TransferSyntax said) {
            Dataset.Builder kept = dataset.toBuilder();
            for (Element element : dataset) {
                if (Integer.compareUnsigned(element.tag(), GROUP_2_END) < 0) {
                    kept.remove(element.tag());
                }
            }
            Element pixels = dataset.get(Tag.PixelData);
            boolean compressed = pixels != null && pixels.fragments() != null;
            String problem = missing != null
                    ? "no part has the bulk value " + missing
                    : compressed && !said.encapsulated()
                            ? "no part says the transfer syntax of the pixels"
                            : !compressed && pixels != null && said.encapsulated()
                                    ? "the pixels are no frames of " + said.uid()
                                    : null;
            return new Made(
                    new DicomObject(
                            Dataset.empty(),
                            compressed && said.encapsulated() ? said : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                            0,
                            kept.build()),
                    problem);
        }
    }

    /**
     * An object.
     *
     * @param object the object, its bulk values in the spool
     * @param problem why it cannot be stored, or null
     */
    record Made(DicomObject object, @Nullable String problem) {}

    /**
     * Begins to take parts.
     *
     * @param type the media type of the metadata, JSON or XML
     * @param spool where bulk values go
     */
    StoreModels(String type, BulkSpool spool) {
        this.type = type;
        this.spool = spool;
    }

    /** Takes a part over, metadata or a bulk value. */
    void add(MultipartReader.Part part) throws IOException {
        MediaType found = part.type(documents.isEmpty() ? type : PixelMedia.UNCOMPRESSED);
        String location = part.headers().get("content-location");
        if (found.essence().equals(type)) {
            document(part.body());
        } else if (location == null) {
            throw HttpProblem.badRequest("expected a Content-Location of a part of " + found.essence()
                    + ", so that the URI of a bulk value can name it; found none");
        } else {
            spool.add(location, found, part.body());
        }
    }

    private void document(InputStream body) throws IOException {
        byte[] document = body.readNBytes(MOST_METADATA - held + 1);
        held += document.length;
        if (held > MOST_METADATA) {
            throw new HttpProblem(
                    413,
                    "expected metadata of at most " + MOST_METADATA
                            + " bytes, found more; give long values as bulk data, or fewer objects at once");
        }
        documents.add(document);
    }

    /** Reads the metadata, when all parts are there. */
    List<Made> objects() throws IOException {
        List<Made> all = new ArrayList<>();
        for (byte[] document : documents) {
            Reading reading = new Reading(spool);
            InputStream in = new ByteArrayInputStream(document);
            try {
                if (type.equals(Models.JSON)) {
                    DicomJson.inline().withBulkSource(reading).readArray(in, dataset -> all.add(reading.made(dataset)));
                } else {
                    all.add(reading.made(
                            DicomXml.inline().withBulkSource(reading).read(in)));
                }
            } catch (DicomParseException e) {
                throw new HttpProblem(400, "the metadata cannot be read: " + e.getMessage(), e);
            }
        }
        return all;
    }
}
