package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.diconde4j.archive.access.Role;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.AssociationOptions;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.FindMatches;
import org.diconde4j.net.Peer;
import org.diconde4j.net.StorageContext;
import org.diconde4j.net.Timeouts;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.storage.Restriction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles and restrictions at the door of DIMSE. */
class SubjectsTest {
    private static final Restriction TURBINES = Restriction.parse(List.of("PatientID=TURBINE-*"));

    private final Archive archive = Archive.builder()
            .objects(URI.create("memory:subjects"))
            .index(URI.create("memory:subjects"))
            .records(URI.create("memory:subjects"))
            .open();
    private Peer peer;

    @BeforeEach
    void start() throws IOException {
        archive.store(Objects.object(of("TURBINE-1", 1)));
        archive.store(Objects.object(of("HOUSING-1", 2)));
        Receiver receiver = archive.receive()
                .port(0)
                .subjects(association -> switch (association.callingAeTitle()) {
                    case "OWNER" -> Subject.OWNER;
                    case "TURBINES" -> new Subject("turbines", EnumSet.of(Role.VIEW, Role.STORE), TURBINES);
                    default -> new Subject("nobody", Set.of(), Restriction.NONE);
                })
                .start();
        peer = new Peer("DICONDE4J", "127.0.0.1", receiver.port());
    }

    @AfterEach
    void close() {
        archive.close();
    }

    private static Dataset of(String component, int study) {
        return Objects.image(study, 1, 1).set(Tag.PatientID, component).build();
    }

    private static DimseClient as(String title) {
        return DimseClient.as(title)
                .with(AssociationOptions.DEFAULT.withTimeouts(Timeouts.all(Duration.ofSeconds(10))));
    }

    /** What is found, and the status at the end. */
    private List<String> found(String title, String sopClass, Dataset keys) {
        List<String> found = new ArrayList<>();
        try (FindMatches matches = as(title).find(peer, sopClass, keys)) {
            matches.forEachRemaining(match -> found.add(match.string(Tag.PatientID, "")));
            found.add(Integer.toHexString(matches.status()));
        } catch (ServiceException e) {
            found.add(Integer.toHexString(e.status()));
        }
        return found;
    }

    private List<String> studies(String title) {
        Dataset keys = Dataset.builder()
                .set(Tag.QueryRetrieveLevel, "STUDY")
                .setEmpty(Tag.PatientID)
                .build();
        return found(title, InformationModel.STUDY_ROOT.findUid(), keys);
    }

    @Test
    void finds_what_each_may_know_of() {
        assertThat(studies("OWNER")).containsExactly("TURBINE-1", "HOUSING-1", "0");
        assertThat(studies("TURBINES")).containsExactly("TURBINE-1", "0");
        assertThat(studies("STRANGER")).containsExactly("124");
    }

    @Test
    void gives_no_object_of_another_component() {
        assertThat(got("TURBINES", "1.2.3.1")).isEqualTo(1);
        assertThat(got("TURBINES", "1.2.3.2")).isZero();
        assertThat(got("OWNER", "1.2.3.2")).isEqualTo(1);
        assertThat(got("STRANGER", "1.2.3.1")).isZero();
    }

    private int got(String title, String study) {
        Dataset keys = Dataset.builder()
                .set(Tag.QueryRetrieveLevel, "STUDY")
                .set(Tag.StudyInstanceUID, study)
                .build();
        int[] count = new int[1];
        as(title)
                .get(
                        peer,
                        InformationModel.STUDY_ROOT,
                        keys,
                        StorageContext.of(List.of(UID.DigitalXRayImageStorageForPresentation), List.of()),
                        (request, dataset) -> {
                            dataset.readAllBytes();
                            count[0]++;
                            return StoreOutcome.success();
                        },
                        progress -> true);
        return count[0];
    }

    @Test
    void stores_for_ones_own_components_alone_and_keeps_the_name() {
        assertThat(sent("TURBINES", of("TURBINE-2", 3))).isEqualTo(Status.SUCCESS);
        assertThat(sent("TURBINES", of("HOUSING-2", 4))).isEqualTo(Status.NOT_AUTHORIZED);
        assertThat(sent("TURBINES", of("HOUSING-1", 2))).isEqualTo(Status.NOT_AUTHORIZED);
        assertThat(sent("STRANGER", of("TURBINE-3", 5))).isEqualTo(Status.NOT_AUTHORIZED);
        assertThat(archive.counts().instances()).isEqualTo(3);
        ChangeFeed.Page page = archive.changes().after(archive.changes().beginning(), 10);
        assertThat(page.events().get(2).source().person()).isEqualTo("turbines");
        assertThat(page.events()).hasSize(3);
    }

    private int sent(String title, Dataset dataset) {
        List<SendResult> results = new ArrayList<>();
        as(title).store(peer, List.of(OutgoingObject.of(Objects.object(dataset))), results::add);
        return results.get(0).status();
    }

    @Test
    void closes_services_that_know_of_everything_to_who_is_restricted() {
        Dataset keys = Dataset.builder().setEmpty(Tag.PatientID).build();
        assertThat(found("OWNER", UID.ModalityWorklistInformationModelFind, keys))
                .containsExactly("0");
        assertThat(found("TURBINES", UID.ModalityWorklistInformationModelFind, keys))
                .containsExactly("124");
    }
}
