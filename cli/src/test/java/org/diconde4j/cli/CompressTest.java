package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.diconde4j.storage.Digest;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive that keeps objects compressed. */
class CompressTest {
    @TempDir
    Path temp;

    private static List<Digest> digests(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> {
                        try {
                            return Digest.of(Files.readAllBytes(file));
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .sorted(java.util.Comparator.comparing(Digest::hex))
                    .toList();
        }
    }

    @Test
    void objects_are_smaller_on_the_disk_and_are_exported_as_they_were_imported() throws IOException {
        Run.write(temp.resolve("files"), NdeSamples.seeded(1).castingCt().subList(0, 3));
        Path data = temp.resolve("data");
        assertThat(diconde4j("import", "--data", data, "--compress", "jpeglslossless", temp.resolve("files"))
                        .lastLine())
                .contains("stored=3");
        assertThat(ExportTest.storedFiles(temp))
                .hasSize(3)
                .allSatisfy(file -> assertThat(file.toString()).endsWith(".z.dcm"));
        assertThat(diconde4j("verify", "--data", data).lastLine()).isEqualTo("verified=3 damaged=0 missing=0");
        Path out = temp.resolve("out");
        assertThat(diconde4j("export", "--data", data, "--to", out, "--as-received")
                        .code())
                .isZero();
        assertThat(digests(out)).isEqualTo(digests(temp.resolve("files")));
    }

    @Test
    void an_encoding_that_loses_something_or_compresses_nothing_is_refused_in_words() {
        for (String name : List.of("JPEGBaseline8Bit", "ExplicitVRLittleEndian")) {
            Run run = diconde4j("import", "--data", temp.resolve("data"), "--compress", name, temp);
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("--compress: objects can't be compressed as");
            assertThat(temp.resolve("data")).doesNotExist();
        }
    }
}
