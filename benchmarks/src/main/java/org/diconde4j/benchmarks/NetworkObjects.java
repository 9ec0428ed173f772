package org.diconde4j.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.SendSummary;
import org.diconde4j.net.service.OutgoingObject;

/** What the network's benchmarks send: slices of 512 KiB in files, all of one series, or as many bytes in memory. */
final class NetworkObjects {
    /** Of the objects in memory, and of the pixel data of those in files. */
    static final int SIZE = 512 * 1024;

    private static final int SIDE = 512;

    private NetworkObjects() {}

    /** Writes the files. */
    static List<Path> files(Path folder, int count) throws IOException {
        DicomObject slice = CtSlice.of(SIDE, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        List<Path> files = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String uid = "2.25." + (20261122_00000L + i);
            DicomObject object = new DicomObject(
                    FileMeta.of(UID.CTImageStorage, uid, slice.transferSyntax().uid()),
                    slice.transferSyntax(),
                    0,
                    slice.dataset().toBuilder().set(Tag.SOPInstanceUID, uid).build());
            files.add(Files.write(folder.resolve(i + ".dcm"), Inputs.file(object)));
        }
        return files;
    }

    /** The study that all files belong to. */
    static String study() {
        return CtSlice.of(1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).dataset().string(Tag.StudyInstanceUID, "");
    }

    /** The files as what our client sends; their headers are read now. */
    private static List<OutgoingObject> outgoing(List<Path> files) throws IOException {
        List<OutgoingObject> objects = new ArrayList<>();
        for (Path file : files) {
            objects.add(OutgoingObject.ofFile(file));
        }
        return objects;
    }

    /** Sends the files, looks at them included; fails unless the peer stores all. */
    static void send(Peer peer, List<Path> files) throws IOException {
        SendSummary sent = DimseClient.as("BENCH").store(peer, outgoing(files), result -> {});
        if (sent.stored() != files.size()) {
            throw new IOException(peer + " took " + sent + ", expected " + files.size());
        }
    }

    /** Objects that are nothing but bytes at hand. */
    static List<OutgoingObject> inMemory(int count) {
        byte[] bytes = new byte[SIZE];
        return IntStream.range(0, count)
                .<OutgoingObject>mapToObj(n -> new Blob("1.2.3." + n, bytes))
                .toList();
    }

    private record Blob(String sopInstanceUid, byte[] bytes) implements OutgoingObject {
        @Override
        public String sopClassUid() {
            return UID.RawDataStorage;
        }

        @Override
        public String transferSyntaxUid() {
            return UID.ExplicitVRLittleEndian;
        }

        @Override
        public InputStream open() {
            return new Memory(bytes);
        }
    }

    /** Bytes that can be read into a buffer without a detour, as those of a file can. */
    static class Memory extends ByteArrayInputStream implements ReadableByteChannel {
        Memory(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read(ByteBuffer into) {
            int n = Math.min(into.remaining(), count - pos);
            if (n == 0) {
                return -1;
            }
            into.put(buf, pos, n);
            pos += n;
            return n;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
