package org.diconde4j.storage.s3;

import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.diconde4j.storage.Receipt;

/** What an object or event on its way wants to be the first with, such as a name, while the log is watched for others. */
final class Claim {
    private final Predicate<Receipt> rival;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean lost;

    Claim(Predicate<Receipt> rival) {
        this.rival = rival;
    }

    /** For bytes under a name. */
    static Claim of(String name) {
        return new Claim(receipt -> receipt.carriesBytes() && receipt.name().equals(name));
    }

    /** A receipt of somebody else stands before what it is for; it may decide. */
    void meet(Receipt receipt) {
        if (rival.test(receipt)) {
            lost = true;
        }
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
