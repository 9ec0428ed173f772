package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStreamTest {
    @Test
    void reads_no_more_than_a_header_behind_a_value_longer_than_the_buffer(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[100_000];
        new Random(2).nextBytes(bytes);
        Path file = Files.write(folder.resolve("a"), bytes);
        try (FileChannel channel = FileChannel.open(file)) {
            FileStream in = new FileStream(channel);
            byte[] buffer = new byte[8192];
            assertThat(in.read(buffer, 0, 8192)).isEqualTo(8192);
            assertThat(in.skip(20_000)).isEqualTo(20_000);
            assertThat(in.read(buffer, 0, 8192)).isEqualTo(8);
            assertThat(buffer).startsWith(bytes[28_192], bytes[28_193]);
            assertThat(in.read(buffer, 8, 8184)).as("what is no fragment").isEqualTo(8184);
            assertThat(buffer[8191]).isEqualTo(bytes[28_192 + 8191]);
            assertThat(in.skip(100)).isEqualTo(100);
            assertThat(in.read(buffer, 0, 8192)).as("after a short value").isEqualTo(8192);
            assertThat(in.skip(1_000_000)).isEqualTo(100_000 - 36_384 - 100 - 8192);
            assertThat(in.read(buffer, 0, 8192)).isEqualTo(-1);
        }
    }
}
