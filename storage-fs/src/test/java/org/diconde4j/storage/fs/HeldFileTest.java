package org.diconde4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldFileTest {
    private static final Disk DISK = new RealDisk();
    private static final int LONGEST = Uncached.LONGEST;

    @TempDir
    Path folder;

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void writeInPieces(Disk.Out out, byte[] bytes, int from, int to) throws IOException {
        for (int at = from; at < to; ) {
            int length = Math.min(to - at, 1 + (at * 31 + 70_000) % 65_536);
            out.write(bytes, at, length);
            at += length;
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                511,
                4095,
                4096,
                4097,
                65_536,
                65_537,
                525_288,
                LONGEST - 1,
                LONGEST,
                LONGEST + 1,
                3 * LONGEST + 5
            })
    void holds_what_was_written_whether_it_goes_past_the_memory_of_the_system_or_not(int length) throws IOException {
        byte[] bytes = bytes(length);
        Path file = folder.resolve("file");
        try (Disk.Out out = DISK.createHeld("test", file)) {
            writeInPieces(out, bytes, 0, length);
            out.sync();
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void is_seen_by_others_when_it_is_flushed_and_goes_on_from_there() throws IOException {
        byte[] bytes = bytes(300_000);
        Path file = folder.resolve("file");
        try (Disk.Out out = DISK.createHeld("test", file)) {
            writeInPieces(out, bytes, 0, 100_001);
            out.flush();
            assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(bytes, 100_001));
            writeInPieces(out, bytes, 100_001, bytes.length);
            out.sync();
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void goes_on_after_a_sync_and_after_a_cut() throws IOException {
        byte[] bytes = bytes(300_000);
        Path file = folder.resolve("file");
        try (Disk.Out out = DISK.createHeld("test", file)) {
            writeInPieces(out, bytes, 0, 150_000);
            out.sync();
            out.write(new byte[5000], 0, 5000);
            out.cut(150_000);
            writeInPieces(out, bytes, 150_000, bytes.length);
            out.sync();
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void empties_a_file_that_is_there() throws IOException {
        Path file = Files.write(folder.resolve("file"), bytes(200_000));
        try (Disk.Out out = DISK.createHeld("test", file)) {
            out.write(bytes(70_000), 0, 70_000);
            out.sync();
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes(70_000));
    }

    @Test
    void is_written_by_a_thread_that_was_interrupted_too() throws IOException {
        byte[] bytes = bytes(LONGEST);
        Path file = folder.resolve("file");
        try (Disk.Out out = DISK.createHeld("test", file)) {
            out.write(bytes, 0, bytes.length);
            Thread.currentThread().interrupt();
            out.sync();
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void is_written_whole_when_more_are_open_than_there_are_buffers() throws IOException {
        List<Disk.Out> open = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Disk.Out out = DISK.createHeld("test", folder.resolve("file" + i));
            out.write(bytes(70_000 + i), 0, 70_000 + i);
            open.add(out);
        }
        for (Disk.Out out : open) {
            out.sync();
            out.close();
        }
        for (int i = 0; i < 40; i++) {
            assertThat(Files.readAllBytes(folder.resolve("file" + i))).isEqualTo(bytes(70_000 + i));
        }
    }

    @Test
    void is_empty_if_it_was_given_up_before_its_sync() throws IOException {
        Path file = folder.resolve("file");
        try (Disk.Out out = DISK.createHeld("test", file)) {
            out.write(bytes(70_000), 0, 70_000);
        }
        assertThat(file).isEmptyFile();
    }
}
