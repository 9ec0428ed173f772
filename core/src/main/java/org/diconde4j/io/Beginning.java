package org.diconde4j.io;

import java.io.IOException;
import java.util.Locale;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/** What stands before a data set, and what its first bytes say of its encoding. */
final class Beginning {
    private static final int PREAMBLE = Preamble.LENGTH;
    private static final int UNDEFINED = -1;

    private Beginning() {}

    /** Reads preamble, prefix and File Meta Information (PS3.10 7.1), or as much as there is of them. */
    static DicomObject read(Input input, ReadOptions options) throws IOException {
        boolean prefix = true;
        Preamble preamble = Preamble.EMPTY;
        int available = input.available(PREAMBLE + 4);
        if (available >= PREAMBLE + 4 && hasPrefix(input, PREAMBLE)) {
            byte[] bytes = new byte[PREAMBLE];
            input.read(bytes, 0, PREAMBLE);
            preamble = Preamble.of(bytes);
            input.consume(4);
        } else if (available >= 4 && hasPrefix(input, 0)) {
            deviate(options, "a preamble of 128 bytes is missing before DICM", 0);
            input.consume(4);
        } else if (available < 8) {
            throw new DicomParseException("no DICOM: expected at least 8 bytes, found " + available, 0, 0);
        } else {
            prefix = false;
        }
        ReadOptions inMemory = options.bulk(new BulkPolicy(true, null, Integer.MAX_VALUE));
        Dataset meta = new DataSetParser(input, inMemory).readFileMeta();
        if (!prefix && meta.isEmpty()) {
            skipStrayByte(input, options);
        }
        String uid = meta.string(Tag.TransferSyntaxUID);
        TransferSyntax syntax;
        if (uid == null) {
            syntax = guess(input, prefix || !meta.isEmpty(), !meta.isEmpty());
            if (!prefix) {
                deviate(options, "preamble and prefix DICM are missing", 0);
            }
            deviate(
                    options,
                    "Transfer Syntax UID (0002,0010) is missing, the data set looks like " + syntax.name(),
                    input.position());
        } else {
            if (!prefix) {
                deviate(options, "preamble and prefix DICM are missing", 0);
            }
            syntax = TransferSyntax.of(uid);
        }
        return new DicomObject(preamble, meta, actual(input, syntax, options), input.position(), Dataset.empty());
    }

    private static boolean hasPrefix(Input input, int at) {
        return input.peek(at) == 'D'
                && input.peek(at + 1) == 'I'
                && input.peek(at + 2) == 'C'
                && input.peek(at + 3) == 'M';
    }

    /** A data set that begins one byte late, after a byte that is no part of it. */
    private static void skipStrayByte(Input input, ReadOptions options) throws IOException {
        if (input.available(9) >= 9
                && !looksExplicit(input, 0, false)
                && looksExplicit(input, 1, false)
                && Dictionary.standard().entry(tag(input, 0, false)) == null
                && Dictionary.standard().entry(tag(input, 1, false)) != null) {
            deviate(options, "a stray byte stands before the first element", 0);
            input.consume(1);
        }
    }

    private static int tag(Input input, int at, boolean bigEndian) {
        return input.peek16(at, bigEndian) << 16 | input.peek16(at + 2, bigEndian);
    }

    private static boolean looksExplicit(Input input, int at, boolean bigEndian) {
        VR vr = VR.of(input.peek(at + 4), input.peek(at + 5));
        return vr != null
                && (vr.hasLongLength()
                        ? input.peek16(at + 6, bigEndian) == 0
                        : input.peek16(at + 6, bigEndian) <= 0x4000);
    }

    /** Of two byte orders that in which the first group is a small number: all data sets begin with such a group. */
    private static boolean looksBigEndian(Input input) {
        return input.peek16(0, false) >= 0x0100 && input.peek16(0, true) < 0x0100;
    }

    /**
     * The encoding of a data set that does not say: by how its first element looks.
     *
     * @param announced whether something before it shows that this is DICOM
     * @param mayBeEmpty whether that is enough, even if nothing follows
     */
    private static TransferSyntax guess(Input input, boolean announced, boolean mayBeEmpty) throws IOException {
        int available = input.available(16);
        if (available < 8) {
            if (mayBeEmpty) {
                return TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN; // nothing follows, in whatever encoding
            }
            throw new DicomParseException("no DICOM: no data set follows", 0, input.position());
        }
        boolean bigEndian = looksBigEndian(input);
        if (VR.of(input.peek(4), input.peek(5)) != null) {
            return bigEndian ? TransferSyntax.EXPLICIT_VR_BIG_ENDIAN : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
        }
        int tag = tag(input, 0, false);
        int length = input.peek32(4, false);
        boolean sequence = length == UNDEFINED && available >= 12 && tag(input, 8, false) == DataSetParser.ITEM;
        boolean known = (tag & 0xFFFF) == 0 || Dictionary.standard().entry(tag) != null;
        boolean plausible = known && Integer.compareUnsigned(length, 1 << 20) <= 0;
        if (!sequence && !announced && (bigEndian || !plausible)) {
            throw new DicomParseException(
                    String.format(
                            Locale.ROOT,
                            "no DICOM: expected the prefix DICM at offset 128 or a known element, found (%04X,%04X)",
                            tag >>> 16,
                            tag & 0xFFFF),
                    0,
                    input.position());
        }
        return TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
    }

    /** The encoding that a native data set has, where its first element shows that the announced one cannot be. */
    static TransferSyntax actual(Input input, TransferSyntax announced, ReadOptions options) throws IOException {
        if (announced.deflated() || input.available(8) < 8) {
            return announced;
        }
        TransferSyntax actual = announced;
        if (!announced.explicitVr()) {
            if (looksExplicit(input, 0, false) && (tag(input, 0, false) & 0xFFFF) != 0) {
                actual = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
            }
        } else if (!announced.encapsulated() && VR.of(input.peek(4), input.peek(5)) != null) {
            boolean little = input.peek16(0, false) < 0x0100 && input.peek16(0, true) >= 0x0100;
            if (announced.bigEndian() && little) {
                actual = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
            } else if (!announced.bigEndian() && looksBigEndian(input)) {
                actual = TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
            }
        }
        if (!actual.equals(announced)) {
            deviate(
                    options,
                    "Transfer Syntax UID says " + announced.name() + ", the data set looks like " + actual.name(),
                    input.position());
        }
        return actual;
    }

    private static void deviate(ReadOptions options, String problem, long offset) {
        if (options.strict()) {
            throw new DicomParseException(problem, 0, offset);
        }
        options.deviations().accept(new Deviation(problem, 0, offset));
    }
}
