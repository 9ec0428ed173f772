package org.diconde4j.storage.s3;

import java.util.concurrent.CountDownLatch;

/** A name that an object on its way wants, while the log is watched for somebody else who got it. */
final class Claim {
    private final String name;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean lost;

    Claim(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Somebody else has the name. */
    void lose() {
        lost = true;
    }

    boolean isLost() {
        return lost;
    }

    /** Lets those go on that wait for what becomes of it. */
    void end() {
        end.countDown();
    }

    /** Waits until it has ended, without heeding an interrupt. */
    void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                end.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
