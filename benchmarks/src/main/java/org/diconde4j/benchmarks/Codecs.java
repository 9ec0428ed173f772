package org.diconde4j.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.Transcoder;

/**
 * Every codec on the same pixels as the programs of others, one thread each, by turns: megabytes of native pixels in a second
 * of processor time.
 */
final class Codecs {
    /**
     * A line of the table.
     *
     * @param peer decodes and encodes the same, or what it is measured against
     * @param reference the syntax that the peer decodes and encodes
     * @param bits the most bits of a sample
     * @param decoding how many times as fast as the peer
     */
    private record Subject(
            String name,
            String syntax,
            EncodeOptions options,
            CodecPeer peer,
            String reference,
            int bits,
            double decoding,
            double encoding) {}

    private static final List<Subject> SUBJECTS = List.of(
            subject("RLE", UID.RLELossless, CodecPeer.dcmtk("dcmcrle", "dcmdrle"), 2, 2),
            subject("JPEG lossless SV1", UID.JPEGLosslessSV1, CodecPeer.dcmtk("dcmcjpeg +e1", "dcmdjpeg"), 1, 1),
            new Subject(
                    "JPEG baseline, quality 90",
                    UID.JPEGBaseline8Bit,
                    EncodeOptions.DEFAULT.withQuality(90),
                    CodecPeer.dcmtk("dcmcjpeg +eb +q 90", "dcmdjpeg"),
                    UID.JPEGBaseline8Bit,
                    8,
                    1,
                    1),
            new Subject(
                    "JPEG extended, quality 90",
                    UID.JPEGExtended12Bit,
                    EncodeOptions.DEFAULT.withQuality(90),
                    CodecPeer.dcmtk("dcmcjpeg +ee +q 90", "dcmdjpeg"),
                    UID.JPEGExtended12Bit,
                    12,
                    1,
                    1),
            subject("JPEG-LS (CharLS in GDCM)", UID.JPEGLSLossless, CodecPeer.gdcm("gdcmconv --jpegls"), 1, 1),
            subject("JPEG 2000 (OpenJPEG in GDCM)", UID.JPEG2000Lossless, CodecPeer.gdcm("gdcmconv --j2k"), 1, 1),
            new Subject(
                    "JPEG 2000, 10:1",
                    UID.JPEG2000,
                    EncodeOptions.DEFAULT.withRatio(10),
                    CodecPeer.gdcm("gdcmconv --j2k --lossy --irreversible -r 10"),
                    UID.JPEG2000,
                    16,
                    1,
                    1),
            new Subject(
                    "HTJ2K against JPEG 2000 there",
                    UID.HTJ2KLossless,
                    EncodeOptions.DEFAULT,
                    CodecPeer.gdcm("gdcmconv --j2k"),
                    UID.JPEG2000Lossless,
                    16,
                    5,
                    1));

    /** Syntaxes of which one frame is decoded on several threads. */
    private static final Set<String> SCALING = Set.of(UID.JPEG2000Lossless, UID.HTJ2KLossless);

    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private final int rounds;
    private final Path folder;
    private final FrameCodecs codecs = FrameCodecs.installed();

    private Codecs(int rounds, Path folder) {
        this.rounds = rounds;
        this.folder = folder;
    }

    private static Subject subject(String name, String syntax, CodecPeer peer, double decoding, double encoding) {
        return new Subject(name, syntax, EncodeOptions.DEFAULT, peer, syntax, 16, decoding, encoding);
    }

    static void run(List<String> args) throws Exception {
        Arguments given = new Arguments(args, "dir", "rounds", "only", "image");
        Path folder = given.newFolder("diconde4j-codecs");
        Ratios.print(
                "%s; %d processors, load average %.1f, %s; MB of native pixels in a second of processor time",
                LocalDate.now(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                System.getProperty("java.vm.version"));
        try {
            Codecs table = new Codecs(given.number("rounds", 5), folder);
            for (String name : CodecImages.names(given.get("image", ""))) {
                table.report(name, CodecImages.image(name), given.get("only", ""));
            }
        } finally {
            for (String name : List.of("native.dcm", "encoded.dcm", "reference.dcm", "theirs.dcm")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    private void report(String title, DicomObject image, String only) throws Exception {
        Ratios.print("%n%s", title);
        Path file = folder.resolve("native.dcm");
        Files.deleteIfExists(file);
        DicomWriter.write(image, file);
        Frames frames = Frames.of(DicomReader.lenient().read(file));
        boolean colour = frames.description().samplesPerPixel() == 3;
        for (Subject subject : SUBJECTS) {
            boolean fits = frames.description().bitsStored() <= subject.bits()
                    // DCMTK makes 8 bits of what is baseline, and 12 of what is extended
                    && (!subject.syntax().equals(UID.JPEGExtended12Bit) || !colour)
                    && subject.name().contains(only);
            if (fits) {
                report(subject, frames, file);
            }
        }
    }

    private void report(Subject subject, Frames image, Path file) throws Exception {
        double megabytes = image.description().nativeLength() / 1e6;
        List<byte[]> pixels = frames(image);
        CodecPeer peer = subject.peer().isThere() ? subject.peer() : null;
        try (FrameEncoder encoder =
                codecs.encoder(TransferSyntax.of(subject.syntax()), image.description(), subject.options())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Turns.take(
                            rounds,
                            () -> megabytes / encode(encoder, pixels, out),
                            peer == null ? null : () -> megabytes / encode(peer, file))
                    .print(subject.name() + ", encode", "MB/s", subject.encoding());
        } catch (PixelException e) {
            Ratios.print("%-44s %s", subject.name(), String.valueOf(e.getMessage()));
            return;
        }
        Path encoded = encoded(subject, file);
        Frames compressed = Frames.of(DicomReader.lenient().read(encoded));
        List<byte[]> streams = frames(compressed);
        try (FrameDecoder decoder =
                codecs.decoder(compressed.transferSyntax(), compressed.description(), DecodeOptions.DEFAULT)) {
            ByteBuffer target = ByteBuffer.allocate((int) decoder.output().frameLength());
            Path theirs = peer == null ? encoded : reference(subject, peer, file, encoded);
            Turns.take(
                            rounds,
                            () -> megabytes / decode(decoder, streams, target),
                            peer == null ? null : () -> megabytes / (seconds(peer.decode(), theirs) - copy(peer, file)))
                    .print(subject.name() + ", decode", "MB/s", subject.decoding());
            if (subject.syntax().equals(UID.JPEG2000Lossless) && JavaJpeg2000.isThere()) {
                Turns.take(
                                rounds,
                                () -> megabytes / decode(decoder, streams, target),
                                () -> megabytes / processor(() -> JavaJpeg2000.decode(streams)))
                        .print("  against jai-imageio-jpeg2000", "MB/s", 3.0);
            }
            if (SCALING.contains(subject.syntax())) {
                secondThread(compressed, decoder, streams, target, megabytes);
            }
        }
    }

    /** What a second thread gains, by the clock: nothing else must run meanwhile. */
    private void secondThread(
            Frames compressed, FrameDecoder alone, List<byte[]> streams, ByteBuffer target, double megabytes)
            throws Exception {
        ExecutorService helper = Executors.newSingleThreadExecutor();
        try (FrameDecoder both = codecs.decoder(
                compressed.transferSyntax(), compressed.description(), DecodeOptions.DEFAULT.withExecutor(helper))) {
            Turns.take(
                            rounds,
                            () -> megabytes / clock(() -> decode(both, streams, target)),
                            () -> megabytes / clock(() -> decode(alone, streams, target)))
                    .print("  with a second thread, by the clock", "MB/s", 1.8);
        } finally {
            helper.shutdownNow();
        }
    }

    /** The same stream for both where both know the syntax. */
    private Path encoded(Subject subject, Path file) throws Exception {
        CodecPeer peer = subject.peer();
        List<String> encode = peer.encode();
        Path encoded = folder.resolve("encoded.dcm");
        if (encode != null && peer.isThere() && subject.reference().equals(subject.syntax())) {
            CodecPeer.seconds(encode, file, encoded);
            return encoded;
        }
        Files.deleteIfExists(encoded);
        Transcoder.to(TransferSyntax.of(subject.syntax()))
                .withEncoding(subject.options())
                .withLossy()
                .transcode(file, encoded);
        return encoded;
    }

    private Path reference(Subject subject, CodecPeer peer, Path file, Path encoded) throws Exception {
        List<String> encode = peer.encode();
        if (encode == null || subject.reference().equals(subject.syntax())) {
            return encoded;
        }
        Path reference = folder.resolve("reference.dcm");
        CodecPeer.seconds(encode, file, reference);
        return reference;
    }

    private double encode(CodecPeer peer, Path file) throws Exception {
        List<String> encode = peer.encode();
        return encode == null ? Double.NaN : seconds(encode, file) - copy(peer, file);
    }

    private double copy(CodecPeer peer, Path file) throws Exception {
        return seconds(peer.copy(), file);
    }

    private double seconds(List<String> command, Path in) throws Exception {
        return CodecPeer.seconds(command, in, folder.resolve("theirs.dcm"));
    }

    /** What is timed. */
    @FunctionalInterface
    private interface Timed {
        void run() throws Exception;
    }

    private static double processor(Timed task) throws Exception {
        long start = THREAD.getCurrentThreadCpuTime();
        task.run();
        return (THREAD.getCurrentThreadCpuTime() - start) / 1e9;
    }

    private static double clock(Timed task) throws Exception {
        long start = System.nanoTime();
        task.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static double encode(FrameEncoder encoder, List<byte[]> frames, ByteArrayOutputStream out)
            throws IOException {
        long start = THREAD.getCurrentThreadCpuTime();
        for (byte[] frame : frames) {
            out.reset();
            encoder.encode(ByteBuffer.wrap(frame), out);
        }
        return (THREAD.getCurrentThreadCpuTime() - start) / 1e9;
    }

    private static double decode(FrameDecoder decoder, List<byte[]> frames, ByteBuffer target) {
        long start = THREAD.getCurrentThreadCpuTime();
        for (byte[] frame : frames) {
            decoder.decode(ByteBuffer.wrap(frame), target.clear());
        }
        return (THREAD.getCurrentThreadCpuTime() - start) / 1e9;
    }

    private static List<byte[]> frames(Frames frames) throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < frames.count(); i++) {
            byte[] frame = new byte[(int) frames.length(i)];
            frames.read(i, frame, 0);
            all.add(frame);
        }
        return all;
    }
}
