package org.diconde4j.web.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartReaderTest {
    private static final MediaType TYPE = MediaType.of("multipart/related; boundary=X");

    private static List<String> read(byte[] body, int step) throws IOException {
        MultipartReader reader = new MultipartReader(new Dribble(body, step), TYPE, 10);
        List<String> all = new ArrayList<>();
        for (MultipartReader.Part part = reader.next(); part != null; part = reader.next()) {
            all.add(new String(part.body().readAllBytes(), ISO_8859_1));
        }
        return all;
    }

    @Test
    void reads_parts_however_they_arrive() throws IOException {
        byte[] body =
                ("preamble\r\n--X\r\nContent-Type: application/dicom\r\n\r\none\r\n-\r\n--\r\n--Y\r\n--X\r\n\r\n\r\n--X--\r\nepilogue")
                        .getBytes(ISO_8859_1);
        for (int step = 1; step <= body.length; step++) {
            assertThat(read(body, step)).as("%s bytes at once", step).containsExactly("one\r\n-\r\n--\r\n--Y", "");
        }
    }

    @Test
    void reads_what_the_writer_writes() throws IOException {
        Random random = new Random(5);
        MultipartWriter writer = new MultipartWriter();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            byte[] content = new byte[random.nextInt(200_000)];
            random.nextBytes(content);
            contents.add(content);
            writer.begin(out, Map.of("Content-Type", "application/dicom"));
            out.write(content);
        }
        writer.end(out);
        MultipartReader reader = new MultipartReader(
                new ByteArrayInputStream(out.toByteArray()), MediaType.of(writer.contentType("application/dicom")), 10);
        for (byte[] content : contents) {
            MultipartReader.Part part = reader.next();
            assertThat(part.type("x/y").essence()).isEqualTo("application/dicom");
            assertThat(part.body().readAllBytes()).isEqualTo(content);
        }
        assertThat(reader.next()).isNull();
    }

    @Test
    void passes_over_what_is_not_read() throws IOException {
        MultipartReader reader = new MultipartReader(
                new ByteArrayInputStream("--X\r\n\r\none\r\n--X\r\n\r\ntwo\r\n--X--\r\n".getBytes(ISO_8859_1)),
                TYPE,
                10);
        reader.next();
        assertThat(reader.next().body().readAllBytes()).isEqualTo("two".getBytes(ISO_8859_1));
        assertThat(reader.next()).isNull();
    }

    @Test
    void refuses_bodies_that_break_off_have_too_many_parts_or_no_boundary() {
        for (String text :
                List.of("", "--X", "--X\r\n\r\none", "--X\r\n\r\none\r\n", "--X\r\nContent-Ty", "nothing at all")) {
            assertThatThrownBy(() -> read(text.getBytes(ISO_8859_1), 100))
                    .as(text)
                    .isInstanceOf(HttpProblem.class);
        }
        assertThatThrownBy(() -> read(("--X\r\n\r\n\r\n".repeat(11) + "--X--").getBytes(ISO_8859_1), 100))
                .isInstanceOf(HttpProblem.class);
        assertThatThrownBy(() -> read(("--X\r\nA: " + "b".repeat(100_000)).getBytes(ISO_8859_1), 100))
                .isInstanceOf(HttpProblem.class);
        assertThatThrownBy(
                        () -> new MultipartReader(InputStream.nullInputStream(), MediaType.of("multipart/related"), 1))
                .hasMessageContaining("found none");
    }

    @Test
    void takes_any_bytes_for_parts_or_a_problem() throws IOException {
        byte[] seed = "--X\r\nContent-Type: application/dicom\r\nB: c\r\n\r\none\r\n--X\r\n\r\ntwo\r\n--X--\r\n"
                .getBytes(ISO_8859_1);
        for (int i = 0; i < 50_000; i++) {
            Random random = new Random(i);
            byte[] body = seed.clone();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                body[random.nextInt(body.length)] =
                        (byte) (random.nextBoolean() ? "\r\n-X: ".charAt(random.nextInt(6)) : random.nextInt());
            }
            try {
                read(body, 1 + random.nextInt(body.length));
            } catch (HttpProblem e) {
                assertThat(e.status()).as("seed %s", i).isEqualTo(400);
            }
        }
    }

    /** Gives some bytes at once. */
    private static final class Dribble extends InputStream {
        private final InputStream in;
        private final int step;

        Dribble(byte[] bytes, int step) {
            this.in = new ByteArrayInputStream(bytes);
            this.step = step;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return in.read(target, offset, Math.min(length, step));
        }
    }
}
