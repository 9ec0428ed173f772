package org.diconde4j.archive.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.archive.workflow.Inspections.item;
import static org.diconde4j.archive.workflow.Inspections.performed;
import static org.diconde4j.archive.workflow.Inspections.step;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
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
class ProcedureStepsTest {
    private static final String MPPS = UID.ModalityPerformedProcedureStep;
    private static final String ONE = "1.2.3.1";

    private final Archive archive = Archive.builder()
            .objects(URI.create("memory:steps"))
            .index(URI.create("memory:steps"))
            .open();
    private DimseSession session;

    @BeforeEach
    void open() throws IOException {
        Receiver receiver = archive.receive().port(0).start();
        session = DimseClient.as("XRAY1")
                .open(
                        new Peer("DICONDE4J", "127.0.0.1", receiver.port()),
                        MPPS,
                        UID.ModalityPerformedProcedureStepRetrieve);
    }

    @AfterEach
    void close() {
        session.close();
        archive.close();
    }

    private static Dataset status(String status) {
        return Dataset.builder().set(Tag.PerformedProcedureStepStatus, status).build();
    }

    private ProcedureStep kept() {
        return archive.procedureSteps().get(ONE);
    }

    @Test
    void keeps_a_step_from_its_begin_to_its_end() {
        session.create(MPPS, ONE, performed("1.2", "A").build()).orThrow();
        assertThat(kept().status()).isEqualTo(ProcedureStep.IN_PROGRESS);
        session.set(
                        MPPS,
                        ONE,
                        Dataset.builder()
                                .set(Tag.PerformedProcedureStepDescription, "4 exposures")
                                .build())
                .orThrow();
        session.set(
                        MPPS,
                        ONE,
                        status("COMPLETED").toBuilder()
                                .set(Tag.PerformedProcedureStepEndDate, "20260301")
                                .set(Tag.PerformedProcedureStepEndTime, "0900")
                                .build())
                .orThrow();
        assertThat(kept().status()).isEqualTo(ProcedureStep.COMPLETED);
        assertThat(kept().isFinal()).isTrue();
        assertThat(kept().dataset().string(Tag.PerformedProcedureStepDescription))
                .isEqualTo("4 exposures");
        assertThat(kept().dataset().string(Tag.PatientID)).isEqualTo("SN-1");
        assertThat(archive.procedureSteps().list().toList())
                .extracting(ProcedureStep::uid)
                .containsExactly(ONE);
    }

    @Test
    void changes_nothing_once_a_step_is_final() {
        for (String end : List.of("COMPLETED", "DISCONTINUED")) {
            String uid = "1.2." + end.length();
            session.create(MPPS, uid, performed("1.2", "A").build()).orThrow();
            session.set(MPPS, uid, status(end)).orThrow();
            for (String after : List.of("IN PROGRESS", "COMPLETED", "DISCONTINUED")) {
                NormalizedResponse refused = session.set(MPPS, uid, status(after));
                assertThat(refused.status()).isEqualTo(Status.PROCESSING_FAILURE);
                assertThat(refused.errorId()).isEqualTo(0xA710);
            }
            assertThat(archive.procedureSteps().get(uid).status()).isEqualTo(end);
        }
    }

    @Test
    void refuses_what_a_step_may_not_be() {
        for (String begin : List.of("COMPLETED", "DISCONTINUED", "SLEEPING")) {
            NormalizedResponse refused = session.create(
                    MPPS, ONE, performed("1.2", "A").setAll(status(begin)).build());
            assertThat(refused.status()).isEqualTo(Status.INVALID_ATTRIBUTE_VALUE);
            assertThat(refused.attributes()).containsExactly(Tag.PerformedProcedureStepStatus);
        }
        NormalizedResponse lacking = session.create(
                MPPS, ONE, performed("1.2", "A").remove(Tag.Modality).build());
        assertThat(lacking.status()).isEqualTo(Status.MISSING_ATTRIBUTE);
        assertThat(lacking.attributes()).containsExactly(Tag.Modality);
        NormalizedResponse empty = session.create(
                MPPS,
                ONE,
                performed("1.2", "A").setEmpty(Tag.PerformedProcedureStepID).build());
        assertThat(empty.status()).isEqualTo(Status.MISSING_ATTRIBUTE_VALUE);
        NormalizedResponse studyless =
                session.create(MPPS, ONE, performed("", "A").build());
        assertThat(studyless.status()).isEqualTo(Status.MISSING_ATTRIBUTE_VALUE);
        assertThat(studyless.attributes()).containsExactly(Tag.StudyInstanceUID);
        assertThat(archive.procedureSteps().get(ONE)).isNull();
    }

    @Test
    void knows_which_steps_there_are() {
        assertThat(session.set(MPPS, ONE, status("COMPLETED")).status()).isEqualTo(Status.NO_SUCH_SOP_INSTANCE);
        session.create(MPPS, ONE, performed("1.2", "A").build()).orThrow();
        assertThat(session.create(MPPS, ONE, performed("1.2", "A").build()).status())
                .isEqualTo(Status.DUPLICATE_SOP_INSTANCE);
        assertThat(session.set(MPPS, ONE, status("SLEEPING")).status()).isEqualTo(Status.INVALID_ATTRIBUTE_VALUE);
    }

    @Test
    void leaves_what_a_change_may_not_touch_and_says_so() {
        session.create(MPPS, ONE, performed("1.2", "A").build()).orThrow();
        NormalizedResponse warned = session.set(
                MPPS,
                ONE,
                status("DISCONTINUED").toBuilder().set(Tag.PatientID, "OTHER").build());
        assertThat(warned.status()).isEqualTo(Status.ATTRIBUTE_LIST_ERROR);
        assertThat(warned.attributes()).containsExactly(Tag.PatientID);
        assertThat(warned.succeeded()).isTrue();
        assertThat(kept().dataset().string(Tag.PatientID)).isEqualTo("SN-1");
        assertThat(kept().status()).isEqualTo("DISCONTINUED");
    }

    @Test
    void gives_the_attributes_that_are_asked_for() {
        String retrieve = UID.ModalityPerformedProcedureStepRetrieve;
        session.create(MPPS, ONE, performed("1.2", "A").build()).orThrow();
        assertThat(session.get(retrieve, ONE).orThrow().dataset().string(Tag.PerformedStationAETitle))
                .isEqualTo("XRAY1");
        Dataset some = session.get(retrieve, ONE, Tag.Modality).orThrow().dataset();
        assertThat(some.string(Tag.Modality)).isEqualTo("DX");
        assertThat(some.contains(Tag.PatientID)).isFalse();
        assertThat(session.get(retrieve, "1.9").status()).isEqualTo(Status.NO_SUCH_SOP_INSTANCE);
    }

    /** As after a crash between the two records, when the device asks once more. */
    @Test
    void tells_the_worklist_when_it_is_asked_again_that_did_not_hear_of_a_step() {
        Worklist worklist = archive.worklist();
        Dataset scheduled =
                item("SN-1", "1.2", step("XRAY1", "20260301", "0800", "A")).build();
        session.create(MPPS, ONE, performed("1.2", "A").build()).orThrow();
        WorklistItem item = worklist.add(scheduled);
        assertThat(session.create(MPPS, ONE, performed("1.2", "A").build()).status())
                .isEqualTo(Status.DUPLICATE_SOP_INSTANCE);
        assertThat(status(worklist, item)).isEqualTo("STARTED");
        session.set(MPPS, ONE, status("COMPLETED")).orThrow();
        assertThat(worklist.items().toList()).isEmpty();

        worklist.add(scheduled);
        assertThat(session.set(MPPS, ONE, status("COMPLETED")).errorId()).isEqualTo(0xA710);
        assertThat(worklist.items().toList()).isEmpty();
    }

    @Test
    void moves_the_item_of_the_worklist_along() {
        Worklist worklist = archive.worklist();
        WorklistItem item = worklist.add(
                item("SN-1", "1.2", step("XRAY1", "20260301", "0800", "A")).build());
        worklist.add(item("SN-1", "1.2", step("XRAY1", "20260301", "0900", "B")).build());
        session.create(MPPS, ONE, performed("1.2", "A").build()).orThrow();
        assertThat(status(worklist, item)).isEqualTo("STARTED");
        session.set(MPPS, ONE, status("DISCONTINUED")).orThrow();
        assertThat(status(worklist, item)).isEqualTo("SCHEDULED");
        session.create(MPPS, "1.2.3.2", performed("1.2", "A").build()).orThrow();
        session.set(MPPS, "1.2.3.2", status("COMPLETED")).orThrow();
        assertThat(worklist.items().toList())
                .extracting(i -> i.step().string(Tag.ScheduledProcedureStepID))
                .containsExactly("B");
    }

    private static String status(Worklist worklist, WorklistItem item) {
        return worklist.items().toList().stream()
                .filter(i -> i.id().equals(item.id()))
                .findFirst()
                .orElseThrow()
                .step()
                .string(Tag.ScheduledProcedureStepStatus);
    }
}
