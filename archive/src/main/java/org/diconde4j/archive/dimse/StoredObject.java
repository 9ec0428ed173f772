package org.diconde4j.archive.dimse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.diconde4j.archive.intake.Holding;
import org.diconde4j.archive.intake.MadeStream;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;

/** A stored instance as it goes out: its data set bytes as they are stored, or made anew where it was moved to another component. */
public class StoredObject implements OutgoingObject {
    private final ObjectStore objects;
    private final Index index;
    private final InstanceRef instance;

    /**
     * A stored instance.
     *
     * @param objects where its bytes are
     * @param index knows what holds
     * @param instance which
     */
    public StoredObject(ObjectStore objects, Index index, InstanceRef instance) {
        this.objects = objects;
        this.index = index;
        this.instance = instance;
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
    public boolean isMade() {
        return Holding.isMoved(instance);
    }

    @Override
    public InputStream open() throws IOException {
        return isMade()
                ? MadeStream.of(out -> encode(TransferSyntax.of(transferSyntaxUid()), out))
                : objects.open(instance.name(), instance.datasetOffset(), Long.MAX_VALUE);
    }

    @Override
    public void encode(TransferSyntax target, OutputStream out) throws IOException {
        OutgoingObject.of(read()).encode(target, out);
    }

    /** Reads it; bulk values stay in the store. */
    DicomObject read() throws IOException {
        return Holding.read(objects, index, instance);
    }
}
