package org.diconde4j.net;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.match.Matcher;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.net.service.FindRequest;
import org.diconde4j.net.service.FindResults;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.Retrieval;
import org.diconde4j.net.service.RetrieveHandler;
import org.diconde4j.net.service.RetrieveRequest;
import org.diconde4j.net.service.StoreHandler;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.service.StoreRequest;

/** The smallest set of handlers that makes an archive, in memory: one flat list of objects. */
final class TinyArchive implements StoreHandler, FindHandler, RetrieveHandler {
    final List<Stored> objects = Collections.synchronizedList(new ArrayList<>());

    /** An object in memory. */
    record Stored(
            String sopClassUid, String sopInstanceUid, String transferSyntaxUid, byte[] bytes, StoreRequest request)
            implements OutgoingObject {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }

        Dataset dataset() {
            try {
                return DicomReader.lenient().readDataset(open(), TransferSyntax.of(transferSyntaxUid));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    static Stored object(Dataset dataset, String transferSyntaxUid) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DicomWriter.writeDataset(dataset, TransferSyntax.of(transferSyntaxUid), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new Stored(
                dataset.string(Tag.SOPClassUID, ""),
                dataset.string(Tag.SOPInstanceUID, ""),
                transferSyntaxUid,
                bytes.toByteArray(),
                null);
    }

    /** A radiograph of a weld, with pixels of the given size. */
    static Dataset weld(int number, int pixelBytes) {
        byte[] pixels = new byte[pixelBytes];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 31 + number);
        }
        return Dataset.builder()
                .set(Tag.SOPClassUID, UID.DigitalXRayImageStorageForPresentation)
                .set(Tag.SOPInstanceUID, "1.2.3.4." + number)
                .set(Tag.PatientID, "WELD-" + number)
                .set(Tag.PatientName, "Weld " + number)
                .set(Tag.StudyInstanceUID, "1.2.3")
                .set(Tag.SeriesInstanceUID, "1.2.3.4")
                .set(Tag.Modality, "DX")
                .setBytes(Tag.PixelData, VR.OW, pixels)
                .build();
    }

    @Override
    public StoreOutcome store(StoreRequest request, InputStream dataset) throws IOException {
        objects.add(new Stored(
                request.sopClassUid(),
                request.sopInstanceUid(),
                request.transferSyntaxUid(),
                dataset.readAllBytes(),
                request));
        return StoreOutcome.success();
    }

    @Override
    public FindResults find(FindRequest request) {
        Dataset keys = request.keys().toBuilder().remove(Tag.QueryRetrieveLevel).build();
        Matcher matcher = Matcher.of(keys);
        return FindResults.of(List.copyOf(objects).stream()
                .map(Stored::dataset)
                .filter(matcher::matches)
                .map(matcher::project)
                .toList());
    }

    @Override
    public Retrieval retrieve(RetrieveRequest request) {
        List<String> wanted = request.keys().strings(Tag.SOPInstanceUID);
        return Retrieval.of(List.copyOf(objects).stream()
                .filter(o -> wanted.isEmpty() || wanted.contains(o.sopInstanceUid()))
                .toList());
    }
}
