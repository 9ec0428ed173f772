package org.diconde4j.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.Frames;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One frame of an image to and from each compression; with {@code -prof gc} it shows what is allocated. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class CodecBenchmark {
    /** The encoding. */
    @Param({UID.RLELossless, UID.JPEGLosslessSV1, UID.JPEGLSLossless, UID.JPEG2000Lossless, UID.HTJ2KLossless})
    public String syntax = UID.RLELossless;

    /** The image, by a part of its name. */
    @Param({"CT", "DR", "CR", "photo"})
    public String image = "CT";

    private byte[] pixels = {};
    private byte[] stream = {};
    private ByteBuffer target = ByteBuffer.allocate(0);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private FrameEncoder encoder;
    private FrameDecoder decoder;

    /** Encodes the frame once. */
    @Setup
    public void prepare() throws IOException {
        DicomObject object = CodecImages.image(CodecImages.names(image).get(0));
        Frames frames = Frames.of(object);
        pixels = new byte[(int) frames.length(0)];
        frames.read(0, pixels, 0);
        FrameCodecs codecs = FrameCodecs.installed();
        TransferSyntax encoding = TransferSyntax.of(syntax);
        encoder = codecs.encoder(encoding, frames.description(), EncodeOptions.DEFAULT);
        encode();
        stream = out.toByteArray();
        decoder = codecs.decoder(encoding, encoder.output(), DecodeOptions.DEFAULT);
        target = ByteBuffer.allocate((int) decoder.output().frameLength());
    }

    /** Closes what was opened. */
    @TearDown
    public void close() {
        encoder.close();
        decoder.close();
    }

    /** One frame into memory that is there already. */
    @Benchmark
    public Object encode() throws IOException {
        out.reset();
        encoder.encode(ByteBuffer.wrap(pixels), out);
        return out;
    }

    /** One frame into memory that is there already. */
    @Benchmark
    public Object decode() {
        decoder.decode(ByteBuffer.wrap(stream), target.clear());
        return target;
    }
}
