package org.diconde4j.net.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class PeersTest {
    @Test
    void finds_dcmtk() {
        Path dcmdump = Peers.dcmtk("dcmdump");

        PeerRun run = Peers.run(Duration.ofSeconds(20), dcmdump, "--version").succeeded();

        assertThat(run.output()).contains("$dcmtk: dcmdump");
    }

    @Test
    void finds_pydicom_and_its_files() {
        Path python = Peers.pydicom();

        Peers.run(Duration.ofSeconds(60), python, "-c", "import pydicom").succeeded();

        assertThat(Peers.pydicomData().resolve("test_files/CT_small.dcm")).isRegularFile();
        assertThat(Peers.pydicomData().resolve("charset_files")).isDirectory();
    }

    @Test
    void runs_orthanc_until_it_is_closed(@TempDir Path folder) {
        int port;
        try (Orthanc orthanc = Orthanc.start(folder)) {
            port = orthanc.dicomPort();
            assertThat(orthanc.get("/system")).contains("\"DicomAet\" : \"ORTHANC\"", "\"DicomPort\" : " + port);
            orthanc.modality("nobody", "NOBODY", 1, false);
            assertThatThrownBy(() -> orthanc.post("/modalities/nobody/echo", "{}"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("POST /modalities/nobody/echo was answered with");
        }
        Path echoscu = Peers.dcmtk("echoscu");
        assertThat(Peers.run(Duration.ofSeconds(20), echoscu, "127.0.0.1", port).exitCode())
                .isNotZero();
    }

    @Test
    void a_server_that_does_not_listen_is_told_of_with_what_it_said(@TempDir Path folder) {
        assertThatThrownBy(() -> PeerServer.start(folder, PeerServer.freePort(), "ls", "/no/such/place"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("does not listen", "/no/such/place");
    }

    @Test
    void a_missing_peer_skips_the_test_or_fails_it_and_says_what_to_install() {
        boolean required = "required".equals(System.getProperty("diconde4j.peers"));

        assertThatThrownBy(() -> Peers.dcmtk("no-such-command"))
                .isInstanceOf(required ? AssertionFailedError.class : TestAbortedException.class)
                .hasMessageContainingAll("no-such-command", "apt-get install dcmtk");
    }

    @Test
    void a_peer_that_does_not_end_in_time_is_killed() {
        assertThatThrownBy(() -> Peers.run(Duration.ofMillis(200), "sleep", "60"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did not end within PT0.2S");
    }

    @Test
    void a_failed_run_tells_what_the_peer_said() {
        PeerRun run = Peers.run(Duration.ofSeconds(20), "ls", "/no/such/place");

        assertThatThrownBy(run::succeeded).isInstanceOf(AssertionError.class).hasMessageContaining("/no/such/place");
    }
}
