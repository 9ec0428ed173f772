package org.diconde4j.io;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.data.SwappedStream;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/**
 * Writes DICOM: Part 10 files (PS3.10 7) and bare data sets (PS3.5 7). Sequences are delimited as they were read; bulk
 * values are streamed. Stateless.
 */
public final class DicomWriter {
    private static final int ITEM = 0xFFFEE000;
    private static final int ITEM_DELIMITER = 0xFFFEE00D;
    private static final int SEQUENCE_DELIMITER = 0xFFFEE0DD;

    private final OutputStream out;
    private final boolean explicit;
    private final boolean bigEndian;
    private final byte[] word = new byte[12];

    private DicomWriter(OutputStream out, boolean explicit, boolean bigEndian) {
        this.out = out;
        this.explicit = explicit;
        this.bigEndian = bigEndian;
    }

    /**
     * Writes a new file.
     *
     * @param object the object
     * @param file the file, which must not exist
     * @throws IOException if it cannot be written
     */
    public static void write(DicomObject object, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(object, out);
        }
    }

    /**
     * Writes preamble, File Meta Information and data set.
     *
     * @param object the object
     * @param out receives the bytes, not closed
     * @throws IOException if it cannot be written
     */
    public static void write(DicomObject object, OutputStream out) throws IOException {
        out.write(preambleAndMeta(object.fileMeta()));
        writeDataset(object.dataset(), object.transferSyntax(), out);
    }

    /**
     * Encodes what stands before the data set in a file: preamble, prefix and File Meta Information with its group
     * length (PS3.10 7.1).
     *
     * @param fileMeta group 0002
     * @return the bytes
     */
    public static byte[] preambleAndMeta(Dataset fileMeta) {
        try {
            ByteArrayOutputStream meta = new ByteArrayOutputStream(256);
            Dataset rest = fileMeta.toBuilder()
                    .remove(Tag.FileMetaInformationGroupLength)
                    .build();
            new DicomWriter(meta, true, false).elements(rest);
            ByteArrayOutputStream out = new ByteArrayOutputStream(512);
            out.write(new byte[128]);
            out.write(new byte[] {'D', 'I', 'C', 'M'});
            Dataset length = Dataset.builder()
                    .set(Tag.FileMetaInformationGroupLength, meta.size())
                    .build();
            new DicomWriter(out, true, false).elements(length);
            meta.writeTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * Writes a data set.
     *
     * @param dataset the data set
     * @param syntax the encoding; of compressed ones pixel data must be fragments already
     * @param out receives the bytes, not closed
     * @throws IOException if it cannot be written, or a bulk value cannot be read
     */
    public static void writeDataset(Dataset dataset, TransferSyntax syntax, OutputStream out) throws IOException {
        Dataset whole = dataset.standingAlone();
        if (!syntax.deflated()) {
            BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 13);
            new DicomWriter(buffered, syntax.explicitVr(), syntax.bigEndian()).elements(whole);
            buffered.flush();
            return;
        }
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater, 1 << 13);
            new DicomWriter(deflated, true, false).elements(whole);
            deflated.finish();
            if ((deflater.getBytesWritten() & 1) != 0) {
                out.write(0); // PS3.5 A.5: a byte of padding makes the length even
            }
        } finally {
            deflater.end();
        }
    }

    private void elements(Dataset dataset) throws IOException {
        for (Element element : dataset) {
            element(element);
        }
    }

    private void element(Element element) throws IOException {
        Fragments fragments = element.fragments();
        if (fragments != null) {
            header(element.tag(), element.vr(), -1);
            fragments(fragments);
        } else if (element.isSequence()) {
            sequence(element);
        } else {
            value(element);
        }
    }

    private void value(Element element) throws IOException {
        long length = element.length();
        long even = length + (length & 1);
        if (even > 0xFFFFFFFEL) {
            throw new IOException("the value of " + element + " has " + length
                    + " bytes; elements hold at most 4,294,967,294 (PS3.5 7.1)");
        }
        boolean asUn = isWrittenAsUn(element);
        boolean swap =
                element.isBigEndian() != (bigEndian && !asUn) && element.vr().unit() > 1;
        header(element.tag(), asUn ? VR.UN : element.vr(), (int) even);
        try (InputStream in = element.open()) {
            long copied = (swap ? new SwappedStream(in, element.vr().unit()) : in).transferTo(out);
            if (copied != length) {
                throw new IOException(
                        "the bulk value of " + element + " ends early: expected " + length + " bytes, found " + copied);
            }
        }
        if (even != length) {
            out.write(element.vr().padding());
        }
    }

    /** As it was read, or because the representation cannot express the length (PS3.5 6.2.2). */
    private boolean isWrittenAsUn(Element element) {
        return explicit && (element.isEncodedAsUN() || !element.vr().hasLongLength() && element.length() > 0xFFFE);
    }

    private void sequence(Element element) throws IOException {
        boolean undefined = element.isUndefinedLength();
        boolean asUn = isWrittenAsUn(element);
        DicomWriter inner = asUn ? new DicomWriter(out, false, false) : this;
        header(element.tag(), asUn ? VR.UN : VR.SQ, undefined ? -1 : (int) inner.itemsLength(element));
        for (int i = 0; i < element.items().size(); i++) {
            Dataset item = element.items().get(i);
            boolean itemUndefined = element.isItemUndefinedLength(i);
            inner.tagAndLength(ITEM, itemUndefined ? -1 : (int) inner.length(item));
            inner.elements(item);
            if (itemUndefined) {
                inner.tagAndLength(ITEM_DELIMITER, 0);
            }
        }
        if (undefined) {
            inner.tagAndLength(SEQUENCE_DELIMITER, 0);
        }
    }

    private long itemsLength(Element element) {
        long sum = 0;
        for (int i = 0; i < element.items().size(); i++) {
            sum += 8 + length(element.items().get(i)) + (element.isItemUndefinedLength(i) ? 8 : 0);
        }
        return sum;
    }

    private long length(Dataset dataset) {
        long sum = 0;
        for (Element element : dataset) {
            Fragments fragments = element.fragments();
            boolean asUn = isWrittenAsUn(element);
            sum += explicit && (asUn || element.vr().hasLongLength()) ? 12 : 8;
            if (fragments != null) {
                sum += fragments.encodedLength();
            } else if (element.isSequence()) {
                DicomWriter inner = asUn ? new DicomWriter(out, false, false) : this;
                sum += inner.itemsLength(element) + (element.isUndefinedLength() ? 8 : 0);
            } else {
                sum += element.length() + (element.length() & 1);
            }
        }
        return sum;
    }

    private void fragments(Fragments fragments) throws IOException {
        for (int i = 0; i < fragments.count(); i++) {
            long length = fragments.length(i);
            tagAndLength(ITEM, (int) (length + (length & 1)));
            try (InputStream in = fragments.open(i)) {
                if (in.transferTo(out) != length) {
                    throw new IOException("fragment " + i + " ends early: expected " + length + " bytes");
                }
            }
            if ((length & 1) != 0) {
                out.write(0);
            }
        }
        tagAndLength(SEQUENCE_DELIMITER, 0);
    }

    private void header(int tag, VR vr, int length) throws IOException {
        if (!explicit) {
            tagAndLength(tag, length);
            return;
        }
        put16(0, tag >>> 16);
        put16(2, tag);
        word[4] = (byte) vr.name().charAt(0);
        word[5] = (byte) vr.name().charAt(1);
        if (vr.hasLongLength()) {
            word[6] = 0;
            word[7] = 0;
            put32(8, length);
            out.write(word, 0, 12);
        } else {
            put16(6, length);
            out.write(word, 0, 8);
        }
    }

    private void tagAndLength(int tag, int length) throws IOException {
        put16(0, tag >>> 16);
        put16(2, tag);
        put32(4, length);
        out.write(word, 0, 8);
    }

    private void put16(int at, int value) {
        word[bigEndian ? at + 1 : at] = (byte) value;
        word[bigEndian ? at : at + 1] = (byte) (value >>> 8);
    }

    private void put32(int at, int value) {
        put16(bigEndian ? at + 2 : at, value);
        put16(bigEndian ? at : at + 2, value >>> 16);
    }
}
