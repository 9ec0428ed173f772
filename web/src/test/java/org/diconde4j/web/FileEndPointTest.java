package org.diconde4j.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.diconde4j.archive.Archive;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.storage.Selection;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that go out as they are stored, over a connection that sends them from where they lie. */
@Timeout(60)
class FileEndPointTest {
    private static final int LENGTH = 3_000_001;
    private static final DicomObject WELD = NdeSamples.seeded(5).weldRadiograph();

    @TempDir
    private Path folder;

    private Archive archive;
    private WebServer server;

    @BeforeEach
    void start() throws IOException {
        archive = Archive.builder()
                .objects(folder.resolve("store").toUri())
                .index(URI.create("memory:" + UUID.randomUUID()))
                .open();
        for (int i = 1; i <= 2; i++) {
            byte[] pixels = new byte[LENGTH + 1];
            new Random(i).nextBytes(pixels);
            archive.store(new DicomObject(
                    Dataset.empty(),
                    WELD.transferSyntax(),
                    0,
                    WELD.dataset().toBuilder()
                            .set(Tag.SOPInstanceUID, "1.2.3." + i)
                            .setBytes(Tag.PixelData, VR.OB, pixels)
                            .build()));
        }
        server = WebServer.start(archive, 0);
    }

    @AfterEach
    void stop() {
        server.close();
        archive.close();
    }

    private byte[] stored(int number) throws IOException {
        var retrieval = archive.retrieve(Selection.instances("1.2.3." + number));
        try (var instances = retrieval.instances();
                InputStream in = retrieval.open(instances.next())) {
            return in.readAllBytes();
        }
    }

    /** A client whose system takes little at a time, so that the server can never send all that it wants to. */
    private Socket slow() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8 << 10);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        return socket;
    }

    private record Answer(String head, byte[] body) {}

    private static String path(String below) {
        return "/dicom-web/studies/" + WELD.dataset().string(Tag.StudyInstanceUID, "") + "/series/"
                + WELD.dataset().string(Tag.SeriesInstanceUID, "") + below;
    }

    private static Answer get(Socket socket, String path, String headers) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n").getBytes(ISO_8859_1));
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("no answer");
            }
            head.write(next);
        }
        String text = head.toString(ISO_8859_1);
        int length = Integer.parseInt(text.replaceAll("(?is).*Content-Length: *([0-9]+).*", "$1"));
        byte[] body = in.readNBytes(length);
        return new Answer(text, body);
    }

    @Test
    void sends_every_byte_to_who_takes_little_at_a_time_again_and_again_over_one_connection() throws Exception {
        byte[] first = stored(1);
        byte[] second = stored(2);
        assertThat(first.length).isGreaterThan(LENGTH);
        try (Socket socket = slow()) {
            Answer alone = get(socket, path("/instances/1.2.3.1"), "Accept: application/dicom; transfer-syntax=*\r\n");
            assertThat(alone.body).isEqualTo(first);
            for (long from : new long[] {0, 1, FileEndPoint.STEP, LENGTH / 2}) {
                long to = Math.min(from + FileEndPoint.STEP, first.length - 1L);
                Answer part = get(
                        socket,
                        path("/instances/1.2.3.1"),
                        "Accept: application/dicom; transfer-syntax=*\r\nRange: bytes=" + from + "-" + to + "\r\n");
                assertThat(part.head).startsWith("HTTP/1.1 206");
                assertThat(part.body).isEqualTo(Arrays.copyOfRange(first, (int) from, (int) to + 1));
            }
            Answer both = get(
                    socket, path(""), "Accept: multipart/related; type=\"application/dicom\"; transfer-syntax=*\r\n");
            String boundary = both.head.replaceAll("(?is).*boundary=([^\r]*)\r.*", "$1");
            String[] parts = new String(both.body, ISO_8859_1).split("\r\n--" + boundary + "(\r\n|--\r\n)");
            assertThat(Arrays.stream(parts)
                            .skip(1)
                            .map(part -> part.substring(part.indexOf("\r\n\r\n") + 4))
                            .toList())
                    .isEqualTo(List.of(new String(first, ISO_8859_1), new String(second, ISO_8859_1)));
        }
    }

    @Test
    void breaks_off_where_a_file_is_shorter_than_what_was_stored() throws Exception {
        byte[] first = stored(1);
        byte[] second = stored(2);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.size(file) == first.length && Arrays.equals(Files.readAllBytes(file), first)) {
                    try (FileChannel damaged = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        damaged.truncate(LENGTH / 3);
                    }
                }
            }
        }
        String accept = "Accept: application/dicom; transfer-syntax=*\r\n";
        try (Socket socket = slow()) {
            byte[] body = get(socket, path("/instances/1.2.3.1"), accept).body;
            assertThat(body).isEqualTo(Arrays.copyOf(first, body.length)).hasSizeLessThanOrEqualTo(LENGTH / 3);
        }
        try (Socket socket = slow()) {
            assertThat(get(socket, path("/instances/1.2.3.2"), accept).body).isEqualTo(second);
        }
    }
}
