package org.diconde4j.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.archive.Verification;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.FindMatches;
import org.diconde4j.net.Peer;
import org.diconde4j.net.RetrieveOutcome;
import org.diconde4j.net.SendSummary;
import org.diconde4j.net.StorageContext;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.service.StoreHandler;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.storage.Level;
import org.diconde4j.testkit.samples.NdeSamples;
import org.diconde4j.web.WebServer;

/** The archive's whole job, told step by step. */
final class Demo {
    static final String SAMPLES = "samples";
    static final String PICTURE = "weld.png";

    private static final String TITLE = "DICONDE4J";

    private final PrintStream out;
    private final Path folder;
    private final NdeSamples samples = NdeSamples.seeded(17);
    private final DimseClient station = DimseClient.as("XRAY1");
    private final Map<String, Path> files = new LinkedHashMap<>(); // by SOP Instance UID
    private final Set<StorageContext> kinds = new LinkedHashSet<>();
    private int step;

    Demo(Terminal terminal, Path folder) {
        this.out = terminal.out();
        this.folder = folder;
    }

    /** Runs it all; true if everything came back as it was sent. */
    boolean run() throws IOException {
        long start = System.nanoTime();
        makeSamples();
        Path data = folder.resolve("archive");
        say("Starting an archive in " + data + ".");
        boolean held;
        try (Archive archive = Archive.open(data)) {
            Receiver receiver = archive.receive().aeTitle(TITLE).port(0).start();
            Peer peer = new Peer(TITLE, "127.0.0.1", receiver.port());
            long opened = System.nanoTime();
            archive.awaitReady();
            tell("It listens on 127.0.0.1:" + peer.port() + " as " + TITLE + "; its database took " + seconds(opened)
                    + " to start.");
            held = send(peer) && find(peer) && fetch(peer) && compare() && verify(archive) && draw(archive);
        }
        out.println();
        out.println(
                held
                        ? "Everything came back byte for byte, after " + seconds(start) + "."
                        : "Not everything came back as it was sent, see above.");
        return held;
    }

    private void makeSamples() throws IOException {
        say("Making the inspection of component " + samples.componentIdNumber() + ", a valve with a welded nozzle:");
        Path place = Files.createDirectories(folder.resolve(SAMPLES));
        write(place, "weld-radiograph.dcm", samples.weldRadiograph());
        long bytes = Files.size(place.resolve("weld-radiograph.dcm"));
        tell("a digital radiograph of the weld, with its indications (" + size(bytes) + ")");
        List<DicomObject> slices = samples.castingCt();
        bytes = 0;
        for (int i = 0; i < slices.size(); i++) {
            String name = String.format(Locale.ROOT, "casting-ct-%02d.dcm", i + 1);
            write(place, name, slices.get(i));
            bytes += Files.size(place.resolve(name));
        }
        tell("a computed tomogram of the casting, " + slices.size() + " slices (" + size(bytes) + ")");
        write(place, "c-scan.dcm", samples.cScan());
        tell("an ultrasonic C-scan (" + size(Files.size(place.resolve("c-scan.dcm"))) + ")");
        write(place, "report.dcm", samples.report());
        tell("the report as PDF (" + size(Files.size(place.resolve("report.dcm"))) + ")");
    }

    private void write(Path place, String name, DicomObject object) throws IOException {
        Path file = place.resolve(name);
        try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file))) {
            DicomWriter.write(object, to);
        }
        files.put(object.dataset().string(Tag.SOPInstanceUID, ""), file);
        String sopClass = object.dataset().string(Tag.SOPClassUID, "");
        kinds.add(new StorageContext(sopClass, List.of(object.transferSyntax().uid())));
    }

    private boolean send(Peer peer) throws IOException {
        say("Sending these " + files.size() + " objects over the network, as a station would (C-STORE).");
        List<OutgoingObject> outgoing = new ArrayList<>();
        for (Path file : files.values()) {
            outgoing.add(OutgoingObject.ofFile(file));
        }
        long start = System.nanoTime();
        SendSummary summary = station.store(peer, outgoing, result -> {
            if (!result.stored()) {
                tell("not stored, status " + Status.hex(result.status()) + ": " + result.errorComment());
            }
        });
        tell("The archive has " + summary.stored() + " of them safe on disk after " + seconds(start) + ".");
        return summary.stored() == files.size();
    }

    private boolean find(Peer peer) {
        say("Asking it for component " + samples.componentIdNumber() + " (C-FIND).");
        Dataset byComponent = Dataset.builder()
                .set(Tag.PatientID, samples.componentIdNumber())
                .build();
        long studies = find(peer, Level.STUDY, "STUDY", byComponent);
        Dataset byStudy = Dataset.builder()
                .set(Tag.StudyInstanceUID, samples.studyInstanceUid())
                .build();
        long series = find(peer, Level.SERIES, "SERIES", byStudy);
        return studies == 1 && series == kinds.size();
    }

    private long find(Peer peer, Level level, String name, Dataset keys) {
        List<Integer> columns = Columns.of(level, Dataset.empty());
        Dataset.Builder wanted = Dataset.builder();
        columns.forEach(wanted::setEmpty);
        wanted.set(Tag.QueryRetrieveLevel, name).setAll(keys);
        out.println();
        try (Table table = new Table(out, Columns.titles(columns), "   ");
                FindMatches matches = station.find(peer, InformationModel.STUDY_ROOT, wanted.build())) {
            matches.forEachRemaining(match -> table.row(Columns.values(columns, match)));
            return table.rows();
        }
    }

    private boolean fetch(Peer peer) throws IOException {
        say("Fetching the whole study back over the network (C-GET).");
        Path place = Files.createDirectories(folder.resolve("fetched"));
        for (Path file : files.values()) {
            Files.deleteIfExists(place.resolve(file.getFileName())); // of an earlier demo, which would prove nothing
        }
        StoreHandler receiver = (request, dataset) -> {
            Path file = files.get(request.sopInstanceUid());
            if (file == null) {
                return StoreOutcome.of(Status.CANNOT_UNDERSTAND, "not asked for");
            }
            try (OutputStream to = Files.newOutputStream(place.resolve(file.getFileName()))) {
                to.write(DicomWriter.preambleAndMeta(
                        FileMeta.of(request.sopClassUid(), request.sopInstanceUid(), request.transferSyntaxUid())));
                dataset.transferTo(to);
            }
            return StoreOutcome.success();
        };
        Dataset keys = Dataset.builder()
                .set(Tag.QueryRetrieveLevel, "STUDY")
                .set(Tag.StudyInstanceUID, samples.studyInstanceUid())
                .build();
        long start = System.nanoTime();
        RetrieveOutcome outcome =
                station.get(peer, InformationModel.STUDY_ROOT, keys, List.copyOf(kinds), receiver, progress -> true);
        tell(outcome.progress().completed() + " objects arrived after " + seconds(start)
                + (outcome.complete() ? "." : ", but the archive says " + Status.hex(outcome.status())));
        return outcome.complete();
    }

    private boolean compare() throws IOException {
        say("Comparing each data set with the one that was sent, byte for byte.");
        int same = 0;
        for (Path sent : files.values()) {
            Path fetched = folder.resolve("fetched").resolve(sent.getFileName());
            if (Files.exists(fetched) && sameDataset(sent, fetched)) {
                same++;
            } else {
                tell(sent.getFileName() + " came back different, or not at all");
            }
        }
        tell(same + " of " + files.size() + " are identical.");
        return same == files.size();
    }

    /** What stands before the data set names whoever wrote the file, and may differ (PS3.10 7.1). */
    private static boolean sameDataset(Path one, Path other) throws IOException {
        try (InputStream a = dataset(one);
                InputStream b = dataset(other)) {
            byte[] left;
            do {
                left = a.readNBytes(1 << 16);
                if (!Arrays.equals(left, b.readNBytes(1 << 16))) {
                    return false;
                }
            } while (left.length > 0);
            return true;
        }
    }

    private static InputStream dataset(Path file) throws IOException {
        long offset = DicomReader.lenient().readFileMeta(file).datasetOffset();
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(offset);
        return in;
    }

    private boolean verify(Archive archive) {
        say("Letting the archive read its files again and compare them with their recorded digests.");
        Verification.Report report = archive.verify().run(finding -> tell(finding.problem()));
        tell(report.verified() + " are as recorded, " + (report.damaged() + report.missing()) + " are not.");
        return report.damaged() + report.missing() == 0;
    }

    private boolean draw(Archive archive) throws IOException {
        say("Asking for a picture of the weld, as a browser would (DICOMweb).");
        try (WebServer web = WebServer.start(archive, 0)) {
            URI address = URI.create(web.uri() + weldPath());
            HttpRequest request = HttpRequest.newBuilder(address)
                    .header("Accept", "image/png")
                    .build();
            Path picture = folder.resolve(PICTURE);
            HttpResponse<Path> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofFile(picture));
            tell(answer.statusCode() + " " + address);
            tell("The picture has " + Files.size(picture) / 1000 + " kB.");
            return answer.statusCode() == 200;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the picture was waited for", e);
        }
    }

    /** Where the weld's picture is, below the address of the services. */
    String weldPath() {
        Dataset weld = samples.weldRadiograph().dataset();
        return "/studies/" + weld.string(Tag.StudyInstanceUID, "") + "/series/" + weld.string(Tag.SeriesInstanceUID, "")
                + "/instances/" + weld.string(Tag.SOPInstanceUID, "") + "/rendered";
    }

    private void say(String what) {
        out.println((step == 0 ? "" : "\n") + ++step + ". " + what);
    }

    private void tell(String what) {
        out.println("   " + what);
    }

    private static String seconds(long since) {
        double seconds = Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0;
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    private static String size(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
