package org.diconde4j.archive.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;

/**
 * The names of objects of an instance after its first one: of later versions, of one that comes again after it was deleted, and where
 * the first name is taken by bytes without a receipt, which a node left that died.
 */
final class LaterName {
    /** Others may take such names at the same moment, or have left objects there. */
    private static final int MOST_TRIES = 16;

    private LaterName() {}

    /** Commits under the first of these names that is free. */
    static Receipt commit(
            ObjectStore objects,
            ObjectWriter writer,
            String studyUid,
            String seriesUid,
            String sopInstanceUid,
            Function<String, ReceiptDraft> draft)
            throws IOException {
        long version = objects.lastSequence() + 1;
        NameTakenException taken;
        try {
            return writer.commit(draft.apply(ObjectNames.version(studyUid, seriesUid, sopInstanceUid, version)));
        } catch (NameTakenException e) {
            taken = e;
        }
        for (int i = 1; i < MOST_TRIES; i++) {
            try (ObjectWriter copy = copy(objects, writer)) {
                return copy.commit(draft.apply(ObjectNames.version(studyUid, seriesUid, sopInstanceUid, version + i)));
            } catch (NameTakenException e) {
                taken.addSuppressed(e);
            }
        }
        throw taken;
    }

    /** Begins an object with what one has that found its name taken. */
    static ObjectWriter copy(ObjectStore objects, ObjectWriter written) throws IOException {
        ObjectWriter copy = objects.begin();
        try (InputStream in = written.readBack(0, Long.MAX_VALUE)) {
            in.transferTo(copy);
            return copy;
        } catch (IOException | RuntimeException e) {
            copy.close();
            throw e;
        }
    }
}
