package org.diconde4j.archive.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.DimseSession;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.NormalizedResponse;
import org.diconde4j.net.service.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AvailabilityNoticesTest {
    private static final String CLASS = UID.InstanceAvailabilityNotification;

    private final Archive archive = Archive.builder()
            .objects(URI.create("memory:availability"))
            .index(URI.create("memory:availability"))
            .open();
    private Peer peer;

    @BeforeEach
    void serve() throws IOException {
        Receiver receiver = archive.receive().port(0).start();
        peer = new Peer("DICONDE4J", "127.0.0.1", receiver.port());
    }

    @AfterEach
    void close() {
        archive.close();
    }

    private void store(String series, String instance) throws IOException {
        Dataset scan = Dataset.builder()
                .set(Tag.SOPClassUID, UID.RawDataStorage)
                .set(Tag.SOPInstanceUID, instance)
                .set(Tag.StudyInstanceUID, "1.2.3")
                .set(Tag.SeriesInstanceUID, series)
                .build();
        archive.store(new DicomObject(
                FileMeta.of(UID.RawDataStorage, instance, UID.ExplicitVRLittleEndian),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                0,
                scan));
    }

    @Test
    void tells_a_peer_which_instances_of_a_study_it_can_have_and_keeps_what_it_is_told() throws IOException {
        store("1.2.3.1", "1.2.3.1.1");
        store("1.2.3.1", "1.2.3.1.2");
        store("1.2.3.2", "1.2.3.2.1");
        DimseClient client = DimseClient.as("STORE");
        NormalizedResponse answer =
                archive.availability().notify(client, peer, "1.2.3", "STORE").orThrow();
        AvailabilityNotice notice = archive.availability().received().toList().get(0);
        assertThat(notice.uid()).isEqualTo(answer.sopInstanceUid());
        assertThat(notice.dataset().string(Tag.StudyInstanceUID)).isEqualTo("1.2.3");
        assertThat(notice.dataset().items(Tag.ReferencedSeriesSequence))
                .extracting(s -> s.string(Tag.SeriesInstanceUID) + " "
                        + s.items(Tag.ReferencedSOPSequence).size())
                .containsExactly("1.2.3.1 2", "1.2.3.2 1");
        Dataset last = notice.dataset()
                .items(Tag.ReferencedSeriesSequence)
                .get(1)
                .items(Tag.ReferencedSOPSequence)
                .get(0);
        assertThat(last.string(Tag.ReferencedSOPInstanceUID)).isEqualTo("1.2.3.2.1");
        assertThat(last.string(Tag.InstanceAvailability)).isEqualTo("ONLINE");
        assertThat(last.string(Tag.RetrieveAETitle)).isEqualTo("STORE");
        assertThat(archive.availability().remove(notice.uid())).isTrue();
        assertThat(archive.availability().remove(notice.uid())).isFalse();
        assertThatThrownBy(() -> archive.availability().notify(client, peer, "1.9", "STORE"))
                .isInstanceOf(DicondeException.class)
                .hasMessage("no instance of study 1.9 is here");
    }

    private static Dataset notice(Dataset.Builder instance) {
        return Dataset.builder()
                .set(Tag.StudyInstanceUID, "1.2")
                .setItems(
                        Tag.ReferencedSeriesSequence,
                        Dataset.builder()
                                .set(Tag.SeriesInstanceUID, "1.2.1")
                                .setItems(Tag.ReferencedSOPSequence, instance.build())
                                .build())
                .build();
    }

    @Test
    void refuses_a_notification_that_lacks_what_it_is_for() {
        Dataset.Builder instance = Dataset.builder()
                .set(Tag.ReferencedSOPClassUID, UID.RawDataStorage)
                .set(Tag.ReferencedSOPInstanceUID, "1.2.1.1")
                .set(Tag.RetrieveAETitle, "STORE")
                .set(Tag.InstanceAvailability, "SOMEWHERE");
        try (DimseSession session = DimseClient.as("STORE").open(peer, CLASS)) {
            NormalizedResponse odd = session.create(CLASS, "1.5", notice(instance));
            assertThat(odd.status()).isEqualTo(Status.INVALID_ATTRIBUTE_VALUE);
            assertThat(odd.attributes()).containsExactly(Tag.InstanceAvailability);
            NormalizedResponse lacking = session.create(
                    CLASS,
                    "1.5",
                    notice(Dataset.builder().setAll(instance.build()).remove(Tag.RetrieveAETitle)));
            assertThat(lacking.status()).isEqualTo(Status.MISSING_ATTRIBUTE);
            assertThat(session.create(
                                    CLASS,
                                    "1.5",
                                    Dataset.builder()
                                            .set(Tag.StudyInstanceUID, "1.2")
                                            .build())
                            .status())
                    .isEqualTo(Status.MISSING_ATTRIBUTE);
            Dataset good = notice(instance.set(Tag.InstanceAvailability, "NEARLINE"));
            assertThat(session.create(CLASS, "1.5", good).status()).isZero();
            assertThat(session.create(CLASS, "1.5", good).status()).isEqualTo(Status.DUPLICATE_SOP_INSTANCE);
        }
        assertThat(archive.availability().received().toList()).hasSize(1);
    }
}
