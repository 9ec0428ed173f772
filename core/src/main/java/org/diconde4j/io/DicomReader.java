package org.diconde4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;

/**
 * Reads DICOM: Part 10 files (PS3.10 7) and bare data sets (PS3.5 7). Immutable and thread-safe; the {@code with}
 * methods give changed copies. What breaks the rules but leaves the meaning clear is reported to a listener, or refused
 * by a strict reader; what leaves none is a {@link DicomParseException}.
 */
public final class DicomReader {
    private static final DicomReader LENIENT = new DicomReader(ReadOptions.LENIENT, new Workspace.Pool());

    private final ReadOptions options;
    private final Workspace.Pool workspaces;

    private DicomReader(ReadOptions options, Workspace.Pool workspaces) {
        this.options = options;
        this.workspaces = workspaces;
    }

    private DicomReader with(ReadOptions changed) {
        return new DicomReader(changed, workspaces);
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
        return LENIENT.with(ReadOptions.LENIENT.strict(true));
    }

    /**
     * Changes the limits.
     *
     * @param limits what to accept
     * @return a changed copy
     */
    public DicomReader withLimits(ReadLimits limits) {
        return with(options.limits(limits));
    }

    /**
     * Listens to deviations.
     *
     * @param listener called on the reading thread for each
     * @return a changed copy
     */
    public DicomReader withDeviations(Consumer<Deviation> listener) {
        return with(options.deviations(listener));
    }

    /**
     * Takes an input that ends early for a deviation: gives what was read of it, the last value as far as it goes.
     * Without this, such an input is refused.
     *
     * @return a changed copy
     */
    public DicomReader withTruncatedInput() {
        return with(options.truncated(true));
    }

    /**
     * Stops before an element: what follows is not read.
     *
     * @param tag the first tag that is not wanted
     * @return a changed copy
     */
    public DicomReader withStopAt(int tag) {
        return with(options.stopAt(Integer.toUnsignedLong(tag)));
    }

    /**
     * Listens to where the items of the outermost sequences begin.
     *
     * @param listener called on the reading thread for each
     * @return a changed copy
     */
    public DicomReader withItems(ItemListener listener) {
        return with(options.items(listener));
    }

    /**
     * Passes over bulk values, noting their places only: for reading along a stream.
     *
     * @return a changed copy
     */
    public DicomReader withoutBulk() {
        return with(options.bulkIn(null));
    }

    /**
     * Leaves bulk values where they are, to be read from there when asked for. Offsets count from where the reading of
     * the stream begins.
     *
     * @param source where the bytes of the stream can be read again
     * @return a changed copy
     */
    public DicomReader withBulkIn(BulkData.Source source) {
        return with(options.bulkIn(source));
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
        BulkPolicy bulk = options.bulk();
        return with(options.bulk(new BulkPolicy(bulk.inMemory(), bulk.source(), bytes)));
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
        DicomReader reader = options.bulk().inMemory() ? withBulkIn(BulkData.Source.of(file)) : this;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return reader.read(new FileStream(channel));
        } catch (DicomParseException e) {
            throw e.in(file.toString());
        }
    }

    /**
     * Reads a Part 10 stream up to its end. Where another object follows, that is a deviation, and the first is given.
     *
     * @param in the stream, not closed
     * @return the object
     * @throws DicomParseException if the bytes are no DICOM
     * @throws IOException if the stream cannot be read
     */
    public DicomObject read(InputStream in) throws IOException {
        Workspace workspace = workspaces.take();
        DicomObject object = new ObjectReader(in, options, workspace).only();
        workspaces.giveBack(workspace);
        return object;
    }

    /**
     * Opens a file that may hold several objects back to back, each with preamble and prefix of its own. Their bulk
     * values stay in the file, unless a data set is deflated.
     *
     * @param file the file; it must not change while the results are in use
     * @return the objects, to be closed
     * @throws IOException if the file cannot be opened
     */
    public ConcatenatedObjects objects(Path file) throws IOException {
        DicomReader reader = options.bulk().inMemory() ? withBulkIn(BulkData.Source.of(file)) : this;
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new ConcatenatedObjects(new FileStream(channel), reader.options, file.toString(), channel);
    }

    /**
     * Reads a stream that may hold several objects back to back, each with preamble and prefix of its own.
     *
     * @param in the stream, not closed
     * @return the objects; each is read when asked for
     */
    public ConcatenatedObjects objects(InputStream in) {
        return new ConcatenatedObjects(in, options, null, () -> {});
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
        Workspace workspace = workspaces.take();
        DicomObject head = new ObjectReader(in, options, workspace).head();
        workspaces.giveBack(workspace);
        return head;
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
        Workspace workspace = workspaces.take();
        Dataset dataset = new ObjectReader(in, options, workspace).dataset(transferSyntax);
        workspaces.giveBack(workspace);
        return dataset;
    }
}
