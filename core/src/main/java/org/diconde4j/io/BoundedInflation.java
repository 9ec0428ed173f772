package org.diconde4j.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Inflates a deflated data set (PS3.5 A.5) as far as the limits go. */
final class BoundedInflation extends InflaterInputStream {
    private static final int FREE = 1 << 16;

    private final ReadLimits limits;
    private final boolean truncated;

    BoundedInflation(InputStream in, Inflater inflater, ReadOptions options) {
        super(in, inflater, 1 << 13);
        this.limits = options.limits();
        this.truncated = options.truncated();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count;
        try {
            count = super.read(bytes, offset, length);
        } catch (EOFException e) {
            if (truncated) {
                return -1;
            }
            throw new DicomParseException("the deflated data set ends early", 0, inf.getBytesRead());
        } catch (ZipException e) {
            throw new DicomParseException("the deflated data set is damaged: " + e.getMessage(), 0, inf.getBytesRead());
        }
        long out = inf.getBytesWritten();
        if (out > limits.inflated() || out > FREE && out / limits.inflateRatio() > inf.getBytesRead()) {
            throw new DicomParseException(
                    "the deflated data set grows beyond the limits: " + inf.getBytesRead() + " bytes became " + out,
                    0,
                    inf.getBytesRead());
        }
        return count;
    }
}
