package org.diconde4j.storage.fs;

import java.time.Duration;

/**
 * How much of what.
 *
 * @param small up to this length an object is committed by the journal alone: one file less to sync is worth writing the bytes twice
 * @param journalFile a file of the journal is ended at this length
 * @param journalEntries and after so many things that it says
 * @param journalAge and when it is so old
 * @param late a file of the journal is checkpointed when it is so old: the kernel has written back by itself what is 30 s old, for
 *     which it looks each 5 s, and to sync that costs nearly nothing
 * @param hurry or when the journal has so many bytes
 * @param journal the journal never has many more bytes than this, so that opening after a crash does not take long
 * @param waitingBytes so much may wait in memory for its files
 * @param waitingObjects and so many objects
 * @param segment a file of receipts is ended at this length
 * @param patience how long a commit waits for room
 */
record Limits(
        int small,
        long journalFile,
        int journalEntries,
        Duration journalAge,
        Duration late,
        long hurry,
        long journal,
        long waitingBytes,
        int waitingObjects,
        long segment,
        Duration patience) {

    static final Limits USUAL = new Limits(
            64 << 10,
            16L << 20,
            4096,
            Duration.ofSeconds(10),
            Duration.ofSeconds(35),
            96L << 20,
            192L << 20,
            16L << 20,
            8192,
            16L << 20,
            Duration.ofSeconds(30));
}
