package org.diconde4j.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diconde4j.codec.internal.jpegls.SubsampledFrame;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodec;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;

/** Small frames of many kinds from which a fuzzer begins. Those of others are made only where somebody fuzzes. */
final class FuzzSeeds {
    private static final boolean FUZZING = System.getenv("JAZZER_FUZZ") != null;

    private static final String[][] OPTIONS = {
        {},
        {CodecOptions.JPEG_PREDICTOR, "6", CodecOptions.JPEGLS_INTERLEAVE, "none", CodecOptions.JPEG2000_TILE, "7x9"},
        {CodecOptions.JPEG_PREDICTOR, "7", CodecOptions.JPEGLS_INTERLEAVE, "sample", CodecOptions.JPEG2000_LAYERS, "3"},
        {CodecOptions.JPEG_SUBSAMPLING, "4:4:4", CodecOptions.JPEG2000_PRECINCTS, "8x8,4x4"},
        {CodecOptions.JPEG2000_STYLE, "bypass,terminate,segmentation", CodecOptions.JPEG2000_PROGRESSION, "CPRL"},
        {CodecOptions.JPEG2000_MARKERS, "sop,eph", CodecOptions.JPEG2000_STYLE, "reset,causal,predictable"},
        {CodecOptions.JPEG2000_PROGRESSION, "RPCL", CodecOptions.JPEG2000_BLOCK, "4x8"}
    };

    private FuzzSeeds() {}

    /** What an encoder makes of frames of its many layouts; those that it refuses are left out. */
    static Stream<byte[]> of(FrameCodec codec, String syntax) {
        List<byte[]> seeds = new ArrayList<>();
        TestFrame.Content[] contents = TestFrame.Content.values();
        for (int i = 0; i < 42; i++) {
            Random random = new Random(i);
            int samples = i % 5 == 0 ? 3 : 1 + i % 7 / 6;
            PixelDescription layout =
                    TestFrame.layout(1 + random.nextInt(18), 1 + random.nextInt(18), samples, 1 + i % 16, i % 4 == 3);
            EncodeOptions options = options(OPTIONS[i % OPTIONS.length]);
            if (i % 6 == 1) {
                options = options.withQuality(70).withMaximumError(2);
            }
            try (FrameEncoder encoder = codec.encoder(syntax, layout, options)) {
                TestFrame frame = TestFrame.of(encoder.input(), contents[i % contents.length], random);
                byte[] encoded = frame.encoded(codec, syntax, options);
                seeds.add(FuzzedFrame.input(encoder.output(), i % 2 == 1, encoded));
            } catch (PixelException e) {
                // this transfer syntax has no such frames
            }
        }
        return seeds.stream();
    }

    private static EncodeOptions options(String[] special) {
        EncodeOptions options = EncodeOptions.DEFAULT;
        for (int i = 0; i < special.length; i += 2) {
            options = options.with(special[i], special[i + 1]);
        }
        return options;
    }

    /** Frames of JPEG-LS with components of different sizes. */
    static Stream<byte[]> subsampled() {
        int[][] factors = {{2, 4}, {2, 1}, {1, 2}};
        return IntStream.range(0, 8).mapToObj(i -> {
            SubsampledFrame frame = SubsampledFrame.of(9 + i, 18 - i, 2 * i + 2, factors, new Random(i));
            return FuzzedFrame.input(frame.layout(), i % 2 == 1, frame.encoded());
        });
    }

    /** Progressive frames by libjpeg. */
    static Stream<byte[]> progressive() {
        return theirs("ppm", 8, (in, out) -> {
            List<Object> command = new ArrayList<>(List.of(Peers.command("cjpeg", "libjpeg-turbo-progs")));
            command.addAll(List.of("-progressive", "-optimize", "-outfile", out, in));
            return List.of(command);
        });
    }

    /** JPEG 2000 frames by OpenJPEG. */
    static Stream<byte[]> openJpeg() {
        return theirs("ppm", 8, (in, out) -> {
            Path compress = Peers.command("opj_compress", "libopenjp2-tools");
            List<List<Object>> commands = new ArrayList<>();
            for (String options : List.of(
                    "-n 2",
                    "-I -r 8,4 -n 2",
                    "-M 63 -n 2",
                    "-SOP -EPH -t 9,7 -n 1",
                    "-ROI c=0,U=3 -n 2",
                    "-TP R -p RPCL -n 3",
                    "-POC T1=0,0,1,3,1,RLCP/T1=0,0,1,3,3,LRCP -n 3",
                    "-c [8,8] -b 4,4 -n 3",
                    "-I -d 3,2 -n 2")) {
                List<Object> command = new ArrayList<>(List.of(compress, "-i", in, "-o", out));
                command.addAll(List.of(options.split(" ")));
                commands.add(command);
            }
            return commands;
        });
    }

    private interface Commands {
        List<List<Object>> of(Path in, Path out);
    }

    private static Stream<byte[]> theirs(String suffix, int bits, Commands commands) {
        if (!FUZZING) {
            return Stream.of();
        }
        List<byte[]> seeds = new ArrayList<>();
        try {
            Path folder = Files.createTempDirectory("seeds");
            Path in = folder.resolve("in." + suffix);
            Path out = folder.resolve("out.j2k");
            for (int samples : new int[] {1, 3}) {
                PixelDescription layout = TestFrame.layout(15, 18, samples, bits, false);
                TestFrame frame = TestFrame.of(layout, TestFrame.Content.SMOOTH, new Random(samples));
                try (var stream = Files.newOutputStream(in)) {
                    stream.write(((samples == 3 ? "P6" : "P5") + "\n18 15\n255\n").getBytes("US-ASCII"));
                    stream.write(frame.bytes());
                }
                for (List<Object> command : commands.of(in, out)) {
                    Peers.run(Duration.ofSeconds(20), command.toArray()).succeeded();
                    seeds.add(FuzzedFrame.input(layout, seeds.size() % 2 == 1, Files.readAllBytes(out)));
                }
            }
            Files.delete(in);
            Files.delete(out);
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seeds.stream();
    }
}
