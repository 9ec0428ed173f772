package org.diconde4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.diconde4j.dict.UID;
import org.diconde4j.net.TinyArchive.Stored;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociationRejectedException;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.tck.RawPdu;
import org.diconde4j.net.tck.ScriptedPeer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server in a JVM with 1 MiB outside of its heap, which is not enough for its associations. */
@Timeout(60)
class ScarceMemoryTest {
    private static final int LIMIT = 256;

    /** The server. It prints its port, and ends when its standard input does. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) throws IOException {
            try (DimseServer server = DimseServer.builder()
                    .port(0)
                    .maxAssociations(LIMIT)
                    .stores(new TinyArchive())
                    .start()) {
                System.out.println(server.port());
                while (System.in.read() >= 0) {
                    // until the test is over
                }
            }
        }
    }

    private static Process server() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:MaxDirectMemorySize=1m",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** One more association, or null if it is refused; nothing else is asked in between, whose memory might come back late. */
    private static @Nullable ScriptedPeer associated(InetSocketAddress address) throws IOException {
        ScriptedPeer peer = ScriptedPeer.connect(address);
        try {
            return peer.associate(RawPdu.VERIFICATION);
        } catch (AssertionError refused) {
            peer.close();
            return null;
        }
    }

    private static AssociateRj rejection(Peer peer) {
        try {
            DimseClient.as("ONE_MORE").echo(peer);
            return null;
        } catch (AssociationRejectedException e) {
            return e.rejection();
        }
    }

    private static List<SendResult> store(Peer peer) throws IOException {
        Stored object = new Stored(UID.RawDataStorage, "1.2.3", UID.ImplicitVRLittleEndian, new byte[1_000_000], null);
        List<SendResult> results = new ArrayList<>();
        DimseClient.as("CLIENT").store(peer, List.of(object), results::add);
        return results;
    }

    @Test
    void associations_that_no_memory_is_left_for_are_refused_until_others_end() throws Exception {
        Process process = server();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            int port = Integer.parseInt(said.readLine());
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            Peer peer = new Peer("SERVER", "127.0.0.1", port);
            List<ScriptedPeer> open = new ArrayList<>();
            for (ScriptedPeer next = associated(address); next != null; next = associated(address)) {
                open.add(next);
            }

            assertThat(open).as("associations at once").hasSizeBetween(8, 40);
            assertThat(rejection(peer)).isEqualTo(AssociateRj.TEMPORARY_CONGESTION);
            for (ScriptedPeer each : open) {
                each.send(RawPdu.echo(1, 1)).expect(0x04);
            }

            for (ScriptedPeer each : open.subList(0, 2)) {
                each.send(RawPdu.releaseRq()).expect(0x06);
                each.close();
            }
            List<SendResult> results = List.of();
            for (int i = 0; i < 100 && results.isEmpty(); i++) {
                Thread.sleep(20); // until the buffers of those that ended are back
                results = rejection(peer) == null ? store(peer) : results;
            }
            assertThat(results)
                    .as("what is large for the buffers that are left")
                    .singleElement()
                    .matches(SendResult::stored);
            for (ScriptedPeer each : open) {
                each.close();
            }
        } finally {
            process.getOutputStream().close();
            process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
        }
    }
}
