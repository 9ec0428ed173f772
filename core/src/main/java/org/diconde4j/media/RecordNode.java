package org.diconde4j.media;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.jspecify.annotations.Nullable;

/**
 * A record that will be written, encoded already. Where it will stand, and so the offsets in it, are known only when all
 * are there; they come first in a record, so that their places in it are always the same.
 */
final class RecordNode {
    private static final int ITEM_HEADER = 8;
    /** Value of (0004,1400), after its header of 8 bytes. */
    private static final int NEXT_AT = 8;
    /** Value of (0004,1420), after (0004,1400) with 12 bytes, (0004,1410) with 10 and its own header. */
    private static final int LOWER_AT = 12 + 10 + 8;

    private static final byte[] ITEM = {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0};

    private final String key;
    private byte[] encoded;
    private @Nullable RecordNode parent;
    private List<RecordNode> children = List.of();
    private long offset;

    /**
     * Makes a record.
     *
     * @param key what tells it from its siblings: Patient ID, or the identifier of study, series or instance
     * @param record the record
     */
    RecordNode(String key, Dataset record) {
        this.key = key;
        encoded = encode(record);
    }

    /** Begins a record of some type that is in use. */
    static Dataset.Builder begin(String type) {
        return Dataset.builder()
                .set(Tag.OffsetOfTheNextDirectoryRecord, 0)
                .set(Tag.RecordInUseFlag, 0xFFFF)
                .set(Tag.OffsetOfReferencedLowerLevelDirectoryEntity, 0)
                .set(Tag.DirectoryRecordType, type);
    }

    /** A record of another directory with all that it says, but for its links. */
    static Dataset takenOver(DirectoryRecord read) {
        Dataset.Builder record = begin(read.type());
        for (Element element : read.attributes().standingAlone()) {
            boolean link = Integer.compareUnsigned(element.tag(), Tag.DirectoryRecordType) <= 0;
            boolean groupLength = (element.tag() & 0xFFFF) == 0;
            if (!link && !groupLength && element.tag() != Tag.MRDRDirectoryRecordOffset) {
                record.set(element);
            }
        }
        FileId fileId = read.fileId();
        if (fileId != null) {
            record.set(Tag.ReferencedFileID, fileId.components().toArray(String[]::new));
        }
        return record.build();
    }

    private static byte[] encode(Dataset record) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream(512);
            DicomWriter.writeDataset(record, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(RecordNode child) {
        if (children.isEmpty()) {
            children = new ArrayList<>(2);
        }
        children.add(child);
        child.parent = this;
    }

    String key() {
        return key;
    }

    /** The record that this one stands below, or null if it stands at the root. */
    @Nullable
    RecordNode parent() {
        return parent;
    }

    List<RecordNode> children() {
        return children;
    }

    /** Says something else from now on, in the same place. */
    void replace(Dataset record) {
        encoded = encode(record);
    }

    Dataset record() {
        try {
            return DicomReader.lenient()
                    .readDataset(new ByteArrayInputStream(encoded), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long offset() {
        return offset;
    }

    /** Adds what this record and those below it say to a digest, their offsets left out. */
    void digest(MessageDigest digest) {
        digest.update(encoded, LOWER_AT + 4, encoded.length - LOWER_AT - 4);
        children.forEach(child -> child.digest(digest));
    }

    /** Gives each record its place, those below it right after it; returns where the last one ends. */
    static long place(List<RecordNode> entity, long start) {
        long at = start;
        for (RecordNode node : entity) {
            node.offset = at;
            at = place(node.children, at + ITEM_HEADER + node.encoded.length);
        }
        return at;
    }

    /** Writes records with those below them, in the order of their places. */
    static void write(List<RecordNode> entity, OutputStream out) throws IOException {
        for (int i = 0; i < entity.size(); i++) {
            RecordNode node = entity.get(i);
            long next = i + 1 < entity.size() ? entity.get(i + 1).offset : 0;
            long lower = node.children.isEmpty() ? 0 : node.children.get(0).offset;
            put32(node.encoded, NEXT_AT, next);
            put32(node.encoded, LOWER_AT, lower);
            byte[] length = new byte[4];
            put32(length, 0, node.encoded.length);
            out.write(ITEM);
            out.write(length);
            out.write(node.encoded);
            write(node.children, out);
        }
    }

    /** Little endian, unsigned. */
    static void put32(byte[] bytes, int at, long value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }
}
