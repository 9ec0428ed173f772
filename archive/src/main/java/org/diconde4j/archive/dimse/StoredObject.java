package org.diconde4j.archive.dimse;

import java.io.IOException;
import java.io.InputStream;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;

/** A stored instance as it goes out: its data set bytes as they are stored. */
public class StoredObject implements OutgoingObject {
    private final ObjectStore objects;
    private final InstanceRef instance;

    /**
     * A stored instance.
     *
     * @param objects where its bytes are
     * @param instance which
     */
    public StoredObject(ObjectStore objects, InstanceRef instance) {
        this.objects = objects;
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
    public InputStream open() throws IOException {
        return objects.open(instance.name(), instance.datasetOffset(), Long.MAX_VALUE);
    }

    /** Reads it; bulk values stay in the store. */
    DicomObject read() throws IOException {
        try (InputStream in = objects.open(instance.name())) {
            return DicomReader.lenient()
                    .withBulkIn((offset, length) -> objects.open(instance.name(), offset, length))
                    .read(in);
        }
    }
}
