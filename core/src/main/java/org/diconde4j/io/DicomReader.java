package org.diconde4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.Inflater;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.VR;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;

/**
 * Reads DICOM: Part 10 files (PS3.10 7) and bare data sets (PS3.5 7). Immutable and thread-safe; the {@code with}
 * methods give changed copies. What breaks the rules but leaves the meaning clear is reported to a listener, or refused
 * by a strict reader; what leaves none is a {@link DicomParseException}.
 */
public final class DicomReader {
    private static final DicomReader LENIENT = new DicomReader(
            ReadLimits.DEFAULT, new BulkPolicy(true, null, 1 << 16), false, deviation -> {}, Long.MAX_VALUE);

    private static final int BUFFER = 1 << 13;
    private static final int PREAMBLE = 128;

    private final ReadLimits limits;
    private final BulkPolicy bulk;
    private final boolean strict;
    private final Consumer<Deviation> deviations;
    private final long stopAt;

    private DicomReader(
            ReadLimits limits, BulkPolicy bulk, boolean strict, Consumer<Deviation> deviations, long stopAt) {
        this.limits = limits;
        this.bulk = bulk;
        this.strict = strict;
        this.deviations = deviations;
        this.stopAt = stopAt;
    }

    /**
     * A reader that reads as far as sense goes.
     *
     * @return a reader with the default limits that keeps values in memory, or in the file where there is one
     */
    public static DicomReader lenient() {
        return LENIENT;
    }

    /**
     * A reader that refuses every deviation.
     *
     * @return a reader with the default limits
     */
    public static DicomReader strict() {
        return new DicomReader(LENIENT.limits, LENIENT.bulk, true, LENIENT.deviations, LENIENT.stopAt);
    }

    /**
     * Changes the limits.
     *
     * @param limits what to accept
     * @return a changed copy
     */
    public DicomReader withLimits(ReadLimits limits) {
        return new DicomReader(limits, bulk, strict, deviations, stopAt);
    }

    /**
     * Listens to deviations.
     *
     * @param listener called on the reading thread for each
     * @return a changed copy
     */
    public DicomReader withDeviations(Consumer<Deviation> listener) {
        return new DicomReader(limits, bulk, strict, listener, stopAt);
    }

    /**
     * Stops before an element: what follows is not read.
     *
     * @param tag the first tag that is not wanted
     * @return a changed copy
     */
    public DicomReader withStopAt(int tag) {
        return new DicomReader(limits, bulk, strict, deviations, Integer.toUnsignedLong(tag));
    }

    /**
     * Passes over bulk values, noting their places only: for reading along a stream.
     *
     * @return a changed copy
     */
    public DicomReader withoutBulk() {
        return new DicomReader(limits, new BulkPolicy(false, null, bulk.threshold()), strict, deviations, stopAt);
    }

    /**
     * Leaves bulk values where they are, to be read from there when asked for. Offsets count from where the reading of
     * the stream begins.
     *
     * @param source where the bytes of the stream can be read again
     * @return a changed copy
     */
    public DicomReader withBulkIn(BulkData.Source source) {
        return new DicomReader(limits, bulk.source(source), strict, deviations, stopAt);
    }

    /**
     * Says from which size on a value counts as bulk.
     *
     * @param bytes at least 1; 64 KiB if not changed
     * @return a changed copy
     */
    public DicomReader withBulkFrom(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("the threshold for bulk values must be at least 1, not " + bytes);
        }
        return new DicomReader(
                limits, new BulkPolicy(bulk.inMemory(), bulk.source(), bytes), strict, deviations, stopAt);
    }

    /**
     * Reads a file. Bulk values stay in the file, unless its data set is deflated.
     *
     * @param file the file; it must not change while the result is in use
     * @return the object
     * @throws DicomParseException if the bytes are no DICOM
     * @throws IOException if the file cannot be read
     */
    public DicomObject read(Path file) throws IOException {
        DicomReader reader = bulk.inMemory() ? withBulkIn(fileSource(file)) : this;
        try (InputStream in = Files.newInputStream(file)) {
            return reader.read(in);
        } catch (DicomParseException e) {
            throw e.in(file.toString());
        }
    }

    private static BulkData.Source fileSource(Path file) {
        return (offset, length) -> {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return new BoundedInputStream(Channels.newInputStream(channel.position(offset)), length);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        };
    }

    /**
     * Reads a Part 10 stream up to its end.
     *
     * @param in the stream, not closed
     * @return the object
     * @throws DicomParseException if the bytes are no DICOM
     * @throws IOException if the stream cannot be read
     */
    public DicomObject read(InputStream in) throws IOException {
        Input input = new Input(in, BUFFER, 0);
        DicomObject meta = readMeta(input);
        return new DicomObject(
                meta.fileMeta(),
                meta.transferSyntax(),
                meta.datasetOffset(),
                readDataset(input, meta.transferSyntax()));
    }

    /**
     * Reads preamble and File Meta Information only.
     *
     * @param file the file
     * @return the object with an empty data set
     * @throws DicomParseException if the bytes are no DICOM
     * @throws IOException if the file cannot be read
     */
    public DicomObject readFileMeta(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return readFileMeta(in);
        } catch (DicomParseException e) {
            throw e.in(file.toString());
        }
    }

    /**
     * Reads preamble and File Meta Information only. Of the stream somewhat more is taken than they have bytes.
     *
     * @param in the stream, not closed
     * @return the object with an empty data set
     * @throws DicomParseException if the bytes are no DICOM
     * @throws IOException if the stream cannot be read
     */
    public DicomObject readFileMeta(InputStream in) throws IOException {
        return readMeta(new Input(in, BUFFER, 0));
    }

    /**
     * Reads a data set up to the end of a stream.
     *
     * @param in the stream, not closed
     * @param transferSyntax its encoding
     * @return the data set
     * @throws DicomParseException if the bytes are no data set of that encoding
     * @throws IOException if the stream cannot be read
     */
    public Dataset readDataset(InputStream in, TransferSyntax transferSyntax) throws IOException {
        return readDataset(new Input(in, BUFFER, 0), transferSyntax);
    }

    private Dataset readDataset(Input input, TransferSyntax syntax) throws IOException {
        if (!syntax.deflated()) {
            return parser(input, bulk).readToEnd(syntax.explicitVr(), syntax.bigEndian(), stopAt);
        }
        Inflater inflater = new Inflater(true);
        try {
            InputStream inflated = new BoundedInflation(input.rest(), inflater, limits);
            // places within the inflated bytes are no places in the file
            BulkPolicy policy = bulk.source() == null ? bulk : new BulkPolicy(true, null, bulk.threshold());
            return parser(new Input(inflated, BUFFER, 0), policy)
                    .readToEnd(syntax.explicitVr(), syntax.bigEndian(), stopAt);
        } finally {
            inflater.end();
        }
    }

    private DataSetParser parser(Input input, BulkPolicy policy) {
        return new DataSetParser(input, limits, policy, strict, deviations);
    }

    private DicomObject readMeta(Input input) throws IOException {
        int available = input.available(PREAMBLE + 4);
        if (available >= PREAMBLE + 4 && hasPrefix(input, PREAMBLE)) {
            input.consume(PREAMBLE + 4);
        } else if (available >= 4 && hasPrefix(input, 0)) {
            deviate("a preamble of 128 bytes is missing before DICM");
            input.consume(4);
        } else if (available < 8) {
            throw new DicomParseException("no DICOM: expected at least 8 bytes, found " + available, 0, 0);
        } else {
            deviate("preamble and prefix DICM are missing");
        }
        Dataset meta =
                parser(input, new BulkPolicy(true, null, Integer.MAX_VALUE)).readFileMeta();
        String uid = meta.string(Tag.TransferSyntaxUID);
        TransferSyntax syntax;
        if (uid == null) {
            syntax = guess(input);
            deviate("Transfer Syntax UID (0002,0010) is missing, the data set looks like " + syntax.name());
        } else {
            syntax = TransferSyntax.of(uid);
        }
        return new DicomObject(meta, syntax, input.position(), Dataset.empty());
    }

    private static boolean hasPrefix(Input input, int at) {
        return input.peek(at) == 'D'
                && input.peek(at + 1) == 'I'
                && input.peek(at + 2) == 'C'
                && input.peek(at + 3) == 'M';
    }

    /** The encoding of a data set that does not say: by how its first element looks. */
    private TransferSyntax guess(Input input) throws IOException {
        if (input.available(8) < 8) {
            throw new DicomParseException("no DICOM: no data set follows", 0, input.position());
        }
        boolean bigEndian = input.peek16(0, false) >= 0x0100 && input.peek16(0, true) < 0x0100;
        VR vr = VR.of(input.peek(4), input.peek(5));
        if (vr != null) {
            return bigEndian ? TransferSyntax.EXPLICIT_VR_BIG_ENDIAN : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
        }
        int tag = input.peek16(0, false) << 16 | input.peek16(2, false);
        boolean known = (tag & 0xFFFF) == 0 || Dictionary.standard().entry(tag) != null;
        if (bigEndian || !known || Integer.compareUnsigned(input.peek32(4, false), 1 << 20) > 0) {
            throw new DicomParseException(
                    String.format(
                            java.util.Locale.ROOT,
                            "no DICOM: expected the prefix DICM at offset 128 or a known element, found (%04X,%04X)",
                            tag >>> 16,
                            tag & 0xFFFF),
                    0,
                    input.position());
        }
        return TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
    }

    private void deviate(String problem) {
        if (strict) {
            throw new DicomParseException(problem, 0, 0);
        }
        deviations.accept(new Deviation(problem, 0, 0));
    }
}
