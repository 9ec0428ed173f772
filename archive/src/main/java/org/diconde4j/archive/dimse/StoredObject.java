package org.diconde4j.archive.dimse;

import java.io.IOException;
import java.io.InputStream;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;

/** A stored instance as it goes out: its data set bytes as they are stored. */
record StoredObject(ObjectStore objects, InstanceRef instance) implements OutgoingObject {
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
    public InputStream open() {
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
