package org.diconde4j.render;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;

/**
 * A picture while it is made: samples of 16 bits, pixel by pixel.
 *
 * @param columns its width
 * @param rows its height
 * @param channels 1 or 3
 * @param samples all of them
 */
record Canvas(int columns, int rows, int channels, char[] samples) {
    Canvas(int columns, int rows, int channels) {
        this(columns, rows, channels, new char[columns * rows * channels]);
    }

    /** Turns clockwise, then mirrors left and right (PS3.3 C.10.6). */
    Canvas turned(int degrees, boolean mirrored) {
        if (degrees == 0 && !mirrored) {
            return this;
        }
        boolean upright = degrees % 180 == 0;
        Canvas turned = new Canvas(upright ? columns : rows, upright ? rows : columns, channels);
        for (int y = 0; y < turned.rows; y++) {
            for (int x = 0; x < turned.columns; x++) {
                int across = mirrored ? turned.columns - 1 - x : x;
                int from = switch (degrees) {
                    case 90 -> (rows - 1 - across) * columns + y;
                    case 180 -> (rows - 1 - y) * columns + columns - 1 - across;
                    case 270 -> across * columns + columns - 1 - y;
                    default -> y * columns + across;
                };
                System.arraycopy(
                        samples, from * channels, turned.samples, (y * turned.columns + x) * channels, channels);
            }
        }
        return turned;
    }

    BufferedImage image(boolean deep) {
        BufferedImage image = channels == 3
                ? Pictures.rgb(columns, rows, deep)
                : new BufferedImage(
                        columns, rows, deep ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY);
        fill(image.getRaster().getDataBuffer());
        return image;
    }

    private void fill(DataBuffer target) {
        if (target instanceof DataBufferUShort words) {
            short[] data = words.getData();
            for (int i = 0; i < data.length; i++) {
                data[i] = (short) samples[i];
            }
        } else if (target instanceof DataBufferByte bytes) {
            byte[] data = bytes.getData();
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) ((samples[i] * 0xFF + 0x7FFF) / 0xFFFF);
            }
        }
    }
}
