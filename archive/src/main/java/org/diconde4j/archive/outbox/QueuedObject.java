package org.diconde4j.archive.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.diconde4j.archive.dimse.StoredObject;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;

/** The object of an entry as it goes out. */
final class QueuedObject extends StoredObject {
    private final OutboxEntry entry;
    private final Begin begin;
    private volatile boolean opened;

    /** Asked once, when an object begins to be sent; may throw to leave it where it is. */
    @FunctionalInterface
    interface Begin {
        void accept(OutboxEntry entry) throws IOException;
    }

    QueuedObject(OutboxEntry entry, InstanceRef instance, ObjectStore objects, Index index, Begin begin) {
        super(objects, index, instance);
        this.entry = entry;
        this.begin = begin;
    }

    OutboxEntry entry() {
        return entry;
    }

    /** Whether it was begun to send it, so that it may be what the peer stumbled over. */
    boolean opened() {
        return opened;
    }

    private void begun() throws IOException {
        if (!opened) {
            begin.accept(entry);
            opened = true;
        }
    }

    @Override
    public InputStream open() throws IOException {
        begun();
        return super.open();
    }

    @Override
    public void encode(TransferSyntax target, OutputStream out) throws IOException {
        begun();
        super.encode(target, out);
    }
}
