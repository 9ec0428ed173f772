package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.dict.UID;
import org.diconde4j.net.TinyArchive.Stored;
import org.diconde4j.net.pdu.UserIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server writes down what goes over its associations, and keeps secrets. */
@Timeout(20)
class TraceTest {
    @TempDir
    Path dir;

    @Test
    void a_store_is_traced_in_both_directions_without_passcode_and_data() throws Exception {
        Path file = dir.resolve("trace.txt");
        Stored object = new Stored(
                UID.RawDataStorage,
                "1.2.3",
                UID.ImplicitVRLittleEndian,
                "SECRET-DATA".repeat(100).getBytes(),
                null);
        try (DimseServer server = DimseServer.builder()
                .port(0)
                .stores(new TinyArchive())
                .trace(file)
                .start()) {
            DimseClient client = DimseClient.as("CLIENT")
                    .with(AssociationOptions.DEFAULT.withIdentity(
                            UserIdentity.usernameAndPasscode("inspector", "PASSCODE")));
            assertThat(client.store(new Peer("SERVER", "127.0.0.1", server.port()), List.of(object), r -> {})
                            .stored())
                    .isEqualTo(1);
        }
        String text = Files.readString(file);
        assertThat(text)
                .containsSubsequence(
                        "#1 127.0.0.1:",
                        " connected",
                        "<- A-ASSOCIATE-RQ called \"SERVER\", calling \"CLIENT\"",
                        "user identity of type 2, name \"inspector\"",
                        "-> A-ASSOCIATE-AC",
                        "<- P-DATA-TF",
                        "command, last",
                        "AffectedSOPInstanceUID = \"1.2.3\"",
                        "data set, last, 1100 bytes",
                        "-> P-DATA-TF",
                        "Status = 0000H",
                        "<- A-RELEASE-RQ",
                        "-> A-RELEASE-RP",
                        "closed here")
                .doesNotContain("PASSCODE", "SECRET");
    }

    @Test
    void a_client_traces_its_side() throws Exception {
        Path file = dir.resolve("client.txt");
        try (DimseServer server = DimseServer.builder().port(0).start()) {
            DimseClient client = DimseClient.as("CLIENT").trace(file);
            client.echo(new Peer("SERVER", "127.0.0.1", server.port()));
            client.echo(new Peer("SERVER", "127.0.0.1", server.port()));
        }
        assertThat(Files.readString(file))
                .containsSubsequence(
                        "-> A-ASSOCIATE-RQ called \"SERVER\", calling \"CLIENT\"",
                        "CommandField = 0030H",
                        "<- P-DATA-TF",
                        "CommandField = 8030H",
                        "-> A-RELEASE-RQ",
                        "-> A-ASSOCIATE-RQ");
    }

    @Test
    void a_trace_that_can_not_be_written_is_told_at_the_start() {
        DimseServer.Builder builder = DimseServer.builder().port(0).trace(dir.resolve("no/such/folder/trace.txt"));
        assertThatThrownBy(builder::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can't write the trace");
    }
}
