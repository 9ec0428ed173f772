package org.diconde4j.benchmarks;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Another JPEG 2000 decoder in Java, as {@code javax.imageio} finds it: jai-imageio-jpeg2000. */
final class JavaJpeg2000 {
    private JavaJpeg2000() {}

    private static @Nullable ImageReader reader() {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg2000");
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith("com.github.jaiimageio.")) {
                return reader;
            }
        }
        return null;
    }

    static boolean isThere() {
        return reader() != null;
    }

    /** Decodes codestreams. */
    static void decode(List<byte[]> streams) throws IOException {
        for (byte[] stream : streams) {
            ImageReader reader = reader();
            if (reader == null) {
                throw new IOException("jai-imageio-jpeg2000 is not on the class path");
            }
            try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(stream))) {
                reader.setInput(in, true, true);
                Raster decoded = reader.readRaster(0, null);
                if (decoded.getWidth() == 0) {
                    throw new IOException("nothing was decoded");
                }
            } finally {
                reader.dispose();
            }
        }
    }
}
