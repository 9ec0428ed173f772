package org.diconde4j.net.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
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
