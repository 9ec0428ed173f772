package org.diconde4j.render;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes pictures, and writes them by the writers of the JDK. */
final class Pictures {
    private Pictures() {}

    static void png(BufferedImage image, OutputStream out) throws IOException {
        write("png", image, -1, out);
    }

    static void jpeg(BufferedImage image, double quality, OutputStream out) throws IOException {
        write("jpeg", image, quality, out);
    }

    static void gif(BufferedImage image, OutputStream out) throws IOException {
        write("gif", image, -1, out);
    }

    /** An empty picture of red, green and blue, pixel by pixel. */
    static BufferedImage rgb(int columns, int rows, boolean deep) {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                false,
                false,
                Transparency.OPAQUE,
                deep ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE);
        return new BufferedImage(model, model.createCompatibleWritableRaster(columns, rows), false, null);
    }

    private static void write(String format, BufferedImage image, double quality, OutputStream out) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (ImageOutputStream target = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (quality >= 0) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality((float) quality);
            }
            writer.setOutput(target);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
    }
}
