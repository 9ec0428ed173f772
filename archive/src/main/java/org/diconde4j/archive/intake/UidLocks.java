package org.diconde4j.archive.intake;

import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread at a time decide about a SOP Instance UID, or another key; different ones rarely wait for each other. */
public final class UidLocks {
    private final ReentrantLock[] locks = new ReentrantLock[256];

    /** All free. */
    public UidLocks() {
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /**
     * Waits until nobody else has the key.
     *
     * @param uid the key
     * @return what the caller closes
     */
    public Held lock(String uid) {
        int hash = uid.hashCode();
        ReentrantLock lock = locks[(hash ^ hash >>> 16) & locks.length - 1];
        lock.lock();
        return lock::unlock;
    }

    /** A lock that is held until closed. */
    @FunctionalInterface
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
