package org.diconde4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FragmentsTest {
    @Test
    void knows_the_place_of_each_of_many_fragments_wherever_they_stand() {
        Random random = new Random(7);
        long[] offsets = new long[20_000];
        long[] lengths = new long[offsets.length];
        long next = 5_000_000_000L;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = next;
            lengths[i] = random.nextInt(10) == 0 ? 0xFFFFFFFEL : random.nextInt(5000);
            next += lengths[i] + (i % 777 == 0 ? 100 : 8); // now and then elsewhere
        }
        Fragments fragments = new Fragments(null, offsets, lengths);
        assertThat(fragments.count()).isEqualTo(offsets.length);
        for (int i = 0; i < offsets.length; i++) {
            assertThat(fragments.offset(i)).as("offset of %d", i).isEqualTo(offsets[i]);
            assertThat(fragments.length(i)).as("length of %d", i).isEqualTo(lengths[i]);
        }
        assertThat(fragments.encodedLength())
                .isEqualTo(8
                        + 8L * offsets.length
                        + Arrays.stream(lengths).map(l -> l + (l & 1)).sum());
        assertThatThrownBy(() -> fragments.offset(offsets.length)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void items_can_be_copied_at_once_only_if_their_headers_are_known_and_nothing_stands_between() {
        assertThat(Fragments.builder()
                        .addItem(100, 0)
                        .addItem(108, 4)
                        .build(null)
                        .areItemsInSource())
                .isTrue();
        assertThat(Fragments.builder().build(null).areItemsInSource()).isFalse();
        assertThat(Fragments.builder()
                        .addItem(100, 0)
                        .addItem(110, 4)
                        .build(null)
                        .areItemsInSource())
                .isFalse();
        assertThat(Fragments.builder()
                        .addItem(100, 3)
                        .addItem(111, 4)
                        .build(null)
                        .areItemsInSource())
                .isFalse();
        assertThat(Fragments.builder().addItem(100, 0).add(108, 4).build(null).areItemsInSource())
                .isFalse();
    }

    @Test
    void reads_parts_of_a_file_through_one_reader(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(3).nextBytes(bytes);
        Path file = Files.write(folder.resolve("a"), bytes);
        BulkData.Source memory =
                (offset, length) -> new ByteArrayInputStream(bytes, (int) offset, (int) Math.min(length, bytes.length));
        for (BulkData.Source source : new BulkData.Source[] {BulkData.Source.of(file), memory}) {
            try (BulkReader reader = source.reader()) {
                for (int at : new int[] {0, 10, 5, 70_000, 69_999, 200_000}) {
                    for (int length : new int[] {1, 100, 20_000, 70_000}) {
                        ByteBuffer into = ByteBuffer.allocate(length);
                        assertThat(reader.read(at, into)).isEqualTo(length);
                        assertThat(into.array()).isEqualTo(Arrays.copyOfRange(bytes, at, at + length));
                    }
                }
                assertThat(reader.read(bytes.length - 3, ByteBuffer.allocate(10)))
                        .isEqualTo(3);
                Path copy = folder.resolve("copy");
                try (FileChannel out =
                        FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    assertThat(reader.transferTo(1000, 200_000, out)).isEqualTo(200_000);
                    assertThat(reader.transferTo(250_000, 100_000, out)).isEqualTo(50_000);
                }
                assertThat(Arrays.copyOf(Files.readAllBytes(copy), 200_000))
                        .isEqualTo(Arrays.copyOfRange(bytes, 1000, 201_000));
                Files.delete(copy);
                java.io.ByteArrayOutputStream stream = new java.io.ByteArrayOutputStream();
                assertThat(reader.transferTo(7, 150_000, Channels.newChannel(stream)))
                        .isEqualTo(150_000);
                assertThat(stream.toByteArray()).isEqualTo(Arrays.copyOfRange(bytes, 7, 150_007));
            }
        }
    }
}
