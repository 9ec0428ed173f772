package org.diconde4j.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.interop.Row.Role.SCP;
import static org.diconde4j.interop.Row.Role.SCU;
import static org.diconde4j.interop.Row.both;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomReader;
import org.diconde4j.net.Peer;
import org.diconde4j.net.tck.Orthanc;

/** Orthanc asks, and answers. */
final class OrthancRows {
    static final String NAME = "Orthanc";
    private static final Pattern ID = Pattern.compile("\"ID\" : \"([^\"]+)\"");

    private final Ours us;
    private final Asking asking;
    private final Map<Link, Orthanc> running;
    private final Path folder;

    /**
     * Makes the rows.
     *
     * @param running one that listens for each connection; none if it is not installed
     */
    OrthancRows(Ours us, Map<Link, Orthanc> running, Path folder) {
        this.us = us;
        this.asking = new Asking(us, folder);
        this.running = running;
        this.folder = folder;
    }

    /** What its configuration says if it has to listen for TLS, or to speak it as a client. */
    static Map<String, String> tls(Pem pem, boolean listens) {
        return Map.of(
                "DicomAet",
                "\"" + title(listens ? Link.TLS : Link.PLAIN) + "\"",
                "DicomTlsEnabled",
                String.valueOf(listens),
                "DicomTlsCertificate",
                "\"" + pem.certificate() + "\"",
                "DicomTlsPrivateKey",
                "\"" + pem.key() + "\"",
                "DicomTlsTrustedCertificates",
                "\"" + pem.trust() + "\"");
    }

    List<Row> rows() {
        return List.of(
                both("Verification", SCP, NAME, "answered", link -> client(link).post("/modalities/us/echo", "{}")),
                both("Storage", SCP, NAME, "radiograph, C-scan, report kept", this::itStores),
                both("Query", SCP, NAME, "each level", this::itFinds),
                both("Retrieve by C-MOVE", SCP, NAME, "study received", this::itMoves),
                both("Verification", SCU, NAME, "answered", link -> asking.echo(peer(link), link)),
                both("Storage", SCU, NAME, "radiograph, C-scan, report kept", link -> {
                    Study study = asking.send(peer(link), link);
                    study.assertSame(kept(link, study));
                }),
                both("Query", SCU, NAME, "each level", link -> asking.find(peer(link), link)),
                both("Retrieve by C-MOVE", SCU, NAME, "study received by our archive", link -> {
                    client(link);
                    asking.move(peer(link), link);
                }),
                both("Retrieve by C-GET", SCU, NAME, "study received", link -> asking.get(peer(link), link)));
    }

    private Orthanc orthanc(Link link) {
        org.diconde4j.net.tck.Peers.orthanc();
        return running.get(link);
    }

    /** One that knows us. */
    Orthanc client(Link link) {
        Orthanc orthanc = orthanc(link);
        orthanc.modality("us", Ours.TITLE, us.port(link), link == Link.TLS);
        return orthanc;
    }

    Peer peer(Link link) {
        return new Peer(title(link), "127.0.0.1", orthanc(link).dicomPort());
    }

    /** Two titles for two servers, so that what we open ourselves goes to the right one. */
    static String title(Link link) {
        return link == Link.TLS ? Orthanc.TITLE + "_TLS" : Orthanc.TITLE;
    }

    private void itStores(Link link) throws Exception {
        Study study = Study.fresh(folder);
        List<String> ids = new ArrayList<>();
        for (Path file : study.files()) {
            ids.add("\"" + client(link).upload(file) + "\"");
        }
        client(link).post("/modalities/us/store", "[" + String.join(",", ids) + "]");
        study.assertIn(us.archive(link));
    }

    private void itFinds(Link link) throws Exception {
        Study study = Study.in(us.archive(link), folder);
        String uid = "\"StudyInstanceUID\": \"" + study.uid() + "\"";
        assertThat(answers(link, "Patient", "\"PatientID\": \"" + study.componentId() + "\""))
                .isOne();
        assertThat(answers(link, "Study", uid)).isOne();
        assertThat(answers(link, "Series", uid)).isEqualTo(study.objects().size());
        assertThat(answers(link, "Instance", uid)).isEqualTo(study.objects().size());
    }

    private long answers(Link link, String level, String keys) {
        String query = query(link, level, keys);
        return client(link)
                .get("/queries/" + query + "/answers")
                .lines()
                .filter(line -> line.contains("\""))
                .count();
    }

    private String query(Link link, String level, String keys) {
        String answer =
                client(link).post("/modalities/us/query", "{\"Level\": \"" + level + "\", \"Query\": {" + keys + "}}");
        Matcher id = ID.matcher(answer);
        assertThat(id.find()).as(answer).isTrue();
        return id.group(1);
    }

    private void itMoves(Link link) throws Exception {
        Study study = Study.in(us.archive(link), folder);
        String query = query(link, "Study", "\"StudyInstanceUID\": \"" + study.uid() + "\"");
        client(link).post("/queries/" + query + "/retrieve", "{\"TargetAet\": \"" + title(link) + "\"}");
        study.assertSame(kept(link, study));
    }

    private List<Dataset> kept(Link link, Study study) throws Exception {
        List<Dataset> kept = new ArrayList<>();
        for (String uid : study.instanceUids()) {
            kept.add(DicomReader.lenient()
                    .read(new ByteArrayInputStream(orthanc(link).download(uid)))
                    .dataset());
        }
        return kept;
    }
}
