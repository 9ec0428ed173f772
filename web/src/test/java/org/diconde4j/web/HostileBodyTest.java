package org.diconde4j.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.testkit.TestArchive;
import org.diconde4j.testkit.samples.NdeSamples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that mean harm have the right status and a problem document or a report, and leave nothing behind. */
@Timeout(60)
class HostileBodyTest {
    private static final String PARTS = "multipart/related; type=\"application/dicom\"; boundary=X";
    private static final int ROUNDS = Integer.getInteger("diconde4j.fuzz.multipart", 200);

    private TestArchive archive;
    private DicomWeb web;

    @BeforeEach
    void open() {
        archive = TestArchive.start();
        web = DicomWeb.of(archive.archive()).withLimits(WebLimits.USUAL.withRequestsPerSecond(1_000_000));
    }

    @AfterEach
    void close() {
        archive.close();
    }

    /** A request without a network. */
    private static final class Exchange implements WebExchange {
        private final String path;
        private final String contentType;
        private final InputStream body;
        private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
        private int status;
        private boolean open;

        Exchange(String path, String contentType, byte[] body) {
            this.path = path;
            this.contentType = contentType;
            this.body = new ByteArrayInputStream(body);
        }

        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public @Nullable String query() {
            return null;
        }

        @Override
        public List<String> headers(String name) {
            return name.equalsIgnoreCase("Content-Type") ? List.of(contentType) : List.of();
        }

        @Override
        public String base() {
            return "http://localhost/dicom-web";
        }

        @Override
        public String client() {
            return "127.0.0.1";
        }

        @Override
        public InputStream body() {
            return body;
        }

        @Override
        public OutputStream answer(int code, Map<String, String> headers) {
            status = code;
            open = true;
            return new OutputStream() {
                @Override
                public void write(int value) {
                    answer.write(value);
                }

                @Override
                public void close() {
                    open = false;
                }
            };
        }
    }

    private Exchange post(String path, String contentType, byte[] body) throws IOException {
        Exchange exchange = new Exchange(path, contentType, body);
        web.handle(exchange);
        assertThat(exchange.open).isFalse();
        return exchange;
    }

    private static byte[] file(DicomObject object) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(object, out);
        return out.toByteArray();
    }

    @Test
    void answers_whatever_comes_as_parts_and_never_fails() throws Exception {
        byte[] small = file(NdeSamples.seeded(5).small(1).get(0));
        byte[] whole = Browser.parts(List.of(small, small));
        long seed = Long.getLong("diconde4j.fuzz.seed", 20261126);
        Map<Integer, Integer> statuses = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(seed + round);
            byte[] body = mutated(whole, small.length, random);
            String type = random.nextInt(5) == 0 ? mutated(PARTS, random) : PARTS;
            Exchange exchange = post(random.nextBoolean() ? "/studies" : "/studies/1.2.3", type, body);
            assertThat(exchange.status)
                    .as("seed %d, round %d: %s", seed, round, exchange.answer.toString(UTF_8))
                    .isIn(200, 202, 400, 409, 413, 415);
            statuses.merge(exchange.status, 1, Integer::sum);
        }
        assertThat(statuses.keySet()).contains(400, 409);
        assertThat(archive.archive().counts().instances()).isLessThanOrEqualTo(ROUNDS);
    }

    /** Most of what is changed is around the parts, where the reader has to find its way. */
    private static byte[] mutated(byte[] whole, int part, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int head = 60;
        int from = switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> head + part - 20;
            default -> whole.length - 40;
        };
        int at = Math.max(0, Math.min(whole.length - 1, from + random.nextInt(80)));
        out.write(whole, 0, at);
        switch (random.nextInt(5)) {
            case 0 -> out.write(whole, at, Math.max(0, whole.length - at - random.nextInt(60))); // cut
            case 1 -> { // doubled
                out.write(whole, Math.max(0, at - 30), Math.min(30, at));
                out.write(whole, at, whole.length - at);
            }
            case 2 -> { // something else
                byte[] junk = new byte[random.nextInt(200)];
                random.nextBytes(junk);
                out.writeBytes(junk);
                out.write(whole, at, whole.length - at);
            }
            case 3 -> { // a header of great length
                out.writeBytes(("\r\nX: " + "y".repeat(1 << random.nextInt(18)) + "\r\n").getBytes(ISO_8859_1));
                out.write(whole, at, whole.length - at);
            }
            default -> { // a few bits
                byte[] rest = java.util.Arrays.copyOfRange(whole, at, whole.length);
                for (int i = 0; i < 3 && rest.length > 0; i++) {
                    rest[random.nextInt(Math.min(rest.length, 100))] ^= (byte) (1 << random.nextInt(8));
                }
                out.writeBytes(rest);
            }
        }
        return out.toByteArray();
    }

    private static String mutated(String text, Random random) {
        int at = random.nextInt(text.length());
        return text.substring(0, at) + (char) (' ' + random.nextInt(95)) + text.substring(at + random.nextInt(2));
    }

    @Test
    void inflates_no_bomb() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        Dataset meta = FileMeta.of(UID.CTImageStorage, "1.2.3", UID.DeflatedExplicitVRLittleEndian);
        bomb.writeBytes(DicomWriter.preambleAndMeta(meta));
        ByteArrayOutputStream begin = new ByteArrayOutputStream();
        Dataset small = Dataset.builder()
                .set(Tag.SOPClassUID, UID.CTImageStorage)
                .set(Tag.SOPInstanceUID, "1.2.3")
                .build();
        DicomWriter.writeDataset(small, org.diconde4j.io.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, begin);
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(bomb, new Deflater(Deflater.BEST_SPEED, true))) {
            begin.writeTo(deflated);
            // (0028,3006) LUT Data, OW, four gigabytes of zeros as it says
            deflated.write(new byte[] {0x28, 0, 0x06, 0x30, 'O', 'W', 0, 0, 0, 0, 0, (byte) 0xF0});
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                deflated.write(zeros);
            }
        }
        long before = usedMemory();
        Exchange exchange = post("/studies", "application/dicom", bomb.toByteArray());
        assertThat(exchange.status).isEqualTo(409);
        assertThat(usedMemory() - before).isLessThan(32L << 20);
        assertThat(archive.archive().counts().instances()).isZero();
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void reads_nothing_from_outside_of_xml() throws Exception {
        String evil =
                "--X\r\nContent-Type: application/dicom+xml\r\n\r\n<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM"
                        + " \"file:///etc/passwd\">]><NativeDicomModel><DicomAttribute tag=\"00100020\" vr=\"LO\"><Value"
                        + " number=\"1\">&b;</Value></DicomAttribute></NativeDicomModel>\r\n--X--\r\n";
        for (String type : Set.of("application/dicom+xml", "application/dicom")) {
            Exchange exchange =
                    post("/studies", "multipart/related; type=\"" + type + "\"; boundary=X", evil.getBytes(UTF_8));
            assertThat(exchange.status).isIn(400, 409, 415);
            assertThat(exchange.answer.toString(UTF_8)).doesNotContain("root:");
        }
        assertThat(archive.archive().counts().instances()).isZero();
    }
}
