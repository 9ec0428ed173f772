package org.diconde4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.cli.Run;
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
        us.command(link, "echo", at(peer));
    }

    /** Sends a study that nobody has yet, one object by the API and the others by the command. */
    Study send(Peer peer, Link link) throws Exception {
        Study study = Study.fresh(folder);
        SendSummary summary = us.client(link)
                .store(peer, List.of(OutgoingObject.ofFile(study.files().get(0))), result -> {});
        assertThat(summary).isEqualTo(new SendSummary(1, 0));
        us.command(
                link,
                "send",
                "--to",
                at(peer),
                study.files().get(1),
                study.files().get(2));
        return study;
    }

    private static String at(Peer peer) {
        return peer.aeTitle() + "@" + peer.host() + ":" + peer.port();
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
        Run run = us.command(link, "query", at(peer), "--json", "PatientID=" + study.componentId());
        assertThat(run.out()).contains(study.uid());
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
        us.command(link, "move", at(peer), "--to", Ours.TITLE, "StudyInstanceUID=" + study.uid());
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

        Path fetched = Files.createTempDirectory(folder, "fetched");
        List<Object> words =
                new ArrayList<>(List.of("get", at(peer), "--to", fetched, "StudyInstanceUID=" + study.uid()));
        Study.SOP_CLASSES.forEach(sopClass -> words.addAll(List.of("--class", sopClass)));
        us.command(link, words.toArray());
        study.assertIn(fetched);
    }
}
