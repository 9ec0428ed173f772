package org.diconde4j.storage.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;

/** Entries like those of a computed tomography of castings: some 60 attributes, 50 slices a series, two series a study. */
final class Entries {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final int SLICES = 50;

    private Entries() {}

    static List<IndexEntry> of(long first, int count) {
        List<IndexEntry> entries = new ArrayList<>(count);
        for (long sequence = first; sequence < first + count; sequence++) {
            entries.add(of(sequence));
        }
        return entries;
    }

    static String uid(long sequence) {
        long series = sequence / SLICES;
        return "1.2.826.0.1.3680043.10.1." + series / 2 + "." + series % 2 + "." + sequence % SLICES;
    }

    static IndexEntry of(long sequence) {
        long series = sequence / SLICES;
        long study = series / 2;
        long component = study / 2;
        String sop = uid(sequence);
        String seriesUid = sop.substring(0, sop.lastIndexOf('.'));
        String studyUid = seriesUid.substring(0, seriesUid.lastIndexOf('.'));
        Dataset.Builder b = Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 192")
                .set(Tag.SOPClassUID, UID.CTImageStorage)
                .set(Tag.SOPInstanceUID, sop)
                .set(Tag.StudyDate, String.format("2026%02d%02d", 1 + study % 12, 1 + study % 28))
                .set(Tag.StudyTime, "101500")
                .set(Tag.ContentTime, String.format("1015%02d.%04d", sequence % 60, sequence % 10000))
                .set(Tag.AccessionNumber, "ORDER-" + study)
                .set(Tag.Modality, "CT")
                .set(Tag.Manufacturer, "Example Röntgen")
                .set(Tag.StationName, "CT-" + study % 4)
                .set(Tag.StudyDescription, "Casting inspection")
                .set(Tag.SeriesDescription, "Volume " + series % 2)
                .set(Tag.PerformingPhysicianName, "Inspector^" + study % 7)
                .set(Tag.PatientName, "Housing^" + component)
                .set(Tag.PatientID, "SN-" + component)
                .set(Tag.IssuerOfPatientID, "FOUNDRY")
                .set(Tag.EthnicGroup, "AlSi10Mg")
                .set(Tag.StudyInstanceUID, studyUid)
                .set(Tag.SeriesInstanceUID, seriesUid)
                .set(Tag.StudyID, Long.toString(study))
                .set(Tag.SeriesNumber, Long.toString(1 + series % 2))
                .set(Tag.InstanceNumber, Long.toString(1 + sequence % SLICES))
                .set(Tag.ImagePositionPatient, "-51.2", "-51.2", "0." + sequence % SLICES)
                .set(Tag.ImageOrientationPatient, "1", "0", "0", "0", "1", "0")
                .set(Tag.PixelSpacing, "0.1", "0.1");
        for (int i = 0; i < 35; i++) {
            b.set(0x00211000 + 2 * i, VR.LO, "value " + i + " of slice " + sequence % SLICES);
        }
        Dataset attributes = b.set(0x00210010, VR.LO, "EXAMPLE SCANNER").build();
        Receipt receipt = receipt(sequence, studyUid, seriesUid, sop);
        return new IndexEntry(receipt, attributes);
    }

    static Receipt receipt(long sequence, String studyUid, String seriesUid, String sop) {
        Digest digest = Digest.of(sop.getBytes(StandardCharsets.UTF_8));
        return ReceiptDraft.builder(
                        Receipt.Kind.STORED,
                        NOON.plusSeconds(sequence),
                        Source.api(),
                        ObjectNames.instance(studyUid, seriesUid, sop))
                .uids(UID.CTImageStorage, sop, studyUid, seriesUid)
                .dataset(UID.ExplicitVRLittleEndian, 340, digest)
                .build()
                .seal(sequence, 9000, digest);
    }
}
