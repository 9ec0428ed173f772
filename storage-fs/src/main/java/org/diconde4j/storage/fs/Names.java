package org.diconde4j.storage.fs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Names that are being committed, so that two can't take the same one. */
final class Names {
    private final Map<String, CountDownLatch> taken = new ConcurrentHashMap<>();

    /** Holds a name until it is closed; waits for another one who holds it. */
    Hold hold(String name) {
        CountDownLatch mine = new CountDownLatch(1);
        boolean interrupted = false;
        try {
            for (CountDownLatch other = taken.putIfAbsent(name, mine);
                    other != null;
                    other = taken.putIfAbsent(name, mine)) {
                try {
                    other.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return () -> {
            taken.remove(name, mine);
            mine.countDown();
        };
    }

    /** A name that is held. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }
}
