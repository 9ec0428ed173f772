package org.diconde4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.AssociationOptions;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.RetrieveOutcome;
import org.diconde4j.net.StorageContext;
import org.diconde4j.net.Timeouts;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameReader;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.Transcoded;
import org.diconde4j.pixel.Transcoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a receiver gets that does not take objects as they are stored. */
@Timeout(100)
class CompressedRetrievalTest {
    private static final String STUDY = "1.2.3";
    private static final byte[] PIXELS = new byte[2 * 30 * 40];

    @TempDir
    Path folder;

    private Archive archive;
    private Peer peer;
    private final Map<String, DicomObject> got = new TreeMap<>();

    @BeforeEach
    void fill() throws IOException {
        for (int i = 0; i < PIXELS.length; i += 2) {
            PIXELS[i] = (byte) (i * i / 100);
            PIXELS[i + 1] = (byte) (i / 300);
        }
        archive = Archive.open(folder.resolve("archive"));
        archive.store(image("1.2.3.1"));
        store("1.2.3.2", UID.RLELossless);
        store("1.2.3.3", UID.JPEGLosslessSV1);
        archive.store(damaged("1.2.3.4"));
        Receiver receiver = archive.receive().port(0).start();
        peer = new Peer("DICONDE4J", "127.0.0.1", receiver.port());
    }

    @AfterEach
    void close() {
        archive.close();
    }

    private void store(String instance, String syntax) throws IOException {
        try (Transcoded compressed = Transcoder.to(TransferSyntax.of(syntax)).transcode(image(instance))) {
            archive.store(compressed.object());
        }
    }

    private static DicomObject image(String instance) {
        Dataset image = Dataset.builder()
                .set(Tag.SOPClassUID, UID.SecondaryCaptureImageStorage)
                .set(Tag.SOPInstanceUID, instance)
                .set(Tag.StudyInstanceUID, STUDY)
                .set(Tag.SeriesInstanceUID, STUDY + ".1")
                .set(Tag.PatientID, "WELD-7")
                .set(Tag.Modality, "OT")
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.Rows, 30)
                .set(Tag.Columns, 40)
                .set(Tag.BitsAllocated, 16)
                .set(Tag.BitsStored, 12)
                .set(Tag.HighBit, 11)
                .set(Tag.PixelRepresentation, 0)
                .setBytes(Tag.PixelData, VR.OW, PIXELS)
                .build();
        return object(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private static DicomObject object(Dataset dataset, TransferSyntax syntax) {
        Dataset meta =
                FileMeta.of(UID.SecondaryCaptureImageStorage, dataset.string(Tag.SOPInstanceUID, ""), syntax.uid());
        return new DicomObject(meta, syntax, 0, dataset);
    }

    /** Says that its pixels are JPEG, and they are none. */
    private static DicomObject damaged(String instance) {
        Element pixels = Element.of(
                Tag.PixelData,
                VR.OB,
                new Fragments(
                        (offset, length) -> new ByteArrayInputStream(new byte[] {1, 2, 3, 4}, 0, (int) length),
                        new long[] {0, 0},
                        new long[] {0, 4}));
        return object(
                image(instance).dataset().toBuilder().set(pixels).build(), TransferSyntax.of(UID.JPEGLosslessSV1));
    }

    private RetrieveOutcome get(String... syntaxes) {
        DimseClient client = DimseClient.as("CLIENT")
                .with(AssociationOptions.DEFAULT.withTimeouts(Timeouts.all(Duration.ofSeconds(50))));
        return client.get(
                peer,
                InformationModel.STUDY_ROOT,
                Dataset.builder()
                        .set(Tag.QueryRetrieveLevel, "STUDY")
                        .set(Tag.StudyInstanceUID, STUDY)
                        .build(),
                List.of(new StorageContext(UID.SecondaryCaptureImageStorage, List.of(syntaxes))),
                (request, in) -> {
                    TransferSyntax syntax = TransferSyntax.of(request.transferSyntaxUid());
                    got.put(
                            request.sopInstanceUid(),
                            object(DicomReader.strict().readDataset(in, syntax), syntax));
                    return StoreOutcome.success();
                },
                progress -> true);
    }

    private static byte[] pixels(DicomObject object) throws IOException {
        try (FrameReader reader = FrameReader.open(Frames.of(object), FrameCodecs.installed(), DecodeOptions.DEFAULT)) {
            byte[] bytes = new byte[PIXELS.length];
            reader.read(0).get(bytes);
            return bytes;
        }
    }

    @Test
    void compressed_objects_are_decoded_for_who_takes_native_ones_only() throws IOException {
        RetrieveOutcome outcome = get(UID.ExplicitVRLittleEndian);

        assertThat(got.keySet()).containsExactly("1.2.3.1", "1.2.3.2", "1.2.3.3");
        for (DicomObject object : got.values()) {
            assertThat(object.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            assertThat(pixels(object)).isEqualTo(PIXELS);
            assertThat(object.dataset().contains(Tag.LossyImageCompression)).isFalse();
        }
        assertThat(outcome.failedInstanceUids())
                .as("the damaged one, and the association goes on")
                .containsExactly("1.2.3.4");
    }

    @Test
    void native_objects_are_encoded_for_who_takes_compressed_ones_only() throws IOException {
        get(UID.RLELossless);

        assertThat(got.keySet()).containsExactly("1.2.3.1", "1.2.3.2", "1.2.3.3");
        for (DicomObject object : got.values()) {
            assertThat(object.transferSyntax().uid()).isEqualTo(UID.RLELossless);
            assertThat(pixels(object)).isEqualTo(PIXELS);
        }
    }

    @Test
    void nothing_is_lost_for_who_takes_lossy_ones_only() {
        RetrieveOutcome outcome = get(UID.JPEGExtended12Bit);

        assertThat(got).isEmpty();
        assertThat(outcome.failedInstanceUids()).hasSize(4);
    }
}
