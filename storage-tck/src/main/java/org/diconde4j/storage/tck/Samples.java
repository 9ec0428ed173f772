package org.diconde4j.storage.tck;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.jspecify.annotations.Nullable;

/** Small made-up objects and receipts. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Samples() {}

    static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** A draft for an instance of study 1.2.S, series 1.2.S.R, instance 1.2.S.R.I. */
    static ReceiptDraft draft(int study, int series, int instance) {
        String uid = "1.2." + study + "." + series + "." + instance;
        String name = ObjectNames.instance("1.2." + study, "1.2." + study + "." + series, uid);
        return ReceiptDraft.builder(Receipt.Kind.STORED, NOON, Source.dimse("SENDER", "ARCHIVE", "127.0.0.1"), name)
                .uids(UID.CTImageStorage, uid, "1.2." + study, "1.2." + study + "." + series)
                .dataset(
                        UID.ExplicitVRLittleEndian,
                        340,
                        Digest.of(uid.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .build();
    }

    static ReceiptDraft quarantined(String id, String reason) {
        return ReceiptDraft.builder(
                        Receipt.Kind.QUARANTINED, NOON, Source.file("weld-17.dcm"), ObjectNames.quarantined(NOON, id))
                .reason(reason)
                .build();
    }

    /** Attributes of a weld of component SN-000C, in study 1.2.S, series 1.2.S.R, instance 1.2.S.R.I. */
    static Dataset.Builder attributes(int component, int study, int series, int instance) {
        return Dataset.builder()
                .set(Tag.SOPClassUID, UID.CTImageStorage)
                .set(Tag.SOPInstanceUID, "1.2." + study + "." + series + "." + instance)
                .set(Tag.StudyDate, String.format("202611%02d", 1 + study % 28))
                .set(Tag.AccessionNumber, "ORDER-" + study)
                .set(Tag.Modality, series % 2 == 0 ? "CT" : "DX")
                .set(Tag.StudyDescription, "Casting inspection " + study)
                .set(Tag.PatientName, "Housing^" + component)
                .set(Tag.PatientID, String.format("SN-%04d", component))
                .set(Tag.IssuerOfPatientID, "FOUNDRY")
                .set(Tag.EthnicGroup, "AlSi10Mg")
                .set(Tag.StudyInstanceUID, "1.2." + study)
                .set(Tag.SeriesInstanceUID, "1.2." + study + "." + series)
                .set(Tag.SeriesNumber, Integer.toString(series))
                .set(Tag.InstanceNumber, Integer.toString(instance));
    }

    static IndexEntry entry(long sequence, Dataset attributes) {
        return new IndexEntry(receipt(sequence, attributes), attributes);
    }

    static Receipt receipt(long sequence, Dataset a) {
        String sop = a.string(Tag.SOPInstanceUID, "1.2.3");
        @Nullable String study = a.string(Tag.StudyInstanceUID);
        @Nullable String series = a.string(Tag.SeriesInstanceUID);
        String name = ObjectNames.instance(Projection.studyUid(study, sop), Projection.seriesUid(series, sop), sop);
        Digest digest = Digest.of(Long.toString(sequence).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new Receipt(
                sequence,
                Receipt.Kind.STORED,
                NOON.plusSeconds(sequence),
                Source.api(),
                name,
                a.string(Tag.SOPClassUID),
                sop,
                study,
                series,
                UID.ExplicitVRLittleEndian,
                1000 + sequence,
                340,
                digest,
                digest,
                Set.of(),
                null,
                null,
                null,
                null,
                null);
    }

    static IndexEntry event(Receipt receipt) {
        return new IndexEntry(receipt, Dataset.empty());
    }

    /** A small archive: 3 components, 6 studies, 12 series, 36 instances. */
    static List<IndexEntry> archive() {
        IndexEntry[] entries = new IndexEntry[36];
        for (int i = 0; i < entries.length; i++) {
            int study = 1 + i % 6;
            int series = 1 + i / 6 % 2;
            entries[i] = entry(
                    i + 1, attributes(study % 3, study, series, 1 + i / 12).build());
        }
        return Arrays.asList(entries);
    }
}
