package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @Test
    void tells_the_whole_job_and_keeps_what_it_made(@TempDir Path temp) throws IOException {
        Path kept = temp.resolve("kept");

        Run run = diconde4j("demo", "--keep", kept);

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("1. Making", "2. Starting", "3. Sending", "4. Asking", "5. Fetching", "6. Comparing")
                .contains("7. Letting", "8. Asking for a picture", "200 http://127.0.0.1:", "/rendered")
                .contains("27 of 27 are identical.", "27 are as recorded, 0 are not.", "byte for byte, after");
        try (Stream<Path> fetched = Files.list(kept.resolve("fetched"))) {
            assertThat(fetched).hasSize(27);
        }
        assertThat(ImageIO.read(kept.resolve("weld.png").toFile()).getWidth()).isGreaterThan(500);
        assertThat(diconde4j("find", "--data", kept.resolve("archive"), "--level", "instance")
                        .lastLine())
                .isEqualTo("27 instances");
        assertThat(diconde4j("demo", "--keep", kept).code()).as("a second time").isZero();
    }
}
