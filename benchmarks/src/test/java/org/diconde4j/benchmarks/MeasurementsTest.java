package org.diconde4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that measure the whole or compare it with others work, and leave nothing behind; how fast is not judged here. */
class MeasurementsTest {
    @Test
    void huge_files_are_made_read_copied_and_deleted(@TempDir Path folder) throws Exception {
        Huge.run(List.of("dir=" + folder, "native=1m", "encapsulated=100k", "frames=9", "rounds=1"));
        assertThat(folder).isEmptyDirectory();
        assertThat(Huge.bytes("3.9g")).isEqualTo(4_187_593_113L);
        assertThatThrownBy(() -> Huge.run(List.of("size=6g")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found size=6g");
    }

    @Test
    void the_network_is_measured_without_peers_too(@TempDir Path folder) throws Exception {
        Network.run(List.of("dir=" + folder, "dcmtk=" + folder, "only=receive,send,window", "rounds=1", "objects=3"));
        assertThat(folder).isEmptyDirectory();
        assertThatThrownBy(() -> Network.run(List.of("orthank=x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found orthank=x");
    }

    @Test
    void ingest_is_measured_without_orthanc_too(@TempDir Path folder) throws Exception {
        Ingest.run(List.of("dir=" + folder, "orthanc=none", "heap=96m", "huge=20", "warm=0", "rounds=1", "objects=8"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void an_index_is_filled_and_asked(@TempDir Path folder) throws Exception {
        Scale.run(List.of("dir=" + folder, "instances=1100,1200", "rounds=1"));
        assertThat(folder).isEmptyDirectory();
        assertThatThrownBy(() -> Scale.run(List.of("size=10")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found size=10");
    }

    @Test
    void the_web_is_measured_without_orthanc_too(@TempDir Path folder) throws Exception {
        Web.run(List.of(
                "dir=" + folder,
                "orthanc=none",
                "rounds=1",
                "instances=3",
                "studies=2",
                "stow=2",
                "frames=9",
                "side=64"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void encryption_is_measured(@TempDir Path folder) throws Exception {
        Encryption.run(List.of("dir=" + folder, "rounds=1", "objects=4"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void compression_is_measured(@TempDir Path folder) throws Exception {
        Compression.run(List.of("dir=" + folder, "rounds=1", "objects=1"));
        assertThat(folder).isEmptyDirectory();
    }
}
