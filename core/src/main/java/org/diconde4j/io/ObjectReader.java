package org.diconde4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import org.diconde4j.data.Dataset;
import org.jspecify.annotations.Nullable;

/** Reads one object after the other from an input. Not thread-safe. */
final class ObjectReader {
    private static final int BUFFER = 1 << 13;

    private final Input input;
    private final ReadOptions options;
    private final Workspace workspace;
    private boolean atAnother;

    ObjectReader(InputStream in, ReadOptions options, Workspace workspace) {
        this.input = new Input(in, workspace.buffer, 0);
        this.options = options;
        this.workspace = workspace;
    }

    /** Preamble and File Meta Information, with an empty data set. */
    DicomObject head() throws IOException {
        return beginning(parser(input, options)).read().object();
    }

    private DataSetParser parser(Input from, ReadOptions how) {
        return new DataSetParser(from, how, workspace);
    }

    private Beginning beginning(DataSetParser parser) {
        return new Beginning(input, options, parser);
    }

    Dataset dataset(TransferSyntax syntax) throws IOException {
        DataSetParser parser = parser(input, options);
        Dataset dataset = dataset(beginning(parser).encoding(syntax), parser);
        refuseAnother();
        return dataset;
    }

    /** The one object that the input should hold. */
    DicomObject only() throws IOException {
        DicomObject object = object();
        refuseAnother();
        return object;
    }

    private void refuseAnother() {
        if (atAnother) {
            deviate("expected the end of the input, found another object");
        }
    }

    /** The next of several objects, or null at the end of the input. */
    @Nullable
    DicomObject next() throws IOException {
        boolean first = input.position() == 0;
        return first || atAnother ? object() : null;
    }

    private DicomObject object() throws IOException {
        atAnother = false;
        DataSetParser parser = parser(input, options);
        Beginning.Head head = beginning(parser).read();
        DicomObject object = head.object();
        return new DicomObject(
                object.preamble(),
                object.fileMeta(),
                object.transferSyntax(),
                object.datasetOffset(),
                dataset(head.encoding(), parser));
    }

    private Dataset dataset(Encoding encoding, DataSetParser parser) throws IOException {
        if (encoding.syntax().deflated()) {
            return inflated(encoding);
        }
        Dataset dataset = parser.readToEnd(encoding);
        atAnother = parser.isBeforeAnotherObject();
        return dataset;
    }

    private Dataset inflated(Encoding encoding) throws IOException {
        boolean zlib = input.available(6) >= 6 && isZlib();
        if (zlib) {
            deviate("a deflated data set has no zlib header (PS3.5 A.5), found one");
        }
        Inflater inflater = new Inflater(!zlib);
        try {
            InputStream inflated = new BoundedInflation(input.rest(), inflater, options);
            // places within the inflated bytes are no places in the file
            BulkPolicy bulk = options.bulk();
            ReadOptions inner =
                    bulk.source() == null ? options : options.bulk(new BulkPolicy(true, null, bulk.threshold()));
            Dataset dataset = parser(new Input(inflated, BUFFER, 0), inner).readToEnd(encoding);
            if (inflater.finished()) {
                input.unread(inflater.getRemaining());
                behindDeflated(inflater.getBytesRead());
            }
            return dataset;
        } finally {
            inflater.end();
        }
    }

    /** A zlib header (RFC 1950), and no block of stored bytes, which could begin the same way (RFC 1951 3.2.4). */
    private boolean isZlib() {
        boolean stored = (input.peek16(1, false) ^ input.peek16(3, false)) == 0xFFFF;
        return input.peek(0) == 0x78 && input.peek16(0, true) % 31 == 0 && !stored;
    }

    private void behindDeflated(long length) throws IOException {
        if ((length & 1) != 0 && input.available(1) > 0 && input.peek(0) == 0) {
            input.consume(1); // PS3.5 A.5: a byte of padding makes the length even
        }
        if (input.available(1) == 0) {
            return;
        }
        Reading here = new Reading(input, options);
        here.elementStart = input.position();
        atAnother = EndOfObject.isAnotherObject(input);
        if (!atAnother) {
            input.skip(Long.MAX_VALUE);
            here.deviate("expected the end of the input behind the deflated data set, found "
                    + (input.position() - here.elementStart) + " more bytes");
        }
    }

    private void deviate(String problem) {
        if (options.strict()) {
            throw new DicomParseException(problem, 0, input.position());
        }
        options.deviations().accept(new Deviation(problem, 0, input.position()));
    }
}
