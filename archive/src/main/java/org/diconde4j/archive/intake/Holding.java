package org.diconde4j.archive.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.nde.LegacyDiconde;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Flag;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.ObjectStore;

/** Objects as they hold: as stored, and where an instance was moved to another component, with the attributes of that one. */
public final class Holding {
    private Holding() {}

    /**
     * Reads an object; bulk values stay in the store.
     *
     * @param objects where its bytes are
     * @param index knows which attributes hold
     * @param instance which
     * @return the object as it holds
     * @throws IOException if it cannot be read
     */
    public static DicomObject read(ObjectStore objects, Index index, InstanceRef instance) throws IOException {
        return read(objects, instance, said -> overlay(index, instance, said));
    }

    /** Reads an object, with the attributes of its component that hold if it was moved to another one. */
    static DicomObject read(ObjectStore objects, InstanceRef instance, UnaryOperator<Dataset> overlay)
            throws IOException {
        DicomObject stored = stored(objects, instance);
        if (!isMoved(instance)) {
            return stored;
        }
        Dataset said = stored.dataset();
        Dataset holding = Overlay.put(said, overlay.apply(said), instance.arrival());
        return new DicomObject(stored.fileMeta(), stored.transferSyntax(), stored.datasetOffset(), holding);
    }

    /**
     * Reads an object as it is stored; bulk values stay in the store.
     *
     * @param objects where its bytes are
     * @param instance which
     * @return the object
     * @throws IOException if it cannot be read
     */
    public static DicomObject stored(ObjectStore objects, InstanceRef instance) throws IOException {
        try (InputStream in = objects.open(instance.name())) {
            return DicomReader.lenient()
                    .withBulkIn((offset, length) -> objects.open(instance.name(), offset, length))
                    .read(in);
        }
    }

    /**
     * Tells whether an object is not given as it is stored.
     *
     * @param instance which
     * @return true if it was moved to another component
     */
    public static boolean isMoved(InstanceRef instance) {
        return instance.flags().contains(Flag.MOVED);
    }

    /** The attributes of its component that hold, where the object says others. */
    static Dataset overlay(Index index, InstanceRef instance, Dataset said) {
        return Overlay.difference(LegacyDiconde.translate(said), attributes(index, instance.sopInstanceUid()));
    }

    /**
     * Asks what the index says of an instance.
     *
     * @param index the index
     * @param sopInstanceUid its SOP Instance UID
     * @return its attributes as they hold, none if it is not there
     */
    public static Dataset attributes(Index index, String sopInstanceUid) {
        Dataset keys = Dataset.builder().set(Tag.SOPInstanceUID, sopInstanceUid).build();
        try (Cursor<Dataset> found = index.find(IndexQuery.of(Level.INSTANCE, keys))) {
            return found.hasNext() ? found.next() : Dataset.empty();
        }
    }
}
