package org.diconde4j.render;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.diconde4j.data.DicondeException;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameReader;
import org.diconde4j.pixel.Frames;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a DICOM file as {@link StoredPicture} draws them; each frame is an image. Files of any encoding that a
 * frame codec decodes. Errors are {@link IIOException}s with the cause. Not thread-safe, like all readers.
 */
final class DicomImageReader extends ImageReader {
    private @Nullable FrameReader frames;
    private @Nullable StoredPicture picture;
    private int count;

    DicomImageReader(ImageReaderSpi provider) {
        super(provider);
    }

    @Override
    public void setInput(@Nullable Object source, boolean seekForwardOnly, boolean ignoreMetadata) {
        super.setInput(source, seekForwardOnly, ignoreMetadata);
        close();
    }

    private FrameReader frames() throws IOException {
        if (frames != null) {
            return frames;
        }
        if (!(getInput() instanceof ImageInputStream in)) {
            throw new IllegalStateException("no input was set");
        }
        try {
            ImageStreamSource source = new ImageStreamSource(in, in.getStreamPosition());
            DicomObject object;
            try (InputStream stream = source.open(0, Long.MAX_VALUE - source.start())) {
                object = DicomReader.lenient().withBulkIn(source).read(stream);
            }
            Frames found = Frames.of(object);
            FrameReader reader = FrameReader.open(found, FrameCodecs.installed(), DecodeOptions.DEFAULT);
            picture = StoredPicture.of(reader.description(), object.dataset());
            count = found.count();
            frames = reader;
            return reader;
        } catch (DicondeException e) {
            throw new IIOException(e.getMessage(), e);
        }
    }

    private FrameReader frames(int image) throws IOException {
        FrameReader reader = frames();
        if (image < 0 || image >= count) {
            throw new IndexOutOfBoundsException("image " + image + " of " + count);
        }
        return reader;
    }

    @Override
    public int getNumImages(boolean allowSearch) throws IOException {
        frames();
        return count;
    }

    @Override
    public int getWidth(int image) throws IOException {
        return frames(image).description().columns();
    }

    @Override
    public int getHeight(int image) throws IOException {
        return frames(image).description().rows();
    }

    @Override
    public Iterator<ImageTypeSpecifier> getImageTypes(int image) throws IOException {
        return List.of(ImageTypeSpecifier.createFromRenderedImage(draw(image))).iterator();
    }

    @Override
    public @Nullable IIOMetadata getStreamMetadata() {
        return null; // data sets are richer than what this could say: org.diconde4j.io reads them
    }

    @Override
    public @Nullable IIOMetadata getImageMetadata(int image) {
        return null;
    }

    @Override
    public BufferedImage read(int image, @Nullable ImageReadParam wanted) throws IOException {
        BufferedImage whole = draw(image);
        if (wanted == null) {
            return whole;
        }
        List<ImageTypeSpecifier> types = List.of(ImageTypeSpecifier.createFromRenderedImage(whole));
        BufferedImage target = getDestination(wanted, types.iterator(), whole.getWidth(), whole.getHeight());
        checkReadParamBandSettings(
                wanted,
                whole.getSampleModel().getNumBands(),
                target.getSampleModel().getNumBands());
        Rectangle from = new Rectangle();
        Rectangle to = new Rectangle();
        computeRegions(wanted, whole.getWidth(), whole.getHeight(), target, from, to);
        int[] pixel = new int[whole.getSampleModel().getNumBands()];
        for (int y = 0; y < to.height; y++) {
            for (int x = 0; x < to.width; x++) {
                whole.getRaster()
                        .getPixel(
                                from.x + x * wanted.getSourceXSubsampling(),
                                from.y + y * wanted.getSourceYSubsampling(),
                                pixel);
                target.getRaster().setPixel(to.x + x, to.y + y, pixel);
            }
        }
        return target;
    }

    @Override
    public boolean canReadRaster() {
        return true;
    }

    @Override
    public Raster readRaster(int image, @Nullable ImageReadParam wanted) throws IOException {
        return read(image, wanted).getRaster();
    }

    private BufferedImage draw(int image) throws IOException {
        FrameReader reader = frames(image);
        StoredPicture draws = picture;
        if (draws == null) {
            throw new IllegalStateException("the reader was closed");
        }
        try {
            ByteBuffer frame = reader.read(image);
            return draws.draw(frame);
        } catch (DicondeException e) {
            throw new IIOException(e.getMessage(), e);
        }
    }

    private void close() {
        if (frames != null) {
            try {
                frames.close();
            } catch (IOException e) {
                // the stream is the caller's, and the decoder's memory is gone all the same
            }
            frames = null;
            picture = null;
        }
    }

    @Override
    public void reset() {
        close();
        super.reset();
    }

    @Override
    public void dispose() {
        close();
    }
}
