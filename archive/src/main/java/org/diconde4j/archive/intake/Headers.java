package org.diconde4j.archive.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.ReadLimits;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.BulkPlace;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;

/** The attributes of an object that an index keeps: all, of bulk values only where they are. */
final class Headers {
    /** Binary values of this many bytes or more are no attributes that anybody asks for. */
    private static final int BULK = 4096;

    static final DicomReader SCANNER =
            DicomReader.lenient().withLimits(ReadLimits.HEADERS).withoutBulk().withBulkFrom(BULK);

    /**
     * Refuses what ends early even where its meaning is clear. What a sender is told to be kept must be all there: an
     * object that lacks but its last delimiter may have lost elements behind it.
     */
    static final DicomReader OF_WHOLE_OBJECTS = SCANNER.withDeviations(deviation -> {
        if (deviation.cutOff()) {
            throw new DicomParseException(deviation.problem(), deviation.tag(), deviation.offset());
        }
    });

    private Headers() {}

    /** Reads the attributes of an object from its place in the store, for a replay. */
    static Dataset read(ObjectStore objects, Receipt receipt) throws IOException {
        TransferSyntax syntax = TransferSyntax.of(String.valueOf(receipt.transferSyntaxUid()));
        try (InputStream in = objects.open(receipt.name(), receipt.datasetOffset(), Long.MAX_VALUE)) {
            return placingBulk(SCANNER.readDataset(in, syntax));
        }
    }

    /** Lets go of bulk values, and leaves in their places that they are there. */
    static Dataset placingBulk(Dataset dataset) {
        if (!holdsBulk(dataset)) {
            return dataset;
        }
        Dataset.Builder kept = dataset.toBuilder();
        for (Element element : dataset) {
            if (isBulk(element)) {
                kept.set(BulkPlace.of(element));
            } else if (hasItemWithBulk(element)) {
                List<Dataset> items =
                        element.items().stream().map(Headers::placingBulk).toList();
                kept.setItems(element.tag(), items);
            }
        }
        return kept.build();
    }

    private static boolean hasItemWithBulk(Element element) {
        return element.isSequence() && element.items().stream().anyMatch(Headers::holdsBulk);
    }

    private static boolean holdsBulk(Dataset dataset) {
        for (Element element : dataset) {
            if (isBulk(element) || hasItemWithBulk(element)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it has a bulk value, or knows where to get it; the one that a scan passed over is let go of already. */
    private static boolean isBulk(Element element) {
        BulkData bulk = element.bulkData();
        if (bulk != null) {
            return bulk.source() != null;
        }
        boolean bytes = element.vr().hasLongLength() && !element.vr().isString();
        return element.fragments() != null || bytes && element.length() >= BULK;
    }
}
