package org.diconde4j.net.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Dictionary.UidEntry;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.AssociationEnd;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.AssociationListener;
import org.diconde4j.net.service.Operation;
import org.diconde4j.net.service.OperationResult;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;

/**
 * Meters of associations and operations in a registry of the host application:
 *
 * <ul>
 *   <li>{@code diconde4j.associations.open}: how many are open.
 *   <li>{@code diconde4j.associations}: how long they were open, by {@code end}: released, aborted_by_peer, aborted_here,
 *       timed_out, lost.
 *   <li>{@code diconde4j.associations.refused}: connections that did not become an association, by {@code why}: rejected,
 *       failed.
 *   <li>{@code diconde4j.association.bytes}: what went over them, by {@code direction}: received, sent.
 *   <li>{@code diconde4j.operations}: how long they took, by {@code service}, {@code role} (scp, scu), {@code class} (keyword
 *       of the SOP class) and {@code outcome}: success, warning, failure, cancel, none.
 *   <li>{@code diconde4j.operation.bytes}: their data sets, by {@code service}, {@code role} and {@code class}.
 * </ul>
 *
 * No tag has a value that a peer can choose freely: SOP classes that the standard does not know are {@code other}. Give one
 * instance to {@code DimseServer.Builder.listener} or {@code DimseClient.listener}; servers and clients may share it.
 * Thread-safe.
 */
public final class DimseMeters implements AssociationListener {
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * Registers the meters.
     *
     * @param registry where
     */
    @SuppressWarnings(
            "exports") // required transitively it would have to be there for all who compile against this module
    public DimseMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("diconde4j.associations.open", open, AtomicInteger::get)
                .description("Associations that are open")
                .register(registry);
    }

    @Override
    public void opened(AssociationInfo association) {
        open.incrementAndGet();
    }

    @Override
    public void rejected(AssociationInfo association, AssociateRj answer) {
        refused("rejected");
    }

    @Override
    public void failed(InetSocketAddress remote, AssociationException why) {
        refused("failed");
    }

    private void refused(String why) {
        Counter.builder("diconde4j.associations.refused")
                .description("Connections that did not become an association")
                .tag("why", why)
                .register(registry)
                .increment();
    }

    @Override
    public void ended(AssociationInfo association, AssociationEnd end) {
        open.decrementAndGet();
        Timer.builder("diconde4j.associations")
                .description("How long associations were open")
                .tag("end", end.how().name().toLowerCase(Locale.ROOT))
                .register(registry)
                .record(end.time());
        bytes("received", end.bytesReceived());
        bytes("sent", end.bytesSent());
    }

    private void bytes(String direction, long count) {
        Counter.builder("diconde4j.association.bytes")
                .description("Bytes of associations that have ended")
                .baseUnit("bytes")
                .tag("direction", direction)
                .register(registry)
                .increment(count);
    }

    @Override
    public void ended(Operation operation, OperationResult result) {
        String service = operation.service().startsWith("command") ? OTHER : operation.service();
        String role = operation.performedHere() ? "scp" : "scu";
        String sopClass = keyword(operation.sopClassUid());
        Timer.builder("diconde4j.operations")
                .description("How long operations took, from request to last response")
                .tags("service", service, "role", role, "class", sopClass, "outcome", outcome(result.status()))
                .register(registry)
                .record(result.time());
        Counter.builder("diconde4j.operation.bytes")
                .description("Bytes of data sets")
                .baseUnit("bytes")
                .tags("service", service, "role", role, "class", sopClass)
                .register(registry)
                .increment(result.bytes());
    }

    private static String keyword(String sopClassUid) {
        UidEntry known = Dictionary.standard().uid(sopClassUid);
        return known == null || known.keyword().isEmpty() ? OTHER : known.keyword();
    }

    private static String outcome(@Nullable Integer status) {
        if (status == null) {
            return "none";
        }
        if (status == Status.SUCCESS) {
            return "success";
        }
        if (status == Status.CANCEL) {
            return "cancel";
        }
        return Status.isWarning(status) ? "warning" : "failure";
    }
}
