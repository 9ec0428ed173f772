package org.diconde4j.io;

import java.io.IOException;
import org.diconde4j.dict.VR;
import org.diconde4j.io.Lookahead.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands before a value: tag, representation and length (PS3.5 7.1.2 and 7.1.3), also where writers have got
 * it wrong. After {@link #read} the input stands at the value.
 */
final class HeaderReader {
    /** How the bytes after a tag can be meant. */
    private enum Form {
        /** A representation and a length of 16 bits. */
        SHORT,
        /** A representation, two reserved bytes and a length of 32 bits. */
        LONG,
        /** A length of 32 bits. */
        IMPLICIT
    }

    private static final Form[] NEW_REPRESENTATION = {Form.LONG, Form.SHORT, Form.IMPLICIT};
    private static final Form[] NO_REPRESENTATION = {Form.IMPLICIT, Form.SHORT, Form.LONG};
    private static final Form[] RESERVED_NOT_ZERO = {Form.LONG, Form.SHORT};

    private final Reading reading;
    private final Representations representations;
    private final Lookahead lookahead;

    VR vr = VR.UN;
    long length;
    /** Whether the encoding said the representation. */
    boolean said;

    HeaderReader(Reading reading, Representations representations, Lookahead lookahead) {
        this.reading = reading;
        this.representations = representations;
        this.lookahead = lookahead;
    }

    /** Reads a header of which 8 bytes are available; false if the input ends within it. */
    boolean read(long end) throws IOException {
        Input in = reading.in;
        VR found = VR.of(in.peek(4), in.peek(5));
        if (!reading.explicit) {
            if (found != null && isExplicitAfterAll(found, end)) {
                reading.deviate("expected no value representation in an implicit encoding, found " + found);
                return found.hasLongLength() ? takeLong(found) : takeShort(found);
            }
            takeImplicit();
            return true;
        }
        if (found == null) {
            return withoutRepresentation(end);
        }
        if (!found.hasLongLength()) {
            return takeShort(found);
        }
        if (in.peek16(6, false) != 0) {
            return withReservedBytes(found, end);
        }
        return takeLong(found);
    }

    private boolean takeShort(VR representation) {
        vr = representation;
        said = true;
        length = reading.in.peek16(6, reading.bigEndian);
        reading.in.consume(8);
        return true;
    }

    private boolean takeLong(VR representation) throws IOException {
        if (!reading.need(12)) {
            return false;
        }
        vr = representation;
        said = true;
        length = reading.peekLength(8);
        reading.in.consume(12);
        return true;
    }

    private void takeImplicit() {
        vr = representations.of(reading.tag);
        said = false;
        length = reading.peekLength(4);
        reading.in.consume(8);
    }

    /**
     * Some writers switch to explicit elements, mostly within sequences. The two letters could be a length by chance, of
     * more than 16 KiB; then something sensible stands after so many bytes.
     */
    private boolean isExplicitAfterAll(VR found, long end) throws IOException {
        if (fits(Form.IMPLICIT, end) == Verdict.YES) {
            return false;
        }
        Verdict explicit = fits(found.hasLongLength() ? Form.LONG : Form.SHORT, end);
        return explicit == Verdict.YES
                || explicit == Verdict.UNKNOWN && (found == VR.SQ || found == representations.of(reading.tag));
    }

    private boolean withReservedBytes(VR found, long end) throws IOException {
        Form form = choose(RESERVED_NOT_ZERO, end);
        reading.deviate("the two bytes after representation " + found + " are zero (PS3.5 7.1.2), found "
                + reading.in.peek16(6, reading.bigEndian)
                + (form == Form.SHORT ? ", which is the length" : ""));
        return form == Form.SHORT ? takeShort(found) : takeLong(found);
    }

    /**
     * A representation of a later edition has two capital letters and a 32-bit length (PS3.5 6.2 note 2); other bytes
     * are the length of an implicit encoding, or blanks where the representation was forgotten.
     */
    private boolean withoutRepresentation(long end) throws IOException {
        int first = reading.in.peek(4);
        int second = reading.in.peek(5);
        boolean letters = first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
        Form form = choose(letters ? NEW_REPRESENTATION : NO_REPRESENTATION, end);
        if (letters && form != Form.IMPLICIT) {
            reading.deviate("unknown value representation " + (char) first + (char) second + ", read as UN");
            return form == Form.LONG ? takeLong(VR.UN) : takeShort(VR.UN);
        }
        VR known = representations.of(reading.tag);
        reading.deviate("expected a value representation, found bytes " + Integer.toHexString(first) + ' '
                + Integer.toHexString(second) + "; read as " + known
                + (form == Form.IMPLICIT ? " of an implicit encoding" : ""));
        if (form == Form.IMPLICIT) {
            takeImplicit();
            return true;
        }
        return form == Form.LONG ? takeLong(known) : takeShort(known);
    }

    /** The first form after whose value something sensible stands, else the first that may be it, else the first. */
    private Form choose(Form[] forms, long end) throws IOException {
        @Nullable Form possible = null;
        for (Form form : forms) {
            Verdict verdict = fits(form, end);
            if (verdict == Verdict.YES) {
                return form;
            }
            if (verdict == Verdict.UNKNOWN && possible == null) {
                possible = form;
            }
        }
        return possible == null ? forms[0] : possible;
    }

    private Verdict fits(Form form, long end) throws IOException {
        Input in = reading.in;
        int header = form == Form.LONG ? 12 : 8;
        if (in.available(header) < header) {
            return Verdict.NO;
        }
        if (form == Form.LONG && in.peek16(6, false) != 0 && VR.of(in.peek(4), in.peek(5)) == null) {
            return Verdict.NO;
        }
        long value = switch (form) {
            case SHORT -> in.peek16(6, reading.bigEndian);
            case LONG -> reading.peekLength(8);
            case IMPLICIT -> reading.peekLength(4);
        };
        if (value == DataSetParser.UNDEFINED) {
            return lookahead.fits(header, 0, Long.MAX_VALUE);
        }
        return lookahead.fits(header + value, reading.tag, end - in.position());
    }
}
