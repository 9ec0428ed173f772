package org.diconde4j.codec.internal.jpegls;

import java.nio.ByteBuffer;
import org.diconde4j.codec.internal.FrameRows;
import org.diconde4j.pixel.PixelDescription;

/** The colour transforms of HP's encoder, which T.87 does not know but CharLS writes and reads. */
final class HpColours {
    private HpColours() {}

    /** Makes red, green and blue of what was decoded. */
    static void undo(
            int transform, int precision, PixelDescription layout, FrameRows rows, ByteBuffer frame, int start) {
        int max = (1 << precision) - 1;
        int half = 1 << precision - 1;
        int[][] row = new int[3][layout.columns()];
        for (int y = 0; y < layout.rows(); y++) {
            for (int s = 0; s < 3; s++) {
                rows.read(frame, start, s, y, row[s], 0);
            }
            for (int x = 0; x < layout.columns(); x++) {
                int a = row[0][x] & max;
                int b = row[1][x] & max;
                int c = row[2][x] & max;
                switch (transform) {
                    case 1 -> {
                        row[0][x] = a + b - half & max;
                        row[2][x] = c + b - half & max;
                    }
                    case 2 -> {
                        int red = a + b - half & max;
                        row[0][x] = red;
                        row[2][x] = c + (red + b >> 1) - half & max;
                    }
                    default -> {
                        int green = a - (b + c >> 2) + half / 2 & max;
                        row[0][x] = c + green - half & max;
                        row[1][x] = green;
                        row[2][x] = b + green - half & max;
                    }
                }
            }
            for (int s = 0; s < 3; s++) {
                rows.write(row[s], 0, frame, start, s, y);
            }
        }
    }
}
