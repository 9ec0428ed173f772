package org.diconde4j.archive.workflow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.UID;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.DimseSession;
import org.diconde4j.net.Peer;
import org.diconde4j.net.ServiceContext;
import org.diconde4j.net.service.NormalizedCall;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOperation;
import org.diconde4j.net.service.NormalizedResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscribers what happens to workitems: N-EVENT-REPORT on associations of our own (PS3.4 CC.2.4.3), from one thread, in
 * order; those who listen here at once. A subscriber that can't be reached misses what was to be told; the standard asks for no more.
 */
final class WorkitemReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkitemReports.class);
    private static final int MAX_WAITING = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final NormalizedHandler NOTHING = new NormalizedHandler() {};

    private final List<Outlet> outlets = new CopyOnWriteArrayList<>();
    private final List<Channel> channels = new CopyOnWriteArrayList<>();
    private final Deque<Report> waiting = new ArrayDeque<>(); // guarded by itself
    private final ThreadPoolExecutor worker;

    /** A receiver that knows where peers are. */
    private record Outlet(Function<String, @Nullable Peer> peers, Function<Peer, DimseClient> clients) {}

    private record Report(String to, WorkitemEvent event) {}

    private record Address(DimseClient client, Peer peer) {}

    WorkitemReports() {
        worker = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "diconde4j-workitem-reports");
            thread.setDaemon(true);
            return thread;
        });
        worker.allowCoreThreadTimeOut(true);
    }

    void connect(Function<String, @Nullable Peer> peers, Function<Peer, DimseClient> clients) {
        outlets.add(new Outlet(peers, clients));
    }

    boolean knows(String aeTitle) {
        return address(aeTitle) != null || channels.stream().anyMatch(channel -> channel.aeTitle.equals(aeTitle));
    }

    private @Nullable Address address(String aeTitle) {
        for (Outlet outlet : outlets) {
            Peer peer = outlet.peers.apply(aeTitle);
            if (peer != null) {
                return new Address(outlet.clients.apply(peer), peer);
            }
        }
        return null;
    }

    /** Somebody who listens here, as long as it does not stop. */
    private record Channel(String aeTitle, Consumer<WorkitemEvent> listener) {}

    /** Whoever listens under a title is told instead of the peer of that title. */
    AutoCloseable listen(String aeTitle, Consumer<WorkitemEvent> listener) {
        Channel channel = new Channel(aeTitle, listener);
        channels.add(channel);
        return () -> channels.remove(channel);
    }

    void tell(String aeTitle, WorkitemEvent event) {
        boolean told = false;
        for (Channel channel : channels) {
            if (channel.aeTitle.equals(aeTitle)) {
                channel.listener.accept(event);
                told = true;
            }
        }
        if (!told) {
            post(aeTitle, event);
        }
    }

    private void post(String aeTitle, WorkitemEvent event) {
        synchronized (waiting) {
            if (waiting.size() >= MAX_WAITING) {
                LOG.warn("{} is not told of workitem {}: too much is waiting to be told", aeTitle, event.workitem());
                return;
            }
            waiting.add(new Report(aeTitle, event));
        }
        run(this::sendWaiting);
    }

    boolean isClosed() {
        return worker.isShutdown();
    }

    /** Does something on the thread of the reports, unless they are closed. */
    void run(Runnable task) {
        if (!worker.isShutdown()) {
            worker.execute(task);
        }
    }

    private void sendWaiting() {
        for (Report report = next(null); report != null; report = next(null)) {
            Address address = address(report.to);
            if (address == null) {
                LOG.debug("{} is not told of workitem {}: no such peer", report.to, report.event.workitem());
                continue;
            }
            try (DimseSession session = address.client.open(
                    address.peer, List.of(ServiceContext.scp(UID.UnifiedProcedureStepEvent)), NOTHING)) {
                for (Report one = report; one != null; one = next(report.to)) {
                    send(session, one);
                }
            } catch (DicondeException e) {
                if (!isClosed()) {
                    LOG.warn("{} could not be told of workitems: {}", address.peer, e.getMessage());
                }
                forget(report.to);
            }
        }
    }

    private static void send(DimseSession session, Report report) {
        NormalizedResponse answer = session.request(new NormalizedCall(
                        NormalizedOperation.EVENT_REPORT,
                        UID.UnifiedProcedureStepPush,
                        report.event.workitem(),
                        report.event.information())
                .withType(report.event.type())
                .within(UID.UnifiedProcedureStepEvent));
        if (!answer.succeeded()) {
            LOG.info("{} answered an event with status {}", report.to, answer.status());
        }
    }

    /** The next report, if it is for this peer; whoever it is for if that is null. */
    private @Nullable Report next(@Nullable String to) {
        synchronized (waiting) {
            Report first = waiting.peek();
            return first == null || to != null && !first.to.equals(to) ? null : waiting.poll();
        }
    }

    private void forget(String to) {
        synchronized (waiting) {
            waiting.removeIf(report -> report.to.equals(to));
        }
    }

    /** Ends what is being told. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("the thread that tells of workitems does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
