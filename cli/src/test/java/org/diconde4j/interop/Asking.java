package org.diconde4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.FindMatches;
import org.diconde4j.net.Peer;
import org.diconde4j.net.RetrieveOutcome;
import org.diconde4j.net.SendSummary;
import org.diconde4j.net.StorageContext;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.StoreOutcome;

/** What we ask of every peer that answers the service, and what has to come of it. */
final class Asking {
    private final Ours us;
    private final Path folder;

    Asking(Ours us, Path folder) {
        this.us = us;
        this.folder = folder;
    }

    void echo(Peer peer, Link link) {
        assertThat(us.client(link).echo(peer)).isPositive();
    }

    /** Sends a study that nobody has yet. */
    Study send(Peer peer, Link link) throws Exception {
        Study study = Study.fresh(folder);
        List<String> failures = new ArrayList<>();
        SendSummary summary = us.client(link)
                .store(peer, study.files().stream().map(Asking::file).toList(), result -> {
                    if (!result.stored()) {
                        failures.add(result.toString());
                    }
                });
        assertThat(failures).isEmpty();
        assertThat(summary.stored()).isEqualTo(study.objects().size());
        return study;
    }

    private static OutgoingObject file(Path file) {
        try {
            return OutgoingObject.ofFile(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    void find(Peer peer, Link link) throws Exception {
        Study study = send(peer, link);
        DimseClient client = us.client(link);
        assertThat(values(
                        client,
                        peer,
                        InformationModel.PATIENT_ROOT,
                        Tag.PatientID,
                        keys("PATIENT").set(Tag.PatientID, study.componentId()).build()))
                .containsExactly(study.componentId());
        assertThat(values(
                        client,
                        peer,
                        InformationModel.STUDY_ROOT,
                        Tag.StudyInstanceUID,
                        keys("STUDY")
                                .set(Tag.PatientID, study.componentId())
                                .setEmpty(Tag.StudyInstanceUID)
                                .build()))
                .containsExactly(study.uid());
        List<String> series = values(
                client,
                peer,
                InformationModel.STUDY_ROOT,
                Tag.SeriesInstanceUID,
                keys("SERIES")
                        .set(Tag.StudyInstanceUID, study.uid())
                        .setEmpty(Tag.SeriesInstanceUID)
                        .build());
        assertThat(series).hasSize(study.objects().size());
        List<String> instances = new ArrayList<>();
        for (String one : series) {
            instances.addAll(values(
                    client,
                    peer,
                    InformationModel.STUDY_ROOT,
                    Tag.SOPInstanceUID,
                    keys("IMAGE")
                            .set(Tag.StudyInstanceUID, study.uid())
                            .set(Tag.SeriesInstanceUID, one)
                            .setEmpty(Tag.SOPInstanceUID)
                            .build()));
        }
        assertThat(instances).containsExactlyInAnyOrderElementsOf(study.instanceUids());
    }

    private static Dataset.Builder keys(String level) {
        return Dataset.builder().set(Tag.QueryRetrieveLevel, level);
    }

    private static List<String> values(DimseClient client, Peer peer, InformationModel model, int tag, Dataset keys) {
        List<String> values = new ArrayList<>();
        try (FindMatches matches = client.find(peer, model, keys)) {
            matches.forEachRemaining(match -> values.add(match.string(tag, "")));
        }
        return values;
    }

    /** The peer has to know our archive under its title. */
    void move(Peer peer, Link link) throws Exception {
        Study study = send(peer, link);
        RetrieveOutcome outcome = us.client(link)
                .move(peer, InformationModel.STUDY_ROOT, study.studyKeys(), Ours.TITLE, progress -> true);
        assertThat(outcome.complete()).as("%s", outcome).isTrue();
        study.assertIn(us.archive(link));
    }

    void get(Peer peer, Link link) throws Exception {
        Study study = send(peer, link);
        List<Dataset> received = new ArrayList<>();
        RetrieveOutcome outcome = us.client(link)
                .get(
                        peer,
                        InformationModel.STUDY_ROOT,
                        study.studyKeys(),
                        StorageContext.defaults(),
                        (request, dataset) -> {
                            received.add(DicomReader.lenient()
                                    .readDataset(dataset, TransferSyntax.of(request.transferSyntaxUid())));
                            return StoreOutcome.success();
                        },
                        progress -> true);
        assertThat(outcome.complete()).as("%s", outcome).isTrue();
        study.assertSame(received);
    }
}
