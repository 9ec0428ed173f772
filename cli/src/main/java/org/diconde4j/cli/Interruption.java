package org.diconde4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C or SIGTERM while a peer is at work: the work is to end in order, and gets some seconds for that. */
final class Interruption implements AutoCloseable {
    private static final long SECONDS = 10;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "diconde4j-interruption");
    private volatile boolean wanted;

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the work is to end. */
    boolean wanted() {
        return wanted;
    }

    private void await() {
        wanted = true;
        try {
            ended.await(SECONDS, TimeUnit.SECONDS); // if the peer does not listen, the connection ends with the process
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it is at work
        }
    }
}
