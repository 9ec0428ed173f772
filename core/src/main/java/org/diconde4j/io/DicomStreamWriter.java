package org.diconde4j.io;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * Writes an object element by element, for producers that do not have it in memory: values from streams and channels,
 * sequences, frames as they are made, of any size in all. What would break the rules is refused as it comes: tags that
 * do not ascend, items that are not balanced, lengths that are not kept. {@link #finish()} ends the object; a file that
 * is closed without it is deleted. Not thread-safe.
 *
 * <pre>{@code
 * try (DicomStreamWriter out = DicomStreamWriter.create(file, FileMeta.of(sopClass, instance, UID.JPEG2000Lossless))) {
 *     out.elements(header);                                            // all that stands before the pixel data
 *     out.beginFragments(Tag.PixelData, VR.OB, OffsetTables.extended(frames));
 *     for (int i = 0; i < frames; i++) {
 *         out.beginFrame();
 *         out.fragment(camera.next());
 *     }
 *     out.endFragments();
 *     out.finish();
 * }
 * }</pre>
 *
 * <p>Values are given in little endian order, whatever the transfer syntax. Texts are given as bytes in the character set
 * of the data set, so Specific Character Set (0008,0005) is to be written first where they need one.
 */
public final class DicomStreamWriter implements Closeable {
    private final TransferSyntax syntax;
    private final Output outer;
    private final Output out;
    private final ElementEncoder encoder;
    private final @Nullable Path file;
    private final @Nullable FileChannel channel;
    private final @Nullable Deflater deflater;
    private final @Nullable DeflaterOutputStream deflated;
    private final Nesting nesting = new Nesting();

    private @Nullable FragmentsWriter fragments;
    private boolean broken;
    private boolean finished;

    private DicomStreamWriter(Output outer, TransferSyntax syntax, @Nullable Path file, @Nullable FileChannel channel) {
        this.syntax = syntax;
        this.outer = outer;
        this.file = file;
        this.channel = channel;
        if (syntax.deflated()) {
            Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            deflater = raw;
            deflated = new DeflaterOutputStream(outer, raw, 1 << 13);
            out = new Output(deflated);
        } else {
            deflater = null;
            deflated = null;
            out = outer;
        }
        this.encoder = new ElementEncoder(out, syntax);
    }

    /**
     * Begins a new Part 10 file with preamble and File Meta Information.
     *
     * @param file the file, which must not exist
     * @param fileMeta group 0002; its Transfer Syntax UID says how the data set is encoded, see {@link FileMeta#of}
     * @return the writer; to be finished and closed
     * @throws IOException if the file cannot be written
     * @throws IllegalArgumentException if the File Meta Information has no Transfer Syntax UID
     */
    public static DicomStreamWriter create(Path file, Dataset fileMeta) throws IOException {
        TransferSyntax syntax = syntax(fileMeta);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            Output out = new Output(channel);
            DicomWriter.preambleAndMeta(Preamble.EMPTY, fileMeta, out);
            return new DicomStreamWriter(out, syntax, file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Begins a Part 10 stream with preamble and File Meta Information.
     *
     * @param out receives the bytes, not closed
     * @param fileMeta group 0002; its Transfer Syntax UID says how the data set is encoded
     * @return the writer; to be finished
     * @throws IOException if the stream cannot be written
     * @throws IllegalArgumentException if the File Meta Information has no Transfer Syntax UID
     */
    public static DicomStreamWriter to(OutputStream out, Dataset fileMeta) throws IOException {
        TransferSyntax syntax = syntax(fileMeta);
        Output output = new Output(out);
        DicomWriter.preambleAndMeta(Preamble.EMPTY, fileMeta, output);
        return new DicomStreamWriter(output, syntax, null, null);
    }

    /**
     * Begins a bare data set.
     *
     * @param out receives the bytes, not closed
     * @param syntax its encoding
     * @return the writer; to be finished
     */
    public static DicomStreamWriter dataset(OutputStream out, TransferSyntax syntax) {
        return new DicomStreamWriter(new Output(out), syntax, null, null);
    }

    private static TransferSyntax syntax(Dataset fileMeta) {
        String uid = fileMeta.string(Tag.TransferSyntaxUID);
        if (uid == null) {
            throw new IllegalArgumentException("the File Meta Information needs a Transfer Syntax UID (0002,0010)");
        }
        return TransferSyntax.of(uid);
    }

    // ---- elements

    /**
     * Writes all elements of a data set into the one that is open.
     *
     * @param dataset the elements
     * @throws IOException if they cannot be written, or a bulk value cannot be read
     */
    public void elements(Dataset dataset) throws IOException {
        for (Element element : dataset) {
            element(element);
        }
    }

    /**
     * Writes one element with its value, be it a sequence.
     *
     * @param element the element
     * @throws IOException if it cannot be written, or a bulk value cannot be read
     */
    public void element(Element element) throws IOException {
        beginElement(element.tag());
        checkPixels(element.tag(), element.fragments() != null, element.isEmpty());
        broken = true;
        encoder.element(element);
        broken = false;
    }

    /**
     * Writes a value from a stream.
     *
     * @param tag group and element number
     * @param vr its representation, not SQ
     * @param value gives the value in little endian order; not closed
     * @param length bytes of the value; an odd one is padded
     * @throws IOException if the stream ends before, or the value is too long for an element
     */
    public void value(int tag, VR vr, InputStream value, long length) throws IOException {
        beginValue(tag, vr, length);
        boolean asUn = isTooLong(vr, length);
        boolean swap = !asUn && encoder.isBigEndian(tag) && vr.unit() > 1;
        if (swap) {
            copied(encoder.swapped(value, length, vr, true), length);
            broken = false;
        } else {
            copied(out.copy(value, length), length);
            endValue(vr, length);
        }
    }

    /**
     * Writes a value from a channel; from a file to a file without a way through memory.
     *
     * @param tag group and element number
     * @param vr its representation, not SQ
     * @param value gives the value in little endian order from its position on; not closed
     * @param length bytes of the value; an odd one is padded
     * @throws IOException if the channel ends before, or the value is too long for an element
     */
    public void value(int tag, VR vr, ReadableByteChannel value, long length) throws IOException {
        if (encoder.isBigEndian(tag) && vr.unit() > 1) {
            value(tag, vr, Channels.newInputStream(value), length);
            return;
        }
        beginValue(tag, vr, length);
        copied(out.copy(value, length), length);
        endValue(vr, length);
    }

    private void beginElement(int tag) {
        open(false, "an element");
        nesting.element(tag);
    }

    /** In the outermost data set the transfer syntax says which kind of pixel data there is (PS3.5 A.4). */
    private void checkPixels(int tag, boolean inFragments, boolean empty) {
        if (tag == Tag.PixelData && nesting.isOutermost() && inFragments != syntax.encapsulated() && !empty) {
            throw new IllegalStateException("pixel data of " + syntax.name() + " is "
                    + (inFragments ? "a value, not in fragments" : "in fragments, not a value") + " (PS3.5 A.4)");
        }
    }

    private void beginValue(int tag, VR vr, long length) throws IOException {
        if (vr == VR.SQ) {
            throw new IllegalArgumentException("a sequence is no value; begin it and its items");
        }
        beginElement(tag);
        checkPixels(tag, false, length == 0);
        broken = true;
        encoder.valueHeader(tag, isTooLong(vr, length) ? VR.UN : vr, length);
    }

    /** The representation cannot express the length (PS3.5 6.2.2). */
    private boolean isTooLong(VR vr, long length) {
        return syntax.explicitVr() && !vr.hasLongLength() && length > 0xFFFE;
    }

    private void endValue(VR vr, long length) throws IOException {
        encoder.pad(vr, length);
        broken = false;
    }

    private static void copied(long found, long expected) throws IOException {
        if (found != expected) {
            throw new IOException("a value ends early: expected " + expected + " bytes, found " + found);
        }
    }

    // ---- sequences

    /**
     * Begins a sequence of undefined length; items are to follow, and its end.
     *
     * @param tag group and element number
     * @throws IOException if it cannot be written
     */
    public void beginSequence(int tag) throws IOException {
        beginSequence(tag, Nesting.UNDEFINED);
    }

    /**
     * Begins a sequence of known length; items are to follow, and its end.
     *
     * @param tag group and element number
     * @param length bytes of all items with their headers and delimiters
     * @throws IOException if it cannot be written
     */
    public void beginSequence(int tag, long length) throws IOException {
        beginElement(tag);
        encoder.header(tag, VR.SQ, checkedLength(length));
        nesting.begin(true, tag, out.position(), length);
    }

    /**
     * Begins an item of undefined length; elements are to follow, and its end.
     *
     * @throws IOException if it cannot be written
     */
    public void beginItem() throws IOException {
        beginItem(Nesting.UNDEFINED);
    }

    /**
     * Begins an item of known length; elements are to follow, and its end.
     *
     * @param length bytes of all its elements
     * @throws IOException if it cannot be written
     */
    public void beginItem(long length) throws IOException {
        open(true, "an item");
        encoder.tagAndLength(ElementEncoder.ITEM, checkedLength(length));
        nesting.begin(false, nesting.innermost().tag, out.position(), length);
    }

    private static int checkedLength(long length) throws IOException {
        if (length < Nesting.UNDEFINED || length > 0xFFFFFFFEL) {
            throw new IOException("a defined length goes up to 4,294,967,294, found " + length);
        }
        return (int) length;
    }

    /**
     * Ends the item that is open.
     *
     * @throws IOException if it cannot be written
     */
    public void endItem() throws IOException {
        if (nesting.isOutermost()) {
            throw new IllegalStateException("there is no item to end");
        }
        open(false, "the end of an item");
        end(ElementEncoder.ITEM_DELIMITER);
    }

    /**
     * Ends the sequence that is open.
     *
     * @throws IOException if it cannot be written
     */
    public void endSequence() throws IOException {
        open(true, "the end of a sequence");
        end(ElementEncoder.SEQUENCE_DELIMITER);
    }

    private void end(int delimiter) throws IOException {
        if (nesting.end(out.position())) {
            encoder.tagAndLength(delimiter, 0);
        }
    }

    /** Makes sure that a data set, or a sequence, is open. */
    private void open(boolean sequence, String what) {
        String hindrance = null;
        if (finished) {
            hindrance = "the object is finished";
        } else if (broken) {
            hindrance = "writing has failed before";
        } else if (fragments != null) {
            hindrance = "fragments are open";
        } else if (nesting.innermost().sequence != sequence) {
            hindrance = sequence ? "no sequence is open" : "a sequence is open";
        }
        if (hindrance != null) {
            throw new IllegalStateException(what + " cannot be written here: " + hindrance);
        }
    }

    // ---- fragments

    /**
     * Begins encapsulated pixel data of any number of fragments, with its offset table.
     *
     * @param tag Pixel Data (7FE0,0010)
     * @param vr OB, or OW for private syntaxes that say so
     * @param tables which offset table to write
     * @throws IOException if it cannot be written
     * @throws IllegalStateException if the transfer syntax is native, or entries of the table are to be filled in later
     *     and the output is no file
     */
    public void beginFragments(int tag, VR vr, OffsetTables tables) throws IOException {
        if (tables.areToBeFilledIn() && (channel == null || deflated != null)) {
            throw new IllegalStateException(
                    "an offset table is filled in afterwards in a file only; give its entries, or none");
        }
        if (tables.extended) {
            beginElement(Tag.ExtendedOffsetTable);
            beginElement(Tag.ExtendedOffsetTableLengths);
        }
        beginElement(tag);
        checkPixels(tag, true, false);
        fragments = new FragmentsWriter(out, encoder, tag, vr, tables, channel);
    }

    private FragmentsWriter openFragments() {
        FragmentsWriter open = fragments;
        if (open == null || broken) {
            throw new IllegalStateException(broken ? "writing has failed before" : "no fragments are open");
        }
        return open;
    }

    /**
     * Says that the next fragment is the first of a frame; needed with an offset table only.
     *
     * @throws IOException if the frame lies beyond the reach of a Basic Offset Table
     */
    public void beginFrame() throws IOException {
        openFragments().beginFrame();
    }

    /**
     * Writes a fragment.
     *
     * @param bytes its content; an odd number is padded
     * @throws IOException if it cannot be written
     */
    public void fragment(byte[] bytes) throws IOException {
        fragment(new ByteArrayInputStream(bytes), bytes.length);
    }

    /**
     * Writes a fragment from a stream.
     *
     * @param content gives its bytes; not closed
     * @param length how many; an odd number is padded
     * @throws IOException if the stream ends before
     */
    public void fragment(InputStream content, long length) throws IOException {
        beginFragment(length);
        copied(out.copy(content, length), length);
        endValue(VR.OB, length);
    }

    /**
     * Writes a fragment from a channel; from a file to a file without a way through memory.
     *
     * @param content gives its bytes from its position on; not closed
     * @param length how many; an odd number is padded
     * @throws IOException if the channel ends before
     */
    public void fragment(ReadableByteChannel content, long length) throws IOException {
        beginFragment(length);
        copied(out.copy(content, length), length);
        endValue(VR.OB, length);
    }

    private void beginFragment(long length) throws IOException {
        openFragments().fragment(length);
        broken = true;
    }

    /**
     * Ends the pixel data, and fills the offset table in.
     *
     * @throws IOException if it cannot be written
     * @throws IllegalStateException if there were more or fewer frames than the table is for
     */
    public void endFragments() throws IOException {
        openFragments().end();
        fragments = null;
    }

    // ---- the end

    /**
     * Ends the object. A file has all its bytes then, though not yet on stable storage.
     *
     * @throws IOException if it cannot be written
     * @throws IllegalStateException if a sequence, an item or fragments are open
     */
    public void finish() throws IOException {
        open(false, "the end of the object");
        if (!nesting.isOutermost()) {
            throw new IllegalStateException(
                    "the object cannot end within an item of sequence " + Reading.name(nesting.innermost().tag));
        }
        out.flush();
        if (deflated != null && deflater != null) {
            DicomWriter.finish(deflated, deflater, outer);
            outer.flush();
        }
        finished = true;
    }

    /** Gives all resources back, and deletes a file that was not finished. */
    @Override
    public void close() throws IOException {
        if (deflater != null) {
            deflater.end();
        }
        if (channel != null && channel.isOpen()) {
            channel.close();
            if (!finished && file != null) {
                Files.deleteIfExists(file);
            }
        }
    }
}
