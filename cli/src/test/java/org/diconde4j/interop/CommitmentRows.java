package org.diconde4j.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.interop.Row.Role.SCP;
import static org.diconde4j.interop.Row.Role.SCU;
import static org.diconde4j.interop.Row.both;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diconde4j.archive.commitment.CommitmentResult;
import org.diconde4j.archive.commitment.CommitmentScu;
import org.diconde4j.archive.commitment.SopReference;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.tck.Orthanc;

/** Storage commitment with Orthanc: a study that is there, and an object that is not. */
final class CommitmentRows {
    static final String SERVICE = "Storage Commitment";
    private static final Pattern PATH = Pattern.compile("\"Path\" : \"([^\"]+)\"");
    private static final SopReference UNKNOWN = new SopReference(UID.DigitalXRayImageStorageForPresentation, "2.25.1");

    private final Ours us;
    private final OrthancRows orthanc;
    private final Asking asking;
    private final Path folder;

    CommitmentRows(Ours us, OrthancRows orthanc, Path folder) {
        this.us = us;
        this.orthanc = orthanc;
        this.asking = new Asking(us, folder);
        this.folder = folder;
    }

    List<Row> rows() {
        String shown = "study committed, unknown object not";
        return List.of(
                both(SERVICE, SCP, OrthancRows.NAME, shown, this::itAsks),
                both(SERVICE, SCU, OrthancRows.NAME, shown, this::weAsk));
    }

    private static List<SopReference> references(Study study) {
        List<SopReference> references = new ArrayList<>();
        study.objects()
                .forEach(object -> references.add(new SopReference(
                        object.dataset().string(Tag.SOPClassUID, ""),
                        object.dataset().string(Tag.SOPInstanceUID, ""))));
        return references;
    }

    private void itAsks(Link link) throws Exception {
        List<SopReference> known = references(Study.in(us.archive(link), folder));
        List<String> asked = new ArrayList<>();
        List<SopReference> all = new ArrayList<>(known);
        all.add(UNKNOWN);
        for (SopReference reference : all) {
            asked.add("{\"SOPClassUID\": \"" + reference.sopClassUid() + "\", \"SOPInstanceUID\": \""
                    + reference.sopInstanceUid() + "\"}");
        }
        Orthanc client = orthanc.client(link);
        String answer = client.post(
                "/modalities/us/storage-commitment", "{\"DicomInstances\": [" + String.join(",", asked) + "]}");
        Matcher path = PATH.matcher(answer);
        assertThat(path.find()).as(answer).isTrue();
        String report = client.get(path.group(1));
        for (int i = 0; report.contains("\"Pending\"") && i < 200; i++) {
            Thread.sleep(50);
            report = client.get(path.group(1));
        }
        String committed = report.substring(report.indexOf("\"Success\""));
        String failed = report.substring(report.indexOf("\"Failures\""), report.indexOf("\"Success\""));
        assertThat(committed)
                .contains(known.stream().map(SopReference::sopInstanceUid).toList());
        assertThat(failed).contains("\"2.25.1\"", "\"FailureReason\" : 274");
    }

    private void weAsk(Link link) throws Exception {
        orthanc.client(link); // it reports on an association of its own
        List<SopReference> known = references(asking.send(orthanc.peer(link), link));
        List<SopReference> all = new ArrayList<>(known);
        all.add(UNKNOWN);
        CommitmentScu scu = us.archive(link).commitment(us.client(link));
        String transaction = scu.request(orthanc.peer(link), all, Duration.ZERO);
        CommitmentResult result = scu.await(transaction, Duration.ofSeconds(20));
        assertThat(result.committed()).containsExactlyInAnyOrderElementsOf(known);
        assertThat(result.failed()).containsExactly(new CommitmentResult.Failure(UNKNOWN, Status.NO_SUCH_SOP_INSTANCE));
    }
}
