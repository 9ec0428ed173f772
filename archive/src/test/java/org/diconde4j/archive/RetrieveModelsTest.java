package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.archive.Objects.image;
import static org.diconde4j.archive.Objects.object;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.AssociationOptions;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.FindMatches;
import org.diconde4j.net.Peer;
import org.diconde4j.net.RetrieveOutcome;
import org.diconde4j.net.StorageContext;
import org.diconde4j.net.Timeouts;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.Negotiation;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.Transcoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the archive answers to retrieves by the models of PS3.4 Y and Z, and to queries with all options of PS3.4 C.5.1.1. */
@Timeout(30)
class RetrieveModelsTest {
    private static final int FRAMES = 5;
    private static final String NATIVE = "1.2.3.1.1.1";
    private static final String ENCAPSULATED = "1.2.3.1.1.2";
    private static final String SINGLE = "1.2.3.1.1.3";

    private final Archive archive = Archive.builder()
            .objects(URI.create("memory:models"))
            .index(URI.create("memory:models"))
            .open();
    private final DimseClient client = DimseClient.as("CLIENT")
            .with(AssociationOptions.DEFAULT.withTimeouts(Timeouts.all(Duration.ofSeconds(10))));
    private final List<DicomObject> got = new ArrayList<>();
    private Peer peer;

    @BeforeEach
    void fill() throws IOException {
        DicomObject multi = object(cine(1));
        archive.store(multi);
        archive.store(Transcoder.to(TransferSyntax.of(UID.EncapsulatedUncompressedExplicitVRLittleEndian))
                .transcode(object(cine(2)))
                .object());
        archive.store(object(image(1, 1, 3).build()));
        Receiver receiver = archive.receive().port(0).start();
        peer = new Peer("DICONDE4J", "127.0.0.1", receiver.port());
    }

    /** Frames of 4 by 4 bytes, each byte the number of its frame from 1 on, 100 ms apart. */
    private static Dataset cine(int instance) {
        byte[] pixels = new byte[16 * FRAMES];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (1 + i / 16);
        }
        return image(1, 1, instance)
                .set(Tag.SOPClassUID, UID.UltrasoundMultiFrameImageStorage)
                .set(Tag.NumberOfFrames, Integer.toString(FRAMES))
                .set(Tag.FrameTime, VR.DS, "100")
                .set(Tag.Rows, 4)
                .set(Tag.Columns, 4)
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.BitsAllocated, 8)
                .set(Tag.BitsStored, 8)
                .set(Tag.HighBit, 7)
                .set(Tag.PixelRepresentation, 0)
                .setBytes(Tag.PixelData, VR.OB, pixels)
                .setBytes(0x60003000, VR.OW, new byte[2])
                .setItems(
                        Tag.WaveformSequence,
                        Dataset.builder()
                                .set(Tag.WaveformBitsAllocated, 8)
                                .setBytes(Tag.WaveformData, VR.OB, new byte[4])
                                .build())
                .build();
    }

    @AfterEach
    void close() {
        archive.close();
    }

    private static Dataset.Builder keys(String level, String... uids) {
        return Dataset.builder().set(Tag.QueryRetrieveLevel, level).set(Tag.SOPInstanceUID, uids);
    }

    private RetrieveOutcome get(InformationModel model, Dataset keys) {
        List<StorageContext> contexts = StorageContext.of(
                List.of(UID.UltrasoundMultiFrameImageStorage, UID.DigitalXRayImageStorageForPresentation),
                List.of(UID.EncapsulatedUncompressedExplicitVRLittleEndian));
        return client.get(
                peer,
                model,
                keys,
                contexts,
                (request, in) -> {
                    TransferSyntax syntax = TransferSyntax.of(request.transferSyntaxUid());
                    Dataset dataset = DicomReader.strict().readDataset(in, syntax);
                    assertThat(dataset.string(Tag.SOPInstanceUID)).isEqualTo(request.sopInstanceUid());
                    got.add(object(dataset, syntax));
                    return StoreOutcome.success();
                },
                progress -> true);
    }

    private static List<Integer> numbers(DicomObject object) throws IOException {
        Frames frames = Frames.of(object);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < frames.count(); i++) {
            numbers.add((int) frames.open(i).readAllBytes()[7]);
        }
        return numbers;
    }

    @Test
    void gives_instances_by_their_uids() {
        RetrieveOutcome outcome = get(
                InformationModel.INSTANCE_ROOT, keys("IMAGE", NATIVE, SINGLE).build());
        assertThat(outcome.complete()).as(outcome.toString()).isTrue();
        assertThat(got).extracting(o -> o.dataset().string(Tag.SOPInstanceUID)).containsExactly(NATIVE, SINGLE);
    }

    @Test
    void gives_frames_as_a_new_instance() throws IOException {
        Dataset simple =
                keys("FRAME", NATIVE).setLongs(Tag.SimpleFrameList, VR.UL, 2, 5).build();
        assertThat(get(InformationModel.INSTANCE_ROOT, simple).complete()).isTrue();
        Dataset calculated = keys("FRAME", ENCAPSULATED)
                .setLongs(Tag.CalculatedFrameList, VR.UL, 1, 5, 2)
                .build();
        assertThat(get(InformationModel.INSTANCE_ROOT, calculated).complete()).isTrue();
        Dataset time =
                keys("FRAME", NATIVE).setDoubles(Tag.TimeRange, VR.FD, 0.1, 0.3).build();
        assertThat(get(InformationModel.INSTANCE_ROOT, time).complete()).isTrue();
        assertThat(numbers(got.get(0))).containsExactly(2, 5);
        assertThat(numbers(got.get(1))).containsExactly(1, 3, 5);
        assertThat(got.get(1).transferSyntax().uid()).isEqualTo(UID.EncapsulatedUncompressedExplicitVRLittleEndian);
        assertThat(numbers(got.get(2))).containsExactly(2, 3, 4);
        assertThat(got.get(0).dataset().items(Tag.FrameExtractionSequence)).hasSize(1);
        assertThat(archive.find().instances().count()).as("nothing new is kept").isEqualTo(3);
    }

    @Test
    void says_why_there_are_no_frames() {
        status(Status.FRAMES_NOT_FOUND, keys("FRAME", NATIVE).setLongs(Tag.SimpleFrameList, VR.UL, 6));
        status(Status.FRAMES_NOT_FOUND, keys("FRAME", "1.9").setLongs(Tag.SimpleFrameList, VR.UL, 1));
        status(Status.FRAMES_NOT_IN_SOP_CLASS, keys("FRAME", SINGLE).setLongs(Tag.SimpleFrameList, VR.UL, 1));
        status(Status.INVALID_FRAMES, keys("FRAME", NATIVE).setLongs(Tag.SimpleFrameList, VR.UL, 2, 1));
        status(Status.INVALID_FRAMES, keys("FRAME", NATIVE));
        int mismatch = Status.DATASET_DOES_NOT_MATCH_SOP_CLASS;
        status(mismatch, keys("FRAME", NATIVE, SINGLE).setLongs(Tag.SimpleFrameList, VR.UL, 1));
        status(mismatch, keys("FRAME").setLongs(Tag.SimpleFrameList, VR.UL, 1));
        status(mismatch, keys("SERIES", NATIVE));
        status(mismatch, keys("IMAGE"));
        assertThat(get(InformationModel.WITHOUT_BULK_DATA, keys("FRAME", NATIVE).build())
                        .status())
                .isEqualTo(mismatch);
        assertThat(got).isEmpty();
    }

    private void status(int expected, Dataset.Builder keys) {
        RetrieveOutcome outcome = get(InformationModel.INSTANCE_ROOT, keys.build());
        assertThat(Status.hex(outcome.status())).as(outcome.toString()).isEqualTo(Status.hex(expected));
        assertThat(outcome.errorComment()).isNotEmpty();
    }

    @Test
    void gives_instances_without_their_bulk_data() {
        RetrieveOutcome outcome = get(
                InformationModel.WITHOUT_BULK_DATA,
                keys("IMAGE", NATIVE, ENCAPSULATED).build());
        assertThat(outcome.complete()).as(outcome.toString()).isTrue();
        assertThat(got).hasSize(2).allSatisfy(o -> {
            assertThat(o.dataset().contains(Tag.PixelData)).isFalse();
            assertThat(o.dataset().contains(0x60003000)).isFalse();
            Dataset waveform = o.dataset().items(Tag.WaveformSequence).get(0);
            assertThat(waveform).extracting(Element::tag).containsExactly(Tag.WaveformBitsAllocated);
            assertThat(o.dataset().string(Tag.NumberOfFrames)).isEqualTo("5");
            assertThat(o.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        });
        assertThat(got.get(1).dataset().string(Tag.SOPInstanceUID)).isEqualTo(ENCAPSULATED);
    }

    @Test
    void moves_frames_to_a_third_party() throws IOException {
        List<String> received = new ArrayList<>();
        try (DimseServer third = DimseServer.builder()
                        .aeTitle("THIRD")
                        .port(0)
                        .stores((request, in) -> {
                            received.add(request.moveOriginatorAeTitle() + " " + request.sopInstanceUid());
                            return StoreOutcome.success();
                        })
                        .start();
                Receiver other = archive.receive()
                        .port(0)
                        .peer(new Peer("THIRD", "127.0.0.1", third.port()))
                        .start()) {
            Peer archivePeer = new Peer("DICONDE4J", "127.0.0.1", other.port());
            Dataset keys = keys("FRAME", NATIVE)
                    .setLongs(Tag.SimpleFrameList, VR.UL, 3)
                    .build();
            RetrieveOutcome moved = client.move(archivePeer, InformationModel.INSTANCE_ROOT, keys, "THIRD", p -> true);
            assertThat(moved.complete()).as(moved.toString()).isTrue();
            assertThat(received).hasSize(1).allMatch(r -> r.startsWith("CLIENT 2.25."));
        }
    }

    @Test
    void queries_by_every_option_that_was_agreed() {
        String find = InformationModel.STUDY_ROOT.findUid();
        DimseClient asking = client.with(
                AssociationOptions.DEFAULT.withNegotiation(Negotiation.NONE.withExtended(QueryOptions.ALL.of(find))));
        Dataset fuzzy = Dataset.builder()
                .set(Tag.QueryRetrieveLevel, "STUDY")
                .set(Tag.PatientName, "17 welt")
                .setEmpty(Tag.StudyInstanceUID)
                .build();
        assertThat(find(asking, fuzzy)).containsExactly("1.2.3.1");
        assertThat(find(client, fuzzy)).isEmpty();
        Dataset relational = Dataset.builder()
                .set(Tag.QueryRetrieveLevel, "IMAGE")
                .set(Tag.AccessionNumber, "\"\"")
                .set(Tag.NumberOfFrames, Integer.toString(FRAMES))
                .setEmpty(Tag.StudyInstanceUID)
                .build();
        assertThat(find(asking, relational)).hasSize(2);
        assertThat(find(client, relational)).isEmpty();
    }

    private List<String> find(DimseClient by, Dataset keys) {
        List<String> studies = new ArrayList<>();
        try (FindMatches matches = by.find(peer, InformationModel.STUDY_ROOT, keys)) {
            matches.forEachRemaining(m -> studies.add(m.string(Tag.StudyInstanceUID)));
        }
        return studies;
    }
}
