package org.diconde4j.benchmarks;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.AssociationOptions;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.SendSummary;
import org.diconde4j.net.service.OutgoingObject;

/**
 * The client of {@link Ingest}, in a JVM of its own, which both archives get warm. What it sends is one encoded data set in which
 * only the digits of the UIDs change, so that sending costs next to nothing. Reads a line of words for each turn, {@code TITLE PORT
 * SIDE OBJECTS ASSOCIATIONS OUTSTANDING}, with so many pixels a side or, as in {@code 2048m}, MiB, prints the seconds that it took, and ends with its input.
 */
public final class IngestSender {
    private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    private static final AtomicInteger STUDIES = new AtomicInteger();

    private IngestSender() {}

    /**
     * Sends.
     *
     * @param args none
     * @throws Exception if not every object is stored
     */
    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            Peer peer = new Peer(words[0], "127.0.0.1", Integer.parseInt(words[1]));
            Template template = words[2].endsWith("m")
                    ? new Template(Long.parseLong(words[2].replace("m", "")) << 20)
                    : new Template(Integer.parseInt(words[2]));
            int objects = Integer.parseInt(words[3]);
            DimseClient client = DimseClient.as("BENCH")
                    .with(AssociationOptions.DEFAULT.withMaxOperations(Integer.parseInt(words[5])));
            long start = System.nanoTime();
            Together.run(Integer.parseInt(words[4]), () -> send(client, peer, template.series(objects)));
            System.out.println((System.nanoTime() - start) / 1e9);
        }
    }

    private static void send(DimseClient client, Peer peer, List<OutgoingObject> objects) throws IOException {
        SendSummary sent = client.store(peer, objects, result -> {});
        if (sent.stored() != objects.size()) {
            throw new IOException(peer + " took " + sent + ", expected " + objects.size());
        }
    }

    /** An encoded data set, and where in it the UIDs are that change. */
    private static final class Template {
        private static final String STUDY = uid(1, 0, 0);
        private static final String SERIES = uid(2, 0, 0);
        private static final String INSTANCE = uid(3, 0, 0);

        private final byte[] bytes;
        private final long zeros;
        private final int study;
        private final int series;
        private final int instance;
        private final int run = UUID.randomUUID().hashCode() & 0x3FFFFFFF;

        Template(int side) throws IOException {
            this(encoded(Inputs.slice(side).dataset()), 0);
        }

        /** So many bytes of pixel data, which no memory holds. */
        Template(long pixels) throws IOException {
            this(huge(pixels), pixels);
        }

        private static byte[] huge(long pixels) throws IOException {
            byte[] header = encoded(
                    Inputs.slice(1).dataset().toBuilder().remove(Tag.PixelData).build());
            return ByteBuffer.allocate(header.length + 12)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(header)
                    .putInt(0x00107FE0) // (7FE0,0010) as little endian
                    .put((byte) 'O')
                    .put((byte) 'W')
                    .putShort((short) 0)
                    .putInt((int) pixels)
                    .array();
        }

        private static byte[] encoded(Dataset dataset) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomWriter.writeDataset(
                    dataset.toBuilder()
                            .set(Tag.SOPClassUID, UID.CTImageStorage)
                            .set(Tag.StudyInstanceUID, STUDY)
                            .set(Tag.SeriesInstanceUID, SERIES)
                            .set(Tag.SOPInstanceUID, INSTANCE)
                            .build(),
                    SYNTAX,
                    out);
            return out.toByteArray();
        }

        private Template(byte[] bytes, long zeros) {
            this.bytes = bytes;
            this.zeros = zeros;
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            study = text.indexOf(STUDY);
            series = text.indexOf(SERIES);
            instance = text.indexOf(INSTANCE);
        }

        /** UIDs of one length, whatever their numbers. */
        private static String uid(int level, int of, int number) {
            return "1.2.826.0.1.3680043.10.1462.%d.1%010d.1%08d".formatted(level, of, number);
        }

        /** A new study of one series, made as it is sent. */
        List<OutgoingObject> series(int objects) {
            int number = STUDIES.incrementAndGet();
            byte[] own = bytes.clone();
            put(own, study, uid(1, run, number));
            put(own, series, uid(2, run, number));
            return IntStream.range(0, objects)
                    .<OutgoingObject>mapToObj(i -> new Instance(
                            own,
                            zeros,
                            instance,
                            "1.2.826.0.1.3680043.10.1462.3.1%010d.1%04d%04d".formatted(run, number, i)))
                    .toList();
        }

        static void put(byte[] into, int at, String uid) {
            byte[] ascii = uid.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(ascii, 0, into, at, ascii.length);
        }
    }

    private record Instance(byte[] series, long zeros, int at, String sopInstanceUid) implements OutgoingObject {
        @Override
        public String sopClassUid() {
            return UID.CTImageStorage;
        }

        @Override
        public String transferSyntaxUid() {
            return SYNTAX.uid();
        }

        @Override
        public InputStream open() {
            byte[] own = Arrays.copyOf(series, at + sopInstanceUid.length());
            Template.put(own, at, sopInstanceUid);
            return zeros == 0
                    ? new Joined(own, series)
                    : new SequenceInputStream(new Joined(own, series), new Zeros(zeros));
        }
    }

    /** Some first bytes, and from there on those of an array that many share. */
    private static final class Joined extends NetworkObjects.Memory {
        private final byte[] rest;

        Joined(byte[] first, byte[] all) {
            super(first);
            rest = all;
        }

        /** Goes on to what is shared, at the same place. */
        private void turn() {
            if (pos == count) {
                buf = rest;
                count = rest.length;
            }
        }

        @Override
        public int read() {
            turn();
            return super.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            turn();
            return super.read(into, offset, length);
        }

        @Override
        public int read(ByteBuffer into) {
            turn();
            return super.read(into);
        }
    }

    /** So many bytes, all 0. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long count) {
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int n = (int) Math.min(length, left);
            Arrays.fill(into, offset, offset + n, (byte) 0);
            left -= n;
            return n;
        }
    }

    static Client start() throws IOException {
        return new Client(FreshJvm.start(
                List.of("-Xmx512m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"), IngestSender.class));
    }

    /** The other end. */
    static final class Client implements AutoCloseable {
        private final Process process;
        private final BufferedReader answers;

        Client(Process process) {
            this.process = process;
            this.answers =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        }

        ProcessHandle process() {
            return process.toHandle();
        }

        double seconds(List<String> command) throws IOException {
            OutputStream out = process.getOutputStream();
            out.write((String.join(" ", command) + "\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("the client ended; what it said stands above");
            }
            return Double.parseDouble(answer);
        }

        @Override
        public void close() throws IOException, InterruptedException {
            process.getOutputStream().close();
            process.waitFor();
        }
    }
}
