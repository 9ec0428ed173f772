package org.diconde4j.archive.intake;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Receipt;
import org.jspecify.annotations.Nullable;

/** What a receipt alone says of an object. */
final class Identities {
    private Identities() {}

    static Dataset attributes(Receipt receipt) {
        Dataset.Builder builder = Dataset.builder();
        set(builder, Tag.SOPClassUID, receipt.sopClassUid());
        set(builder, Tag.SOPInstanceUID, receipt.sopInstanceUid());
        set(builder, Tag.StudyInstanceUID, receipt.studyInstanceUid());
        set(builder, Tag.SeriesInstanceUID, receipt.seriesInstanceUid());
        return builder.build();
    }

    private static void set(Dataset.Builder builder, int tag, @Nullable String value) {
        if (value != null) {
            builder.set(tag, value);
        }
    }
}
