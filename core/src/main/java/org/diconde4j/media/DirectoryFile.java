package org.diconde4j.media;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;

/** Writes a DICOMDIR (PS3.3 F.3, PS3.10 8.6): explicit little endian, all lengths defined. */
final class DirectoryFile {
    private static final long MOST_BYTES = 0xFFFFFFFEL; // offsets and lengths have 32 bits

    private DirectoryFile() {}

    /**
     * Writes a directory.
     *
     * @param identification the File-set Identification Module (PS3.3 F.3.2.1)
     * @param sopInstanceUid the identity of this directory
     * @param root the records of the Root Directory Entity
     * @param out receives the bytes, not closed
     * @throws MediaException if it has too many records
     */
    static void write(Dataset identification, String sopInstanceUid, List<RecordNode> root, OutputStream out)
            throws IOException {
        byte[] meta = DicomWriter.preambleAndMeta(FileMeta.of(
                UID.MediaStorageDirectoryStorage, sopInstanceUid, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid()));
        long start = meta.length + (long) head(identification, 0, 0).length;
        long end = RecordNode.place(root, start);
        if (end > MOST_BYTES) {
            throw new MediaException("a DICOMDIR has at most 4 GiB, but its records would end at " + end
                    + "; spread the files over several File-sets");
        }
        boolean empty = root.isEmpty();
        byte[] head = head(
                identification,
                empty ? 0 : root.get(0).offset(),
                empty ? 0 : root.get(root.size() - 1).offset());
        RecordNode.put32(head, head.length - 4, end - start); // the length of the sequence, which ends the head
        out.write(meta);
        out.write(head);
        RecordNode.write(root, out);
    }

    /** What stands before the records; the offsets have the same length whatever they are. */
    private static byte[] head(Dataset identification, long first, long last) throws IOException {
        Dataset head = identification.toBuilder()
                .setLongs(Tag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, VR.UL, first)
                .setLongs(Tag.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, VR.UL, last)
                .set(Tag.FileSetConsistencyFlag, 0)
                .setEmpty(Tag.DirectoryRecordSequence)
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataset(head, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, out);
        return out.toByteArray();
    }

    /** Something that writes itself. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Replaces a file in one step: whoever looks sees the old one or the new one, after a power loss too. */
    static void replace(Path file, Content content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            sync(folder);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING); // some media can't do better
        }
    }

    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // not every system opens folders; the renaming is done, only later to be durable
        }
    }
}
