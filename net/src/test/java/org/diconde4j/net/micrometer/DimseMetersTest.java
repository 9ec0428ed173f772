package org.diconde4j.net.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.Peer;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociationRejectedException;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.tck.RawPdu;
import org.diconde4j.net.tck.ScriptedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Meters count what was done over real associations. */
@Timeout(20)
class DimseMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DimseMeters meters = new DimseMeters(registry);

    @Test
    void count_associations_operations_and_bytes_of_both_roles() throws Exception {
        DimseClient client = DimseClient.as("CLIENT").listener(meters);
        try (DimseServer server = DimseServer.builder()
                .port(0)
                .listener(meters)
                .stores((request, dataset) -> {
                    dataset.readAllBytes();
                    return StoreOutcome.success();
                })
                .admits(who -> who.callingAeTitle().equals("STRANGER") ? AssociateRj.NO_REASON_GIVEN : null)
                .start()) {
            Peer peer = new Peer("SERVER", "127.0.0.1", server.port());
            client.echo(peer);
            assertThatThrownBy(() -> DimseClient.as("STRANGER").echo(peer))
                    .isInstanceOf(AssociationRejectedException.class);
            try (ScriptedPeer sender = ScriptedPeer.connect(server.address()).associate("1.2.3.4.5")) {
                sender.send(RawPdu.pData(1, 3, RawPdu.command(0x0001, 5, "1.2.3.4.5", true)));
                sender.send(RawPdu.pData(1, 2, new byte[1000])).expect(0x04);
                assertThat(registry.get("diconde4j.associations.open").gauge().value())
                        .isEqualTo(1);
                sender.send(RawPdu.releaseRq()).expect(0x06);
            }
        }
        assertThat(registry.get("diconde4j.associations.open").gauge().value()).isZero();
        assertThat(registry.get("diconde4j.associations")
                        .tag("end", "released")
                        .timer()
                        .count())
                .isEqualTo(3);
        assertThat(registry.get("diconde4j.associations.refused")
                        .tag("why", "rejected")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("diconde4j.operations")
                        .tags("service", "C-ECHO", "role", "scu", "class", "Verification", "outcome", "success")
                        .timer()
                        .totalTime(TimeUnit.NANOSECONDS))
                .isPositive();
        assertThat(registry.get("diconde4j.operation.bytes")
                        .tags("service", "C-STORE", "role", "scp", "class", "other")
                        .counter()
                        .count())
                .isEqualTo(1000);
        assertThat(registry.get("diconde4j.association.bytes")
                        .tag("direction", "received")
                        .counter()
                        .count())
                .isGreaterThan(1000);
    }
}
