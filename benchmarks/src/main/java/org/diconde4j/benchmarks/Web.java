package org.diconde4j.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.tck.Orthanc;
import org.diconde4j.pixel.Transcoder;
import org.jspecify.annotations.Nullable;

/**
 * DICOMweb: one client asks our archive (files and H2, in a JVM of its own) and Orthanc with its DICOMweb plugin for the same objects by
 * turns, over one connection at a time. Of what Orthanc is no measure for, our times alone are told.
 */
final class Web {
    private static final Path PLUGIN = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");
    private static final int AT_ONCE = 10;
    private static final String PARTS = "multipart/related; type=\"application/dicom\"; boundary=X";

    /** So often a series is retrieved in a turn: with less, the turns that do not count are too short to compile what answers. */
    private static final int SERIES = 25;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Arguments given;
    private final int rounds;
    private long made;

    private Web(List<String> args) {
        given = new Arguments(
                args, "orthanc", "rounds", "instances", "studies", "stow", "frames", "side", "only", "dir");
        rounds = given.number("rounds", 3);
    }

    /**
     * Runs the comparison.
     *
     * @param args {@code orthanc=PROGRAM} where it is not on the path, {@code none} to do without, {@code rounds=3}, {@code
     *     instances=250} of 512 KiB in the series, {@code studies=50}, {@code stow=1000} objects of 512 KiB to be stored in a turn, {@code
     *     frames=10000} of an object, {@code side=3000} of the image of which thumbnails are made, {@code
     *     only=metadata,qido,wado,stow,frame,thumbnail}, {@code dir=FOLDER} for some GiB
     */
    static void run(List<String> args) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        new Web(args).all();
    }

    private void all() throws Exception {
        Network.load("Java %s, %d processors, medians of %d rounds", rounds);
        Path folder = given.newFolder("diconde4j-web");
        Path program = "none".equals(given.get("orthanc")) ? null : Network.orthanc(given.get("orthanc"));
        Map<String, String> options = new TreeMap<>(Orthanc.dicomWeb(PLUGIN));
        options.putAll(Map.of("SyncStorageArea", "true", "StorageCompression", "false", "KeepAlive", "true"));
        try (ServedJvm archive = ServedJvm.start("web", folder.resolve("ours").toString());
                Orthanc peer = program == null
                        ? null
                        : Orthanc.start(program, Files.createDirectory(folder.resolve("orthanc")), options)) {
            String ours = "http://127.0.0.1:" + archive.port() + "/dicom-web";
            String theirs = peer == null ? null : "http://127.0.0.1:" + peer.httpPort() + "/dicom-web";
            reading(ours, theirs);
            if (Network.wanted(given, "stow")) {
                int objects = given.number("stow", 1000);
                Turns.take(rounds, () -> stored(ours, objects), theirs == null ? null : () -> stored(theirs, objects))
                        .print("STOW of %,d objects of 512 KiB".formatted(objects), "objects/s", 2);
            }
            alone(ours);
        } finally {
            Network.delete(folder);
        }
        Network.load("Java %s, %d processors, %d rounds done", rounds);
    }

    private void reading(String ours, @Nullable String theirs) throws Exception {
        int instances = given.number("instances", 250);
        String study = NetworkObjects.study();
        String series = "/studies/" + study + "/series/"
                + CtSlice.of(1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                        .dataset()
                        .string(Tag.SeriesInstanceUID, "");
        for (String base : theirs == null ? List.of(ours) : List.of(ours, theirs)) {
            made = 0; // both have the same
            for (int i = 0; i < instances; i += AT_ONCE) {
                store(base, study, Math.min(AT_ONCE, instances - i), 512);
            }
            for (int i = 1; i < given.number("studies", 50); i++) {
                store(base, "1.2.3." + i, 1, 16);
            }
        }
        if (Network.wanted(given, "metadata")) {
            both("metadata of a series of %d".formatted(instances), "/s", 10, ours, theirs, base -> {
                for (int i = 0; i < 5; i++) {
                    get(base + series + "/metadata", "application/dicom+json");
                }
                return 5;
            });
        }
        if (Network.wanted(given, "qido")) {
            both("search of %d studies".formatted(given.number("studies", 50)), "/s", 5, ours, theirs, base -> {
                for (int i = 0; i < 20; i++) {
                    get(base + "/studies?limit=50", "application/dicom+json");
                }
                return 20;
            });
        }
        if (Network.wanted(given, "wado")) {
            String accept = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";
            both("a series of %d objects of 512 KiB".formatted(instances), "/s", 2, ours, theirs, base -> {
                URI uri = URI.create(base + series);
                try (PlainHttp client = new PlainHttp(uri)) {
                    for (int i = 0; i < SERIES; i++) {
                        long length = client.get(uri.getRawPath(), accept);
                        require(length > instances * (512L << 10), uri + ", which has " + length + " bytes", 200);
                    }
                }
                return SERIES;
            });
        }
    }

    /** Does something a number of times, which it tells. */
    private interface Work {
        double at(String base) throws Exception;
    }

    private void both(String what, String unit, double goal, String ours, @Nullable String theirs, Work work)
            throws Exception {
        Turns.take(rounds, () -> rate(ours, work), theirs == null ? null : () -> rate(theirs, work))
                .print(what, unit, goal);
    }

    private static double rate(String base, Work work) throws Exception {
        long start = System.nanoTime();
        double count = work.at(base);
        return count * 1e9 / (System.nanoTime() - start);
    }

    // ---- what only we are asked for ----

    private void alone(String ours) throws Exception {
        int frames = given.number("frames", 10_000);
        if (Network.wanted(given, "frame")) {
            for (String syntax : List.of(UID.ExplicitVRLittleEndian, UID.RLELossless)) {
                String many = "/studies/1.2.9/series/1.2.9.1/instances/" + manyFrames(ours, frames, syntax);
                for (int frame : new int[] {1, frames / 2, frames}) {
                    print(
                            "frame %,d of %,d, %s"
                                    .formatted(frame, frames, syntax.equals(UID.RLELossless) ? "RLE" : "native"),
                            10,
                            () -> firstByte(ours + many + "/frames/" + frame));
                }
            }
        }
        if (Network.wanted(given, "thumbnail")) {
            int side = given.number("side", 3000);
            List<String> images = new ArrayList<>();
            for (int i = 0; i < 2 * (rounds + Turns.WARM_UP); i++) {
                images.add(ours + "/studies/1.2.8/series/1.2.8.1/instances/" + image(ours, side));
            }
            print(
                    "thumbnail of %d x %d, cold".formatted(side, side),
                    50,
                    () -> firstByte(images.remove(0) + "/thumbnail"));
            String last = images.get(0) + "/thumbnail";
            print("the same, warm", 5, () -> firstByte(last));
        }
    }

    private interface Timed {
        double milliseconds() throws Exception;
    }

    private void print(String what, int goal, Timed timed) throws Exception {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < Turns.WARM_UP + rounds; i++) {
            double one = timed.milliseconds();
            if (i >= Turns.WARM_UP) {
                all.add(one);
            }
        }
        Ratios.print(
                "%-44s %9.2f %9s ms (%.2f to %.2f), goal %d ms",
                what,
                Ratios.median(all.stream().mapToDouble(x -> x).toArray()),
                "-",
                Collections.min(all),
                Collections.max(all),
                goal);
    }

    private double firstByte(String uri) throws Exception {
        long start = System.nanoTime();
        HttpResponse<InputStream> answer = http.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .header("Accept", "*/*; transfer-syntax=*")
                        .build(),
                BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            in.read();
            double milliseconds = (System.nanoTime() - start) / 1e6;
            in.transferTo(OutputStream.nullOutputStream());
            require(answer.statusCode() == 200, uri, answer.statusCode());
            return milliseconds;
        }
    }

    private String manyFrames(String base, int frames, String syntax) throws Exception {
        String uid = "1.2.9.1." + ++made;
        byte[] pixels = new byte[64 * 64 * frames];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) ((i >> 4) + (i >> 12));
        }
        Dataset dataset = image("1.2.9", uid, 64)
                .set(Tag.SOPClassUID, UID.MultiFrameGrayscaleByteSecondaryCaptureImageStorage)
                .set(Tag.NumberOfFrames, String.valueOf(frames))
                .set(Tag.BitsAllocated, 8)
                .set(Tag.BitsStored, 8)
                .set(Tag.HighBit, 7)
                .setBytes(Tag.PixelData, VR.OB, pixels)
                .build();
        DicomObject plain = object(dataset);
        try (var other = Transcoder.to(TransferSyntax.of(syntax)).transcode(plain)) {
            post(base, List.of(Inputs.file(other.object())));
        }
        return uid;
    }

    private String image(String base, int side) throws Exception {
        String uid = "1.2.8.1." + ++made;
        byte[] pixels = new byte[2 * side * side];
        new Random(made).nextBytes(pixels);
        for (int i = 1; i < pixels.length; i += 2) {
            pixels[i] = (byte) (i / 2 % side * 200 / side);
        }
        Dataset dataset = image("1.2.8", uid, side)
                .set(Tag.SOPClassUID, UID.DigitalXRayImageStorageForPresentation)
                .set(Tag.BitsAllocated, 16)
                .set(Tag.BitsStored, 16)
                .set(Tag.HighBit, 15)
                .setBytes(Tag.PixelData, VR.OW, pixels)
                .build();
        post(base, List.of(Inputs.file(object(dataset))));
        return uid;
    }

    private static Dataset.Builder image(String study, String uid, int side) {
        return Dataset.builder()
                .set(Tag.SOPInstanceUID, uid)
                .set(Tag.StudyInstanceUID, study)
                .set(Tag.SeriesInstanceUID, study + ".1")
                .set(Tag.PatientID, "SN-" + study)
                .set(Tag.Modality, "DX")
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.Rows, side)
                .set(Tag.Columns, side)
                .set(Tag.PixelRepresentation, 0);
    }

    private static DicomObject object(Dataset dataset) {
        return new DicomObject(Dataset.empty(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, 0, dataset);
    }

    // ---- requests ----

    private void get(String uri, String accept) throws Exception {
        HttpResponse<InputStream> answer = http.send(
                HttpRequest.newBuilder(URI.create(uri)).header("Accept", accept).build(), BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        require(answer.statusCode() == 200, uri, answer.statusCode());
    }

    /** Objects a second, ten in a request; that they are made does not count. */
    private double stored(String base, int objects) throws Exception {
        String study = NetworkObjects.study();
        URI uri = URI.create(base + "/studies");
        long nanos = 0;
        try (PlainHttp client = new PlainHttp(uri)) {
            for (int i = 0; i < objects; i += AT_ONCE) {
                List<byte[]> body = body(slices(study, Math.min(AT_ONCE, objects - i), 512));
                long start = System.nanoTime();
                client.post(uri.getRawPath(), PARTS, "application/dicom+json", body);
                nanos += System.nanoTime() - start;
            }
        }
        return objects * 1e9 / nanos;
    }

    private void store(String base, String study, int count, int side) throws Exception {
        post(base, slices(study, count, side));
    }

    private List<byte[]> slices(String study, int count, int side) {
        DicomObject slice = CtSlice.of(side, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(Inputs.file(object(slice.dataset().toBuilder()
                    .set(Tag.SOPInstanceUID, "2.25." + (20261126_0000000L + ++made))
                    .set(Tag.StudyInstanceUID, study)
                    .set(
                            Tag.SeriesInstanceUID,
                            slice.dataset().string(Tag.SeriesInstanceUID, "") + (side == 512 ? "" : "." + made))
                    .build())));
        }
        return files;
    }

    private static List<byte[]> body(List<byte[]> files) {
        List<byte[]> body = new ArrayList<>();
        for (byte[] file : files) {
            body.add("--X\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            body.add(file);
            body.add("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        body.add("--X--\r\n".getBytes(StandardCharsets.US_ASCII));
        return body;
    }

    private void post(String base, List<byte[]> files) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(base + "/studies"))
                        .header("Content-Type", PARTS)
                        .header("Accept", "application/dicom+json")
                        .POST(BodyPublishers.ofByteArrays(body(files)))
                        .build(),
                BodyHandlers.ofString());
        require(answer.statusCode() == 200, base + "/studies: " + answer.body(), answer.statusCode());
    }

    private static void require(boolean holds, String what, int status) throws IOException {
        if (!holds) {
            throw new IOException("expected 200 and all of " + what + ", found " + status);
        }
    }
}
