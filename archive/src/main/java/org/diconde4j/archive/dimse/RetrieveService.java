package org.diconde4j.archive.dimse;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.Retrieval;
import org.diconde4j.net.service.RetrieveHandler;
import org.diconde4j.net.service.RetrieveRequest;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Selection;

/** C-MOVE and C-GET from the archive (PS3.4 C.4.2, C.4.3): objects are chosen by unique keys and sent as stored. */
public final class RetrieveService implements RetrieveHandler {
    private final Desk desk;

    /**
     * Makes the service.
     *
     * @param desk the archive
     */
    public RetrieveService(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Retrieval retrieve(RetrieveRequest request) {
        Selection selection = selection(Levels.of(request.model(), request.keys()), request.keys());
        ObjectStore objects = desk.objects();
        List<OutgoingObject> found = new ArrayList<>();
        try (Cursor<InstanceRef> instances = desk.index().instances(selection)) {
            instances.forEachRemaining(instance -> found.add(new StoredObject(objects, instance)));
        }
        return Retrieval.of(found);
    }

    @Override
    public boolean relational() {
        return true;
    }

    /** The unique key of the level is required; those of the levels above narrow the choice where they are given. */
    private static Selection selection(Level level, Dataset keys) {
        int unique = switch (level) {
            case COMPONENT -> Tag.PatientID;
            case STUDY -> Tag.StudyInstanceUID;
            case SERIES -> Tag.SeriesInstanceUID;
            case INSTANCE -> Tag.SOPInstanceUID;
        };
        if (values(keys, unique).isEmpty()) {
            throw new ServiceException(
                    Status.DATASET_DOES_NOT_MATCH_SOP_CLASS,
                    "Unique key " + org.diconde4j.dict.Dictionary.standard().keyword(unique) + " is missing");
        }
        return new Selection(
                values(keys, Tag.PatientID),
                keys.string(Tag.IssuerOfPatientID),
                values(keys, Tag.StudyInstanceUID),
                values(keys, Tag.SeriesInstanceUID),
                values(keys, Tag.SOPInstanceUID));
    }

    private static List<String> values(Dataset keys, int tag) {
        return keys.strings(tag).stream().filter(value -> !value.isEmpty()).toList();
    }

    /** A stored instance as it goes out: its data set bytes as they are stored. */
    private record StoredObject(ObjectStore objects, InstanceRef instance) implements OutgoingObject {
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
    }
}
