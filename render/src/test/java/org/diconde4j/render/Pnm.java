package org.diconde4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.Assertions;

/** A raw PGM or PPM picture of 8 bits, as peers write them. */
record Pnm(int columns, int rows, int channels, int[] samples) {
    static Pnm read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String[] header = new String[4];
        int at = 0;
        for (int i = 0; i < 4; i++) {
            while (bytes[at] <= ' ' || bytes[at] == '#') {
                if (bytes[at++] == '#') {
                    while (bytes[at] != '\n') {
                        at++;
                    }
                }
            }
            int start = at;
            while (bytes[at] > ' ') {
                at++;
            }
            header[i] = new String(bytes, start, at - start, StandardCharsets.US_ASCII);
        }
        at++;
        assertThat(header[0]).isIn("P5", "P6");
        assertThat(header[3]).isEqualTo("255");
        int columns = Integer.parseInt(header[1]);
        int rows = Integer.parseInt(header[2]);
        int channels = header[0].equals("P5") ? 1 : 3;
        int[] samples = new int[columns * rows * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = bytes[at + i] & 0xFF;
        }
        return new Pnm(columns, rows, channels, samples);
    }

    /** Fails if a sample is further away than that. */
    void assertLike(int[] drawn, int tolerance) {
        assertThat(drawn).hasSameSizeAs(samples);
        int differ = 0;
        int first = -1;
        for (int i = 0; i < drawn.length; i++) {
            if (Math.abs(drawn[i] - samples[i]) > tolerance) {
                differ++;
                first = first < 0 ? i : first;
            }
        }
        if (differ > 0) {
            int from = Math.max(0, first - 4);
            int to = Math.min(drawn.length, first + 12);
            Assertions.fail(
                    "%d of %d samples differ, the first is %d of row %d; from four before it on expected %s, drawn %s",
                    differ,
                    drawn.length,
                    first % (columns * channels),
                    first / (columns * channels),
                    Arrays.toString(Arrays.copyOfRange(samples, from, to)),
                    Arrays.toString(Arrays.copyOfRange(drawn, from, to)));
        }
    }
}
