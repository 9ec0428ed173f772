package org.diconde4j.codec.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.Transcoder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A matrix of transfer syntaxes, layouts, sizes and options: peers decode what we encode, and we what they encode. How many of
 * its cells: system property {@code diconde4j.codecMatrix}; from which seed: {@code diconde4j.codecMatrixSeed}; how many are
 * left out before, so that several can share them: {@code diconde4j.codecMatrixFrom}. Where the number is said, what was done is
 * printed.
 */
class MatrixPeersTest {
    private static final int COUNT = Integer.getInteger("diconde4j.codecMatrix", 14);
    private static final int FROM = Integer.getInteger("diconde4j.codecMatrixFrom", 0);
    private static final long SEED = Long.getLong("diconde4j.codecMatrixSeed", 20_261_126);

    @TempDir
    Path folder;

    private final Map<String, int[]> done = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    private Path plain;
    private Path ours;
    private Path theirs;
    private Path back;

    @AfterAll
    static void end() {
        Pydicom.end();
    }

    @Test
    void peers_and_we_decode_each_others_frames() throws Exception {
        plain = folder.resolve("plain.dcm");
        ours = folder.resolve("ours.dcm");
        theirs = folder.resolve("theirs.dcm");
        back = folder.resolve("back.dcm");
        for (Cell cell : Cell.some(FROM, COUNT, SEED)) {
            Files.deleteIfExists(plain);
            Files.deleteIfExists(ours);
            CellFile.write(cell, plain);
            Transcoder.to(TransferSyntax.of(cell.syntax()))
                    .withEncoding(cell.options())
                    .withLossy()
                    .transcode(plain, ours);
            ours(cell);
            for (CellPeer peer : CellPeer.values()) {
                theirs(cell, peer);
            }
        }
        if (System.getProperty("diconde4j.codecMatrix") != null) {
            done.forEach((what, count) ->
                    System.out.println("CODECS: " + what + ": " + count[0] + " files of " + Cell.FRAMES + " frames"));
        }
        assertThat(wrong).as("of seed %d", SEED).isEmpty();
    }

    /** What we encode, decoded by us and by those peers that can decode such images at all. */
    private void ours(Cell cell) throws IOException {
        int[] values = CellFile.values(plain);
        int[] decoded = CellFile.values(ours);
        if (!cell.syntax().equals(UID.JPEGLSNearLossless)) {
            requireSame(cell, "we decode ours", decoded, values);
        } else if (largestDifference(decoded, values) > 2) {
            say("we lose more than 2 of " + cell);
        }
        if (cell.isJpeg2000()) {
            byOpenJpeg(cell, values);
        }
        for (CellPeer peer : CellPeer.values()) {
            if (!peer.decodes(cell)) {
                continue;
            }
            if (peer.decode(cell, ours, back)) {
                requireSame(cell, peer + " decodes ours", CellFile.values(back), decoded);
            } else if (anybody(cell, peer)) {
                say(peer + " cannot decode ours: " + cell);
            } else {
                count(cell, peer + " does not decode such images, whoever encoded them");
            }
        }
    }

    private void byOpenJpeg(Cell cell, int[] values) throws IOException {
        int samples = values.length / Cell.FRAMES;
        for (TestFrame.Content content : List.of(TestFrame.Content.SMOOTH, TestFrame.Content.NOISE)) {
            int frame = content.ordinal();
            int[] found = OpenJpeg.values(ours, frame, cell.layout().samplesPerPixel(), folder);
            int[] expected = Arrays.copyOfRange(values, frame * samples, (frame + 1) * samples);
            if (found == null) {
                say("OpenJPEG cannot decode ours: " + cell);
            } else {
                requireSame(cell, "OpenJPEG decodes ours", found, expected);
            }
        }
    }

    /** Whether a peer decodes what any peer makes of the image. */
    private boolean anybody(Cell cell, CellPeer decoder) throws IOException {
        for (CellPeer encoder : CellPeer.values()) {
            if (encoder.encodes(cell) && encoder.encode(cell, plain, theirs) && decoder.decode(cell, theirs, back)) {
                return true;
            }
        }
        return false;
    }

    /** What a peer encodes, decoded by us. */
    private void theirs(Cell cell, CellPeer peer) throws IOException {
        if (!peer.encodes(cell)) {
            return;
        }
        if (!peer.encode(cell, plain, theirs)) {
            count(cell, peer + " does not encode such images");
            return;
        }
        int[] values = CellFile.values(plain);
        int[] decoded = valuesOrNone(theirs);
        if (Arrays.equals(decoded, values)) {
            count(cell, "we decode " + peer + "'s");
            return;
        }
        int[] itself = peer.decode(cell, theirs, back) ? CellFile.values(back) : new int[0];
        boolean near = cell.syntax().equals(UID.JPEGLSNearLossless);
        if (near && Arrays.equals(decoded, itself)) {
            count(cell, "we decode " + peer + "'s");
        } else if (!near && !Arrays.equals(itself, values)) {
            count(cell, peer + " does not get back what it encodes");
        } else {
            say("we decode " + peer + "'s otherwise: " + cell);
        }
    }

    private static int[] valuesOrNone(Path file) throws IOException {
        try {
            return CellFile.values(file);
        } catch (PixelException e) {
            return new int[0];
        }
    }

    private void requireSame(Cell cell, String what, int[] found, int[] expected) {
        count(cell, what);
        int different = Arrays.mismatch(expected, found);
        if (different >= 0) {
            say(what + " otherwise from sample " + different + " of " + expected.length + " on: " + cell);
        }
    }

    private static int largestDifference(int[] some, int[] others) {
        int most = 0;
        for (int i = 0; i < some.length; i++) {
            most = Math.max(most, Math.abs(some[i] - others[i]));
        }
        return most;
    }

    private void count(Cell cell, String what) {
        String name = Dictionary.standard().nameOfUid(cell.syntax());
        done.computeIfAbsent(name + ", " + what, key -> new int[1])[0]++;
    }

    private void say(String what) {
        System.out.println("CODECS: " + what);
        wrong.add(what);
    }
}
