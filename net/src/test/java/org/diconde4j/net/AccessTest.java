package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.dict.UID;
import org.diconde4j.net.access.AccessPolicy;
import org.diconde4j.net.access.AccessRule;
import org.diconde4j.net.access.PeerLimits;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociationRejectedException;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.net.tck.TestAuthority;
import org.diconde4j.net.tls.Tls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Allow lists and limits on a running server. */
@Timeout(60)
class AccessTest {
    private final TinyArchive archive = new TinyArchive();

    private DimseServer.Builder server(AccessPolicy policy) {
        return DimseServer.builder()
                .aeTitle("GUARDED")
                .port(0)
                .drain(Duration.ZERO)
                .timeouts(Timeouts.all(Duration.ofMillis(700)))
                .stores(archive)
                .admits(policy);
    }

    private static DimseClient client(String title) {
        return DimseClient.as(title)
                .with(AssociationOptions.DEFAULT.withTimeouts(Timeouts.all(Duration.ofSeconds(20))));
    }

    private static Peer peer(DimseServer server) {
        return new Peer("GUARDED", "127.0.0.1", server.port());
    }

    private static void rejected(DimseClient client, DimseServer server, AssociateRj with) {
        assertThatThrownBy(() -> client.echo(peer(server)))
                .isInstanceOfSatisfying(
                        AssociationRejectedException.class,
                        e -> assertThat(e.rejection()).isEqualTo(with));
    }

    @Test
    void who_is_not_on_the_list_is_rejected_also_when_dcmtk_asks() throws Exception {
        AccessPolicy policy = AccessPolicy.builder()
                .allow(AccessRule.anybody().callingAeTitles("XRAY1").addresses("127.0.0.0/8"))
                .build();
        try (DimseServer server = server(policy).start()) {
            client("XRAY1").echo(peer(server));
            rejected(client("XRAY2"), server, AssociateRj.CALLING_AE_TITLE_NOT_RECOGNIZED);
            Path echoscu = Peers.dcmtk("echoscu");
            assertThat(Peers.run(Duration.ofSeconds(30), echoscu, "-aet", "XRAY2", "127.0.0.1", server.port())
                            .output())
                    .contains("Calling AE Title Not Recognized");
        }
    }

    @Test
    void a_certificate_opens_what_a_title_does_not(@TempDir Path dir) throws Exception {
        TestAuthority authority = TestAuthority.create("Works CA");
        TestAuthority.Identity own = authority.issue("archive");
        Path trust = authority.certificateTo(dir.resolve("ca.pem"));
        Tls tls = Tls.builder()
                .identity(own.keyTo(dir.resolve("key")), own.certificateTo(dir.resolve("crt")))
                .trust(trust)
                .open();
        AccessPolicy policy = AccessPolicy.builder()
                .allow(AccessRule.anybody().certificates("CN=XRAY1"))
                .build();
        try (DimseServer server = server(policy).tls(tls).start()) {
            for (String name : new String[] {"XRAY1", "XRAY2"}) {
                TestAuthority.Identity station = authority.issue(name);
                Tls theirs = Tls.builder()
                        .identity(
                                station.keyTo(dir.resolve(name + ".key")),
                                station.certificateTo(dir.resolve(name + ".crt")))
                        .trust(trust)
                        .open();
                DimseClient client = DimseClient.as("XRAY1").with(AssociationOptions.DEFAULT.withTls(theirs));
                if (name.equals("XRAY1")) {
                    client.echo(peer(server));
                } else {
                    rejected(client, server, AssociateRj.NO_REASON_GIVEN);
                }
            }
        }
    }

    @Test
    void one_association_too_many_is_rejected_until_another_ends() throws Exception {
        AccessPolicy policy = AccessPolicy.builder()
                .limits(PeerLimits.NONE.withAssociations(1))
                .build();
        try (DimseServer server = server(policy).timeouts(Timeouts.DEFAULT).start()) {
            try (DimseSession open = client("A").open(peer(server), UID.Verification)) {
                open.echo();
                rejected(client("B"), server, AssociateRj.LOCAL_LIMIT_EXCEEDED);
            }
            for (int i = 0; i < 3; i++) { // none of the rejected ones is still counted
                client("B").echo(peer(server));
            }
        }
    }

    /** The waits are longer than the server's timeouts, which do not count them. */
    @Test
    void a_fast_sender_is_slowed_down_and_loses_nothing() throws Exception {
        AccessPolicy policy = AccessPolicy.builder()
                .limits(PeerLimits.NONE.withBytesPerSecond(1_000_000))
                .build();
        List<OutgoingObject> objects = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            objects.add(TinyArchive.object(TinyArchive.weld(i, 600_000), UID.ExplicitVRLittleEndian));
        }
        try (DimseServer server = server(policy).start()) {
            long start = System.nanoTime();
            SendSummary sent = client("A").store(peer(server), objects, r -> {});
            Duration time = Duration.ofNanos(System.nanoTime() - start);

            assertThat(sent).isEqualTo(new SendSummary(5, 0));
            assertThat(time).isBetween(Duration.ofMillis(1800), Duration.ofSeconds(8)); // 3 MB, of which 1 MB at once
        }
    }

    @Test
    void requests_are_served_no_faster_than_allowed() throws Exception {
        AccessPolicy policy = AccessPolicy.builder()
                .limits(PeerLimits.NONE.withOperationsPerSecond(10))
                .build();
        try (DimseServer server = server(policy).start();
                DimseSession open = client("A").open(peer(server), UID.Verification)) {
            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                open.echo();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
        }
    }

    @Test
    void closing_the_server_does_not_wait_for_a_sender_that_is_slowed_down() throws Exception {
        AccessPolicy policy = AccessPolicy.builder()
                .limits(PeerLimits.NONE.withBytesPerSecond(1000))
                .build();
        DimseServer server = server(policy).start();
        Thread sender = new Thread(() -> client("A")
                .store(
                        peer(server),
                        List.of(TinyArchive.object(TinyArchive.weld(1, 600_000), UID.ExplicitVRLittleEndian)),
                        r -> {}));
        sender.start();
        while (server.associations() == 0) {
            Thread.sleep(10);
        }
        Thread.sleep(300);
        long start = System.nanoTime();
        server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        sender.join(5000);
        assertThat(sender.isAlive()).isFalse();
    }
}
