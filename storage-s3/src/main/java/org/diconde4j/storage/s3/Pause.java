package org.diconde4j.storage.s3;

import java.time.Duration;

/** Waits a moment without heeding an interrupt, which stays for whoever asks for it. */
final class Pause {
    private Pause() {}

    static void of(Duration time) {
        boolean interrupted = false;
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            try {
                Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
