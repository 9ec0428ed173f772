package org.diconde4j.render;

import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** Lets {@code javax.imageio} find the reader of DICOM files. */
public final class DicomImageReaderSpi extends ImageReaderSpi {
    private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};
    private static final int PREAMBLE = 128;

    /** For {@code javax.imageio}. */
    public DicomImageReaderSpi() {
        super(
                "diconde4j",
                "1.0",
                new String[] {"DICOM", "dicom"},
                new String[] {"dcm", "dic", "dicom"},
                new String[] {"application/dicom"},
                DicomImageReader.class.getName(),
                new Class<?>[] {ImageInputStream.class},
                null,
                false,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                null);
    }

    @Override
    public boolean canDecodeInput(@Nullable Object source) throws IOException {
        if (!(source instanceof ImageInputStream in)) {
            return false;
        }
        in.mark();
        try {
            in.seek(in.getStreamPosition() + PREAMBLE);
            for (byte letter : PREFIX) {
                if (in.read() != letter) {
                    return false;
                }
            }
            return true;
        } finally {
            in.reset();
        }
    }

    @Override
    public ImageReader createReaderInstance(@Nullable Object extension) {
        return new DicomImageReader(this);
    }

    @Override
    public String getDescription(@Nullable Locale locale) {
        return "DICOM images (Part 10 files)";
    }
}
