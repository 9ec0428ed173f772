package org.diconde4j.io;

import java.io.IOException;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** What stands before a data set: preamble, prefix and File Meta Information (PS3.10 7.1), or what there is of them. */
final class Beginning {
    private static final int PREFIX = 4;
    private static final int PREFIX_END = Preamble.LENGTH + PREFIX;

    private final Input in;
    private final ReadOptions options;
    private final DataSetParser parser;

    /** What was read: the object without its data set, and how to read that. */
    record Head(DicomObject object, Encoding encoding) {}

    Beginning(Input in, ReadOptions options, DataSetParser parser) {
        this.in = in;
        this.options = options;
        this.parser = parser;
    }

    Head read() throws IOException {
        Preamble preamble = preamble();
        boolean prefix = preamble != null;
        Dataset meta = meta();
        TransferSyntax announced = parser.announced();
        Encoding encoding;
        if (announced == null) {
            encoding = guess(prefix || !meta.isEmpty(), !meta.isEmpty());
            deviate("Transfer Syntax UID (0002,0010) is missing, the data set looks like " + encoding.description());
        } else {
            encoding = encoding(announced);
        }
        DicomObject object = new DicomObject(
                preamble == null ? Preamble.EMPTY : preamble, meta, encoding.syntax(), in.position(), Dataset.empty());
        return new Head(object, encoding);
    }

    // ---- preamble and prefix

    /** Reads preamble and prefix; null if there are none. */
    private @Nullable Preamble preamble() throws IOException {
        int available = in.available(PREFIX_END);
        if (available >= PREFIX_END && hasPrefix(in, Preamble.LENGTH)) {
            return take();
        }
        if (available >= PREFIX && hasPrefix(in, 0)) {
            deviate("a preamble of 128 bytes is missing before DICM");
            in.consume(PREFIX);
            return Preamble.EMPTY;
        }
        if (available < 8) {
            throw new DicomParseException("no DICOM: expected at least 8 bytes, found " + available, 0, in.position());
        }
        if (FirstElement.look(in, 0, false) != null) {
            deviate("preamble and prefix DICM are missing");
            return null;
        }
        return search();
    }

    private Preamble take() throws IOException {
        if (in.isZero(Preamble.LENGTH)) {
            in.consume(PREFIX_END);
            return Preamble.EMPTY;
        }
        byte[] bytes = new byte[Preamble.LENGTH];
        in.read(bytes, 0, bytes.length);
        in.consume(PREFIX);
        return Preamble.of(bytes);
    }

    /** Looks for what must come, behind bytes that are no part of it. */
    private @Nullable Preamble search() throws IOException {
        if (isMeta(in, PREFIX_END) || isMeta(in, Preamble.LENGTH)) {
            boolean damaged = isMeta(in, PREFIX_END);
            deviate("the prefix DICM is " + (damaged ? "damaged" : "missing"));
            in.consume(damaged ? PREFIX_END : Preamble.LENGTH);
            return null;
        }
        int window = in.available(in.capacity());
        for (int at = 1; at + 8 <= window; at++) {
            if (isPrefixAndMeta(in, at)) {
                int preamble = Math.min(at, Preamble.LENGTH);
                deviate(
                        at < Preamble.LENGTH
                                ? "a preamble has 128 bytes, found " + at
                                : (at - preamble) + " bytes stand before the preamble");
                in.consume(at - preamble);
                if (preamble == Preamble.LENGTH) {
                    return take();
                }
                in.consume(preamble + PREFIX);
                return Preamble.EMPTY;
            }
        }
        skipStrayBytes(window);
        return null;
    }

    /** A data set that begins late: behind one byte, or behind zeros that may be a preamble. */
    private void skipStrayBytes(int window) throws IOException {
        int zeros = 0;
        while (zeros < window && in.peek(zeros) == 0) {
            zeros++;
        }
        // of the zeros one or more may belong to the first tag, which in big endian order begins with one
        int[] places = {1, Preamble.LENGTH, zeros, zeros - 1};
        for (int at : places) {
            if (at > 0 && (at == 1 || at <= zeros) && at + 8 <= window && FirstElement.look(in, at, false) != null) {
                deviate(at + (at == 1 ? " stray byte stands" : " stray bytes stand") + " before the first element");
                in.consume(at);
                return;
            }
        }
    }

    private static boolean hasPrefix(Input in, int at) {
        return in.peek(at) == 'D' && in.peek(at + 1) == 'I' && in.peek(at + 2) == 'C' && in.peek(at + 3) == 'M';
    }

    /** Whether the prefix stands at a place, and File Meta Information behind it; 8 bytes must be available. */
    static boolean isPrefixAndMeta(Input in, int at) {
        return hasPrefix(in, at) && (in.peek16(at + 4, false) == 2 || in.peek16(at + 4, true) == 2);
    }

    /** Whether an explicit element of group 0002 stands at a place. */
    private static boolean isMeta(Input in, int at) throws IOException {
        return in.available(at + 8) >= at + 8
                && in.peek16(at, false) == 2
                && in.peek16(at + 2, false) <= 0x0102
                && VR.of(in.peek(at + 4), in.peek(at + 5)) != null;
    }

    // ---- File Meta Information

    private Dataset meta() throws IOException {
        boolean bigEndian = in.available(8) >= 8
                && in.peek16(0, true) == 2
                && in.peek16(0, false) != 2
                && VR.of(in.peek(4), in.peek(5)) != null;
        if (bigEndian) {
            deviate("File Meta Information is in little endian order (PS3.10 7.1), found big endian");
        }
        return parser.readFileMeta(bigEndian);
    }

    // ---- the data set

    /**
     * The encoding of a data set that does not say.
     *
     * @param announced whether something before it shows that this is DICOM
     * @param mayBeEmpty whether that is enough, even if nothing follows
     */
    private Encoding guess(boolean announced, boolean mayBeEmpty) throws IOException {
        if (in.available(8) < 8) {
            if (mayBeEmpty) {
                return Encoding.found(false, false); // nothing follows, in whatever encoding
            }
            throw new DicomParseException("no DICOM: no data set follows", 0, in.position());
        }
        Encoding found = FirstElement.look(in, 0, false);
        if (found != null) {
            return found;
        }
        if (announced && FirstElement.isDeflated(in)) {
            return Encoding.of(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
        }
        if (!announced) {
            throw new DicomParseException(
                    "no DICOM: expected the prefix DICM at offset 128 or a known element, found "
                            + Reading.name(FirstElement.tag(in, 0, false)),
                    0,
                    in.position());
        }
        return Encoding.found(false, false);
    }

    /** How a data set is encoded where an encoding is announced and its first element may show another one. */
    Encoding encoding(TransferSyntax announced) throws IOException {
        Encoding said = Encoding.of(announced);
        if (in.available(8) < 8) {
            return said;
        }
        Encoding found = FirstElement.look(in, 0, announced.bigEndian());
        boolean same;
        if (announced.deflated()) {
            // what is deflated may look like anything
            same = found == null || FirstElement.isDeflated(in);
        } else if (found == null) {
            same = !FirstElement.isDeflated(in);
        } else if (said.explicitVr() && !found.explicitVr() && FirstElement.isBeforeExplicit(in, found.bigEndian())) {
            same = true; // one element only has no representation
        } else {
            same = found.explicitVr() == said.explicitVr() && found.bigEndian() == said.bigEndian();
        }
        if (same) {
            return said;
        }
        Encoding actual = found == null ? Encoding.of(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN) : found;
        deviate("Transfer Syntax UID says " + announced.name() + ", the data set looks like " + actual.description());
        return announced.encapsulated() && found != null ? found.within(announced) : actual;
    }

    private void deviate(String problem) {
        if (options.strict()) {
            throw new DicomParseException(problem, 0, in.position());
        }
        options.deviations().accept(new Deviation(problem, 0, in.position()));
    }
}
