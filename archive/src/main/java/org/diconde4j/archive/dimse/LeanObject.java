package org.diconde4j.archive.dimse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.service.OutgoingObject;

/** A stored instance without its bulk data (PS3.4 Z.1.3). Read when it is its turn. */
record LeanObject(StoredObject stored) implements OutgoingObject {
    /** Attributes that are not sent, and the tables of those that are not there. */
    private static final int[] BULK = {
        Tag.PixelData,
        Tag.FloatPixelData,
        Tag.DoubleFloatPixelData,
        Tag.ExtendedOffsetTable,
        Tag.ExtendedOffsetTableLengths,
        Tag.EncapsulatedPixelDataValueTotalLength,
        Tag.PixelDataProviderURL,
        Tag.SpectroscopyData
    };

    @Override
    public String sopClassUid() {
        return stored.sopClassUid();
    }

    @Override
    public String sopInstanceUid() {
        return stored.sopInstanceUid();
    }

    /** What is left is encoded alike in every syntax with compressed pixels (PS3.5 A.4). */
    @Override
    public String transferSyntaxUid() {
        String syntax = stored.transferSyntaxUid();
        return TransferSyntax.of(syntax).isNative() ? syntax : UID.ExplicitVRLittleEndian;
    }

    @Override
    public boolean isMade() {
        return true;
    }

    @Override
    public InputStream open() throws IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encode(TransferSyntax.of(transferSyntaxUid()), encoded);
        return new ByteArrayInputStream(encoded.toByteArray());
    }

    @Override
    public void encode(TransferSyntax target, OutputStream out) throws IOException {
        DicomWriter.writeDataset(without(stored.read().dataset()), target, out);
    }

    private static Dataset without(Dataset dataset) {
        Dataset.Builder lean = dataset.toBuilder();
        for (int tag : BULK) {
            lean.remove(tag);
        }
        for (Element e : dataset) {
            int group = e.tag() >>> 16 & 0xFFE1;
            int element = e.tag() & 0xFFFF;
            boolean overlay = group == 0x6000 && element == 0x3000;
            boolean curve = group == 0x5000 && (element == 0x3000 || element == 0x200C);
            if (overlay || curve) {
                lean.remove(e.tag());
            }
        }
        if (dataset.contains(Tag.WaveformSequence)) {
            lean.setItems(
                    Tag.WaveformSequence,
                    dataset.items(Tag.WaveformSequence).stream()
                            .map(item ->
                                    item.toBuilder().remove(Tag.WaveformData).build())
                            .toList());
        }
        return lean.build();
    }
}
