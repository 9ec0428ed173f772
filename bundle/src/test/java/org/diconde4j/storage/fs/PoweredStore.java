package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.file.Path;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.StorageProviders;

/** A store of plain files whose power fails at an operation on the disk: what was not synced by then may be lost. */
public final class PoweredStore {
    private final Path root;
    private final PowerDisk disk;
    private int operations;

    /**
     * Takes a folder, which {@link #open} opens.
     *
     * @param root its folder; what is in it is durable
     * @param remains an empty folder, for what is left when the power fails
     * @param seed chooses what is left
     * @param at the power fails before the operation of this number
     */
    public PoweredStore(Path root, Path remains, long seed, int at) throws IOException {
        this.root = root;
        disk = new PowerDisk(root, remains, seed, (step, number, after) -> !after && ++operations == at);
    }

    /** Opens the store; the power may fail amid that. */
    public ObjectStore open() {
        return FsObjectStore.open(StorageProviders.uri("fs", root), root, disk, Workload.LITTLE);
    }

    /** Tells whether the power has failed. */
    public boolean isDead() {
        return disk.isDead();
    }

    /** The power fails now, unless it has already; then {@code remains} is what is left. */
    public void fail() throws IOException {
        disk.fail();
    }
}
