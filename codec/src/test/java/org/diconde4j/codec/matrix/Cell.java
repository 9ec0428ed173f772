package org.diconde4j.codec.matrix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.diconde4j.codec.CodecOptions;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.dict.UID;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.PixelDescription;

/** What is tried at once: a transfer syntax, a layout of frames of different content, and what an encoder is asked for. */
record Cell(String syntax, PixelDescription layout, String[] special) {
    /** Each content, and noise again, as GDCM writes no odd number of bytes. */
    static final int FRAMES = TestFrame.Content.values().length + 1;

    private static final int[][] SIZES = {{1, 1}, {1, 23}, {19, 1}, {13, 11}, {64, 64}, {123, 257}};
    private static final String[][] NONE = {{}};
    private static final String[][] PREDICTORS = {
        {CodecOptions.JPEG_PREDICTOR, "1"},
        {CodecOptions.JPEG_PREDICTOR, "2"},
        {CodecOptions.JPEG_PREDICTOR, "3"},
        {CodecOptions.JPEG_PREDICTOR, "4"},
        {CodecOptions.JPEG_PREDICTOR, "5"},
        {CodecOptions.JPEG_PREDICTOR, "6"},
        {CodecOptions.JPEG_PREDICTOR, "7"}
    };
    private static final String[][] INTERLEAVES = {
        {CodecOptions.JPEGLS_INTERLEAVE, "none"},
        {CodecOptions.JPEGLS_INTERLEAVE, "line"},
        {CodecOptions.JPEGLS_INTERLEAVE, "sample"}
    };
    private static final String[][] WAVELETS = {
        {},
        {CodecOptions.JPEG2000_TILE, "17x13"},
        {CodecOptions.JPEG2000_LEVELS, "0", CodecOptions.JPEG2000_COLOUR, "no"},
        {CodecOptions.JPEG2000_LAYERS, "4", CodecOptions.JPEG2000_PROGRESSION, "RLCP"},
        {CodecOptions.JPEG2000_STYLE, "bypass,terminate", CodecOptions.JPEG2000_PROGRESSION, "PCRL"},
        {CodecOptions.JPEG2000_STYLE, "reset,causal,predictable,segmentation", CodecOptions.JPEG2000_MARKERS, "sop,eph"
        },
        {CodecOptions.JPEG2000_PRECINCTS, "32x32,16x16", CodecOptions.JPEG2000_PROGRESSION, "RPCL"},
        {CodecOptions.JPEG2000_BLOCK, "8x16", CodecOptions.JPEG2000_PROGRESSION, "CPRL"}
    };
    private static final String[][] BLOCKS = {
        {},
        {CodecOptions.JPEG2000_TILE, "40x30"},
        {CodecOptions.JPEG2000_BLOCK, "32x32"},
        {CodecOptions.JPEG2000_PRECINCTS, "64x64", CodecOptions.JPEG2000_MARKERS, "sop"}
    };

    /** All of them; the options take turns. */
    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        add(cells, UID.RLELossless, 16, NONE);
        add(cells, UID.DeflatedImageFrameCompression, 16, NONE);
        add(cells, UID.JPEGLossless, 16, PREDICTORS);
        add(cells, UID.JPEGLosslessSV1, 16, NONE);
        add(cells, UID.JPEGLSLossless, 16, INTERLEAVES);
        add(cells, UID.JPEGLSNearLossless, 16, INTERLEAVES);
        add(cells, UID.JPEG2000Lossless, 24, WAVELETS);
        add(cells, UID.HTJ2KLossless, 16, BLOCKS);
        add(cells, UID.HTJ2KLosslessRPCL, 16, NONE);
        return cells;
    }

    /** Some of them, the same for the same seed, which puts them into an order; the first are left out. */
    static List<Cell> some(int from, int count, long seed) {
        List<Cell> cells = all();
        Collections.shuffle(cells, new Random(seed));
        return cells.stream().skip(from).limit(count).toList();
    }

    private static void add(List<Cell> cells, String syntax, int mostBits, String[][] options) {
        for (int bits = 1; bits <= mostBits; bits++) {
            for (int[] size : SIZES) {
                for (int kind = 0; kind < 5; kind++) { // grey, signed, palette, by pixel, by plane
                    PixelDescription layout = TestFrame.layout(size[0], size[1], kind < 3 ? 1 : 3, bits, kind == 1)
                            .withFrames(FRAMES);
                    if (kind == 1 && syntax.equals(UID.JPEGLSNearLossless) // a small error may change the sign
                            || kind == 2 && bits != 8 && bits != 16
                            || kind > 2 && bits > 16) {
                        continue;
                    }
                    if (kind == 2) {
                        layout = layout.withColour(1, "PALETTE COLOR", false);
                    } else if (kind == 4) {
                        layout = layout.withColour(3, "RGB", true);
                    }
                    cells.add(new Cell(syntax, layout, options[cells.size() % options.length]));
                }
            }
        }
    }

    EncodeOptions options() {
        EncodeOptions options = EncodeOptions.DEFAULT;
        for (int i = 0; i < special.length; i += 2) {
            options = options.with(special[i], special[i + 1]);
        }
        return syntax.equals(UID.JPEGLSNearLossless) ? options.withMaximumError(2) : options;
    }

    /** The frames, one after the other. */
    byte[] pixels() {
        int length = (int) layout.frameLength();
        byte[] bytes = new byte[FRAMES * length];
        Random random = new Random(layout.toString().hashCode());
        for (int i = 0; i < FRAMES; i++) {
            TestFrame.Content[] contents = TestFrame.Content.values();
            TestFrame.Content content = i < contents.length ? contents[i] : TestFrame.Content.NOISE;
            System.arraycopy(TestFrame.of(layout, content, random).bytes(), 0, bytes, i * length, length);
        }
        return bytes;
    }

    boolean isJpeg2000() {
        return syntax.equals(UID.JPEG2000Lossless)
                || syntax.equals(UID.HTJ2KLossless)
                || syntax.equals(UID.HTJ2KLosslessRPCL);
    }

    @Override
    public String toString() {
        return syntax + " of " + layout + " " + String.join(" ", special);
    }
}
