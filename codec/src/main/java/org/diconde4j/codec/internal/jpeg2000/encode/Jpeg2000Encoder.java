package org.diconde4j.codec.internal.jpeg2000.encode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.codec.internal.FrameBytes;
import org.diconde4j.codec.internal.Parallel;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.jspecify.annotations.Nullable;

/** Encodes frames as codestreams of JPEG 2000, of Part 1 or with the blocks of Part 15. */
public final class Jpeg2000Encoder implements FrameEncoder {
    private final Plan plan;
    private final PixelRows.Frame frame = new PixelRows.Frame();
    private final FrameCoder coder;
    private final CodestreamWriter writer;
    private final RateControl rateControl;
    private final FrameBytes in = new FrameBytes();

    /**
     * Prepares.
     *
     * @param pixels what native frames look like
     * @param options what is wanted
     * @param target the transfer syntax
     * @throws PixelException if such pixels cannot be encoded, or not as wanted
     */
    public Jpeg2000Encoder(PixelDescription pixels, EncodeOptions options, Target target) {
        plan = Plan.of(pixels, options, target);
        List<TileCode> tiles = new ArrayList<>();
        for (int i = 0; i < plan.siz().tiles(); i++) {
            tiles.add(new TileCode(plan, i, frame));
        }
        coder = new FrameCoder(plan, tiles, new Parallel(options.executor()));
        writer = new CodestreamWriter(plan);
        rateControl = new RateControl(plan, writer);
    }

    @Override
    public PixelDescription input() {
        return plan.input();
    }

    @Override
    public PixelDescription output() {
        return plan.output();
    }

    @Override
    public @Nullable String lossyMethod() {
        return plan.isLossy() ? plan.target().lossyMethod() : null;
    }

    @Override
    public void encode(ByteBuffer pixels, OutputStream out) throws IOException {
        plan.input().requireFrame(pixels);
        in.read(pixels);
        frame.bytes = in.array();
        frame.start = in.start();
        coder.transform();
        int lowest = coder.lowestPlane();
        coder.encode(lowest);
        while (!rateControl.choose(coder.tiles()) && lowest > 0) {
            lowest--; // what was estimated to suffice did not
            coder.encode(lowest);
        }
        writer.write(coder.tiles());
        out.write(writer.bytes().bytes, 0, writer.bytes().length);
    }
}
