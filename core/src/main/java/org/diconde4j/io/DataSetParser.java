package org.diconde4j.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DatasetAssembler;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.Lookahead.Verdict;
import org.jspecify.annotations.Nullable;

/** Reads the elements of a data set one after the other (PS3.5 7). */
final class DataSetParser {
    static final int ITEM = ElementEncoder.ITEM;
    static final int ITEM_DELIMITER = ElementEncoder.ITEM_DELIMITER;
    static final int SEQUENCE_DELIMITER = ElementEncoder.SEQUENCE_DELIMITER;
    /** An item in the other byte order. */
    private static final int ITEM_SWAPPED = 0xFEFF00E0;

    private static final int DELIMITER_SWAPPED = 0xFEFFDDE0;

    static final long UNDEFINED = 0xFFFFFFFFL;

    private static final long TO_END_OF_INPUT = Long.MAX_VALUE;
    private static final int CHUNK = 1 << 20;
    private static final int ITEM_BYTE = 0xFE;
    private static final int NO_GROUP = -1;
    private static final int END_OF_META = 0x00030000;

    private final Reading reading;
    private final ReadOptions options;
    private final DatasetAssembler assembler;
    private final Representations representations;
    private final PlainElements plain;
    private final Lookahead lookahead;
    private final HeaderReader header;
    private final ValueReader values;
    private boolean encapsulated;
    /** The group whose length was announced, and where it should end. */
    private int group = NO_GROUP;

    private long groupEnd;
    private boolean anotherObject;
    private @Nullable TransferSyntax announced;

    DataSetParser(Input in, ReadOptions options, Workspace workspace) {
        this.reading = new Reading(in, options);
        this.options = options;
        this.assembler = workspace.assembler;
        this.representations = new Representations(assembler);
        this.plain = new PlainElements(reading, workspace, representations);
        this.lookahead = new Lookahead(reading);
        this.header = new HeaderReader(reading, representations, lookahead);
        this.values = new ValueReader(reading, assembler, representations);
    }

    /** Reads group 0002, which is explicit little endian always and ends where another group begins. */
    Dataset readFileMeta(boolean bigEndian) throws IOException {
        reading.explicit = true;
        reading.bigEndian = bigEndian;
        assembler.begin(bigEndian);
        long end = -1;
        boolean deflated = false;
        boolean any = false;
        Input in = reading.in;
        while (!reading.ended && in.available(4) >= 4 && in.peek16(0, bigEndian) == 0x0002) {
            if (deflated && in.position() == end) {
                break; // deflated bytes may look like anything
            }
            if (any && reading.peekTag() == Tag.FileMetaInformationGroupLength) {
                reading.deviate("File Meta Information stands twice; the first says how the data set is encoded");
                break;
            }
            int before = reading.tag < Tag.TransferSyntaxUID ? Tag.TransferSyntaxUID : END_OF_META;
            if (any && plain.take(reading.tag, before, deflated ? end : TO_END_OF_INPUT)) {
                continue;
            }
            element(0, TO_END_OF_INPUT);
            if (!any && reading.tag != Tag.FileMetaInformationGroupLength) {
                reading.deviate("the File Meta Information begins with its group length (PS3.10 7.1)");
            }
            any = true;
            if (reading.tag == Tag.FileMetaInformationGroupLength) {
                end = in.position() + Math.max(0, values.lastInteger(bigEndian));
            } else if (reading.tag == Tag.TransferSyntaxUID) {
                String uid = assembler.string(reading.tag);
                announced = uid == null || uid.isBlank() ? null : TransferSyntax.of(uid.strip());
                deflated = announced != null && announced.deflated();
            }
        }
        if (reading.ended) {
            in.skip(Long.MAX_VALUE); // the bytes of a header that was cut off are no data set
        }
        endGroup();
        return finish();
    }

    /** Reads elements up to the end of the input, or until one has a tag from {@link ReadOptions#stopAt} on. */
    Dataset readToEnd(Encoding encoding) throws IOException {
        reading.explicit = encoding.explicitVr();
        reading.bigEndian = encoding.bigEndian();
        encapsulated = encoding.syntax().encapsulated();
        values.begin(encoding.syntax().bigEndianPixels() && !encoding.syntax().bigEndian());
        assembler.begin(reading.bigEndian);
        EndOfObject end = new EndOfObject(reading, representations);
        Input in = reading.in;
        int stop = (int) Math.min(options.stopAt(), EndOfObject.END_OF_LOW_GROUPS);
        while (!reading.ended && in.available(8) > 0) {
            if (plain.take(end.last(), stop, TO_END_OF_INPUT)) {
                end.passed(reading.tag);
                if (in.available(8) == 0) {
                    break;
                }
            }
            if (in.available(4) >= 4 && Integer.toUnsignedLong(reading.peekTag()) >= options.stopAt()) {
                return finish();
            }
            if (!end.isPlainlyElement()) {
                if (end.isAnotherObject()) {
                    anotherObject = true;
                    break;
                }
                if (end.isNoElement()) {
                    break;
                }
            }
            element(0, TO_END_OF_INPUT);
            end.passed(reading.tag);
        }
        endGroup();
        return finish();
    }

    /** The transfer syntax that the File Meta Information says, or null if it says none. */
    @Nullable
    TransferSyntax announced() {
        return announced;
    }

    /** Whether reading ended where the preamble of another object begins. */
    boolean isBeforeAnotherObject() {
        return anotherObject;
    }

    private Dataset finish() {
        checkOrder();
        return assembler.end();
    }

    private void checkOrder() {
        if (!assembler.isSorted()) {
            reading.deviate("tags must ascend (PS3.5 7.1), found some out of order or twice");
        }
    }

    /** Reads one element; false if it was the delimiter of the item that is open. */
    private boolean element(int depth, long end) throws IOException {
        Input in = reading.in;
        reading.elementStart = in.position();
        if (in.available(8) < 8) {
            reading.tag = in.available(4) >= 4 ? reading.peekTag() : 0;
            reading.endsEarly(8, in.available(8));
            return true;
        }
        int tag = reading.peekTag();
        reading.tag = tag;
        reading.countElement("elements");
        if (group != NO_GROUP && tag >>> 16 != group) {
            endGroup();
        }
        if ((tag & 0xFFFF0000) == 0xFFFE0000) {
            return delimiter(depth, end);
        }
        if (!header.read(end)) {
            return true;
        }
        VR vr = header.vr;
        if (reading.watched && header.said) {
            checkRepresentation(vr);
        }
        if (header.length == UNDEFINED) {
            undefinedLength(vr, header.said, depth, end);
            return true;
        }
        long length = header.length;
        if ((length & 1) != 0) {
            length = oddLength(length, end);
        }
        if (length > end - in.position()) {
            length = beyondItem(vr, length, end - in.position());
        }
        if (vr == VR.SQ) {
            definedSequence(length, depth);
        } else if (vr == VR.UN && header.said) {
            unknown(length, depth);
        } else {
            value(vr, length, depth);
        }
        return true;
    }

    private void value(VR vr, long length, int depth) throws IOException {
        if (depth == 0 && encapsulated && length > 0 && reading.tag == Tag.PixelData) {
            reading.deviate(
                    "pixel data of an encapsulated transfer syntax is in fragments (PS3.5 A.4), found a value of "
                            + length + " bytes");
        }
        values.value(vr, false, length);
        if ((reading.tag & 0xFFFF) == 0 && length == 4 && reading.watched) {
            group = reading.tag >>> 16;
            groupEnd = reading.in.position() + (values.lastInteger(reading.bigEndian) & UNDEFINED);
        }
    }

    private void endGroup() {
        if (group != NO_GROUP && !reading.ended && reading.in.position() != groupEnd) {
            reading.deviate(String.format(
                    java.util.Locale.ROOT,
                    "group %04X should end at offset %d by its group length, found its end at %d",
                    group,
                    groupEnd,
                    reading.in.position()));
        }
        group = NO_GROUP;
    }

    /** Other text than the dictionary's is no matter: editions differ. Other numbers are, and items. */
    private void checkRepresentation(VR vr) {
        VR known = Dictionary.standard().vrOf(reading.tag);
        if (vr == known || vr == VR.UN || known == VR.UN || vr.isString() && known.isString()) {
            return;
        }
        Dictionary.Entry entry = Dictionary.standard().entry(reading.tag);
        if (entry == null || !entry.vr().contains(vr.name()) && !(vr == VR.OB && known == VR.OW)) {
            reading.deviate("expected representation " + (entry == null ? known : entry.vr()) + ", found " + vr);
        }
    }

    /** Lengths are even (PS3.5 7.1). A certain old writer says 13 where it means 10. */
    private long oddLength(long length, long end) throws IOException {
        long left = end - reading.in.position();
        if (length == 13
                && lookahead.fits(13, reading.tag, left) == Verdict.NO
                && lookahead.fits(10, reading.tag, left) == Verdict.YES) {
            reading.deviate("a length is even, found 13 where 10 bytes are");
            return 10;
        }
        reading.deviate("a length is even, found " + length);
        return length;
    }

    /** A value that is longer than the item around it: one of the two lengths is wrong. */
    private long beyondItem(VR vr, long length, long left) throws IOException {
        String problem = "the value of " + length + " bytes ends after the item around it, which has "
                + Math.max(0, left) + " left";
        if (vr != VR.SQ && lookahead.fits(length, 0, TO_END_OF_INPUT) == Verdict.YES) {
            reading.deviate(problem + "; the value is believed");
            return length;
        }
        if (left >= 0 && lookahead.fits(left, 0, TO_END_OF_INPUT) == Verdict.YES) {
            reading.deviate(problem + "; the item is believed");
            return left;
        }
        if (vr == VR.SQ) {
            reading.deviate(problem + "; its items are believed");
            return length;
        }
        throw reading.problem(problem);
    }

    private boolean delimiter(int depth, long end) throws IOException {
        Input in = reading.in;
        long length = reading.peekLength(4);
        if (reading.tag == ITEM) {
            return strayItem(length, end);
        }
        if (reading.tag == SEQUENCE_DELIMITER && depth > 0) {
            reading.deviate("expected the delimiter of an item, found that of its sequence");
            if (in.available(16) >= 16 && end - in.position() > 8) {
                int next = reading.peekTag(8);
                if (next == ITEM || next == SEQUENCE_DELIMITER) {
                    in.consume(8); // one was written in place of the other: the sequence goes on
                }
            }
            return false; // if not consumed, the sequence takes it
        }
        in.consume(8);
        if (length != 0) {
            reading.deviate("a delimiter has length 0, found " + length);
        }
        if (depth == 0 || reading.tag != ITEM_DELIMITER) {
            reading.deviate("a delimiter stands outside of any sequence");
            return true;
        }
        return false;
    }

    /** An item whose sequence has no header. Where it ends is sure only if something sensible stands behind it. */
    private boolean strayItem(long length, long end) throws IOException {
        String problem = "expected an element, found an item outside of a sequence";
        boolean isWhole = length > 0 && length != UNDEFINED;
        if (!isWhole || lookahead.fits(8 + length, 0, end - reading.in.position()) != Verdict.YES) {
            throw reading.problem(problem);
        }
        reading.deviate(problem + "; its " + length + " bytes are passed over");
        reading.in.skip(8 + length);
        return true;
    }

    private void undefinedLength(VR vr, boolean said, int depth, long end) throws IOException {
        boolean maybePixels = vr == VR.OB || vr == VR.OW || vr == VR.UN;
        if (vr == VR.SQ) {
            sequence(VR.SQ, depth, end, true);
        } else if (maybePixels && isPixelData(reading.tag)) {
            if (depth == 0 && !encapsulated && reading.tag == Tag.PixelData) {
                reading.deviate(
                        "pixel data of a native transfer syntax has a defined length (PS3.5 8.2), found fragments");
            }
            values.fragments(said ? vr : VR.OB, lookahead); // PS3.5 A.4: encapsulated pixel data is OB
        } else if (vr == VR.UN && isBeforeItem()) {
            if (said) {
                implicitSequence(depth, end, true); // PS3.5 6.2.2 note 4
            } else {
                sequence(VR.SQ, depth, end, true);
            }
        } else {
            undefinedAgainstRules(vr, depth, end);
        }
    }

    private boolean isBeforeItem() throws IOException {
        if (reading.in.available(8) < 8) {
            return true; // a sequence whose input ends
        }
        int next = reading.peekTag();
        return next == ITEM
                || next == SEQUENCE_DELIMITER
                || next == ITEM_SWAPPED
                || next == DELIMITER_SWAPPED; // UN holds little endian whatever is around it
    }

    private void undefinedAgainstRules(VR vr, int depth, long end) throws IOException {
        reading.deviate(
                "representation " + vr + " cannot have undefined length" + (vr == VR.UN ? " without items" : ""));
        if (!reading.need(8)) {
            return;
        }
        if (reading.peekTag() != ITEM) {
            values.delimited(vr);
        } else if ((vr == VR.OB || vr == VR.OW) && reading.peekLength(4) != UNDEFINED) {
            values.fragments(vr, lookahead);
        } else {
            sequence(VR.SQ, depth, end, true);
        }
    }

    private static boolean isPixelData(int tag) {
        return tag == Tag.PixelData || (tag & 0xFF00FFFF) == 0x7F000010 && (tag & 0x10000) == 0;
    }

    /** UN of an explicit encoding: in implicit little endian, if a dictionary knows what it is (PS3.5 6.2.2). */
    private void unknown(long length, int depth) throws IOException {
        VR known = representations.of(reading.tag);
        if (known != VR.SQ || length == 0) {
            values.value(known, known != VR.UN, length);
            return;
        }
        if (length > CHUNK || options.strict()) {
            implicitSequence(depth, reading.in.position() + length, false);
            return;
        }
        int unknown = reading.tag;
        long start = reading.elementStart;
        reading.countInMemory(length);
        Input outer = reading.in;
        boolean outerWithin = reading.within;
        int open = assembler.depth();
        byte[] bytes = new byte[(int) length];
        long at = reading.in.position();
        int found = reading.in.read(bytes, 0, bytes.length);
        if (found < bytes.length) {
            values.keep(VR.UN, false, bytes, found);
            reading.endsEarly(length, found);
            return;
        }
        reading.in = new Input(new ByteArrayInputStream(bytes), (int) Math.min(1 << 13, Math.max(64, length)), at);
        reading.within = true;
        try {
            if (reading.in.available(8) < 8 || reading.in.peek(0) != ITEM_BYTE) {
                throw reading.problem("expected an item");
            }
            implicitSequence(depth, at + length, false);
        } catch (DicomParseException e) {
            assembler.rollBack(open);
            reading.tag = unknown;
            reading.elementStart = start;
            reading.deviate("UN of a known sequence does not hold one, kept as bytes: " + e.getMessage());
            values.keep(VR.UN, false, bytes, bytes.length);
        } finally {
            reading.in = outer;
            reading.within = outerWithin;
        }
    }

    private void implicitSequence(int depth, long end, boolean undefined) throws IOException {
        boolean outerExplicit = reading.explicit;
        boolean outerOrder = reading.bigEndian;
        reading.explicit = false;
        reading.bigEndian = false;
        try {
            sequence(VR.UN, depth, end, undefined);
        } finally {
            reading.explicit = outerExplicit;
            reading.bigEndian = outerOrder;
        }
    }

    /** A sequence of defined length, or bytes that the dictionary takes for one. */
    private void definedSequence(long length, int depth) throws IOException {
        Input in = reading.in;
        if (length >= 8
                && in.available(8) >= 8
                && !isBeforeItem()
                && reading.peekTag() != ITEM_DELIMITER
                && lookahead.fits(length, reading.tag, TO_END_OF_INPUT) == Verdict.YES) {
            reading.deviate("expected an item (FFFE,E000), found " + Reading.name(reading.peekTag())
                    + "; the value is kept as bytes");
            values.value(VR.UN, false, length);
            return;
        }
        sequence(VR.SQ, depth, in.position() + length, false);
    }

    private void sequence(VR vr, int depth, long announcedEnd, boolean undefined) throws IOException {
        if (depth >= reading.limits.depth()) {
            throw reading.problem(
                    "sequences are nested deeper than " + reading.limits.depth() + ", which is the limit");
        }
        int sequenceTag = reading.tag;
        boolean outerOrder = reading.bigEndian;
        int outerGroup = group;
        long outerGroupEnd = groupEnd;
        group = NO_GROUP;
        long end = announcedEnd;
        boolean any = false;
        boolean delimited = !undefined;
        Input in = reading.in;
        while (!reading.ended && in.position() < end) {
            reading.elementStart = in.position();
            reading.tag = sequenceTag;
            if (undefined && reading.isAtEnd()) {
                break;
            }
            if (!reading.need(8)) {
                break;
            }
            if (!any && reading.peekTag() == ITEM_SWAPPED) {
                reading.deviate("the items of a sequence are in the other byte order");
                reading.bigEndian = !reading.bigEndian;
            }
            int itemTag = reading.peekTag();
            long length = reading.peekLength(4);
            if (itemTag == SEQUENCE_DELIMITER && undefined) {
                in.consume(8);
                delimited = true;
                if (length != 0) {
                    reading.deviate("a delimiter has length 0, found " + length);
                }
                break;
            }
            if (itemTag == SEQUENCE_DELIMITER || itemTag == ITEM_DELIMITER) {
                in.consume(8);
                reading.deviate("a delimiter stands where there is nothing to delimit");
                continue;
            }
            if (itemTag != ITEM) {
                if (lookahead.fits(0, sequenceTag, TO_END_OF_INPUT) != Verdict.YES) {
                    throw reading.problem("expected an item (FFFE,E000), found " + Reading.name(itemTag));
                }
                if (!undefined) {
                    reading.deviate("expected an item (FFFE,E000), found " + Reading.name(itemTag)
                            + ": the sequence ends " + (end - in.position()) + " bytes before its length");
                }
                break;
            }
            if (depth == 0) {
                options.items().begins(sequenceTag, reading.elementStart);
            }
            in.consume(8);
            reading.countElement("elements and items");
            long itemEnd = length == UNDEFINED ? end : in.position() + length;
            if (itemEnd > end) {
                end = beyondSequence(length, end, undefined);
                itemEnd = Math.min(itemEnd, end);
            }
            item(depth + 1, itemEnd, length == UNDEFINED);
            any = true;
        }
        reading.tag = sequenceTag;
        if (!delimited && !reading.ended) {
            reading.missing("the delimiter of a sequence");
        }
        reading.bigEndian = outerOrder;
        group = outerGroup;
        groupEnd = outerGroupEnd;
        assembler.sequence(sequenceTag, vr, undefined);
    }

    /** An item that is longer than its sequence: one of the two lengths is wrong. Gives the end of the sequence. */
    private long beyondSequence(long length, long end, boolean undefined) throws IOException {
        long left = end - reading.in.position();
        String problem = "an item of " + length + " bytes ends after its sequence, which has " + left + " left";
        boolean sequenceFits = lookahead.fits(left, 0, TO_END_OF_INPUT) == Verdict.YES;
        if (!undefined && !sequenceFits && lookahead.fits(length, 0, TO_END_OF_INPUT) == Verdict.YES) {
            reading.deviate(problem + "; the item is believed");
            return reading.in.position() + length;
        }
        reading.deviate(problem);
        return end;
    }

    private void item(int depth, long end, boolean undefined) throws IOException {
        int outer = representations.beginItem();
        assembler.begin(reading.bigEndian);
        boolean open = true;
        while (open && !reading.ended && reading.in.position() < end) {
            if (undefined && reading.isAtEnd()) {
                break;
            }
            boolean some = plain.take(0, Integer.MAX_VALUE, end);
            if (!some || reading.in.position() < end && !(undefined && reading.isAtEnd())) {
                open = element(depth, end);
            }
        }
        if (!reading.ended && undefined && open) {
            reading.missing("the delimiter of an item");
        } else if (!reading.ended && !undefined && !open) {
            reading.deviate("an item of defined length has a delimiter");
        }
        endGroup();
        representations.endItem(outer);
        checkOrder();
        assembler.endItem(undefined);
    }
}
