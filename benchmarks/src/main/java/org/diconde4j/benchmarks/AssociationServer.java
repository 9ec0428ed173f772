package org.diconde4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.service.AssociationEnd;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.AssociationListener;
import org.diconde4j.net.service.StoreOutcome;

/** A server that reads objects and forgets them; for each line that it is given it prints what it uses. */
final class AssociationServer implements AssociationListener {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private AssociationServer() {}

    /** Prints the port, then figures, until its input ends. */
    public static void main(String[] args) throws IOException {
        AssociationServer listener = new AssociationServer();
        try (DimseServer server = DimseServer.builder()
                .port(0)
                .listener(listener)
                .stores((request, dataset) -> {
                    byte[] buffer = new byte[64 * 1024];
                    while (dataset.read(buffer) >= 0) {
                        // forgotten
                    }
                    return StoreOutcome.success();
                })
                .start()) {
            System.out.println(server.port());
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
            while (in.readLine() != null) {
                for (int i = 0; i < 500 && server.associations() > 0; i++) {
                    pause();
                }
                System.out.println(listener.figures());
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void opened(AssociationInfo association) {
        most.accumulateAndGet(open.incrementAndGet(), Math::max);
    }

    @Override
    public void ended(AssociationInfo association, AssociationEnd end) {
        open.decrementAndGet();
    }

    private String figures() throws IOException {
        for (int i = 0; i < 3; i++) {
            System.gc(); // direct buffers are freed after the heap that names them
            pause();
        }
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long files = -1;
        Path descriptors = Path.of("/proc/self/fd");
        if (Files.isDirectory(descriptors)) {
            try (Stream<Path> list = Files.list(descriptors)) {
                files = list.count();
            }
        }
        return String.format(
                "heap %.1f MiB, direct %.1f MiB, threads %d, files %d, most associations at once %d",
                heap / 1048576.0,
                direct / 1048576.0,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                files,
                most.get());
    }
}
