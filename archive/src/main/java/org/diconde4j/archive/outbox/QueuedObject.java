package org.diconde4j.archive.outbox;

import java.io.IOException;
import java.io.InputStream;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;

/** An entry as it goes out: the data set bytes as they are stored. */
final class QueuedObject implements OutgoingObject {
    private final OutboxEntry entry;
    private final InstanceRef instance;
    private final ObjectStore objects;
    private final Begin begin;
    private volatile boolean opened;

    /** Asked once, when an object begins to be sent; may throw to leave it where it is. */
    @FunctionalInterface
    interface Begin {
        void accept(OutboxEntry entry) throws IOException;
    }

    QueuedObject(OutboxEntry entry, InstanceRef instance, ObjectStore objects, Begin begin) {
        this.entry = entry;
        this.instance = instance;
        this.objects = objects;
        this.begin = begin;
    }

    OutboxEntry entry() {
        return entry;
    }

    /** Whether it was begun to send it, so that it may be what the peer stumbled over. */
    boolean opened() {
        return opened;
    }

    @Override
    public String sopClassUid() {
        return String.valueOf(instance.sopClassUid());
    }

    @Override
    public String sopInstanceUid() {
        return instance.sopInstanceUid();
    }

    @Override
    public String transferSyntaxUid() {
        return String.valueOf(instance.transferSyntaxUid());
    }

    @Override
    public InputStream open() throws IOException {
        if (!opened) {
            begin.accept(entry);
            opened = true;
        }
        return objects.open(instance.name(), instance.datasetOffset(), Long.MAX_VALUE);
    }
}
