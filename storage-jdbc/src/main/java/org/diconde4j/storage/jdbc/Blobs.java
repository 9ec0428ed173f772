package org.diconde4j.storage.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.BulkPlace;
import org.jspecify.annotations.Nullable;

/**
 * Attributes as bytes: one that says how, then where bulk values are, if there are any, then the data set in explicit little endian
 * (PS3.5 A.2, A.5).
 *
 * <p>How is {@link #PLAIN} or {@link #DEFLATED}, whichever is shorter, and {@link #WITH_BULK} if places follow: their number; of each the
 * number of sequences around it, tag and index of the item of each of those, its tag and representation. Numbers have 32 bits.
 */
final class Blobs {
    static final int LONGEST_IN_ROW = 1_048_576;

    /** Below, deflating costs more time than it saves space. */
    private static final int WORTH_DEFLATING = 512;

    private static final byte PLAIN = 0;
    private static final byte DEFLATED = 1;
    private static final byte WITH_BULK = 2;

    private static final VR[] REPRESENTATIONS = VR.values();

    private Blobs() {}

    static byte[] encode(Dataset dataset, List<BulkPlace> bulk) {
        try (Encoder encoder = new Encoder()) {
            return encoder.encode(dataset, bulk);
        }
    }

    /** Makes many, one after the other: to set a deflater up takes as long as to deflate what an instance has. */
    static final class Encoder implements AutoCloseable {
        /** More effort takes longer and gains nothing on texts as short as these. */
        private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

        byte[] encode(Dataset dataset, List<BulkPlace> bulk) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(2048);
            try {
                if (bulk.isEmpty()) {
                    out.write(PLAIN);
                } else {
                    out.write(PLAIN | WITH_BULK);
                    write(bulk, new DataOutputStream(out));
                }
                int begin = out.size();
                DicomWriter.writeDataset(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, out);
                return shorter(out.toByteArray(), begin);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "attributes without bulk values are written to memory, which can't fail", e);
            }
        }

        /** The same with the data set deflated, if that is shorter. */
        private byte[] shorter(byte[] plain, int begin) {
            if (plain.length - begin < WORTH_DEFLATING) {
                return plain;
            }
            byte[] deflated = Arrays.copyOf(plain, plain.length);
            deflated[0] |= DEFLATED;
            deflater.reset();
            deflater.setInput(plain, begin, plain.length - begin);
            deflater.finish();
            int length = deflater.deflate(deflated, begin, plain.length - begin - 1);
            // A byte of padding makes the length even (PS3.5 A.5).
            return deflater.finished() ? Arrays.copyOf(deflated, begin + length + (length & 1)) : plain;
        }

        @Override
        public void close() {
            deflater.end();
        }
    }

    private static void write(List<BulkPlace> bulk, DataOutputStream out) throws IOException {
        out.writeInt(bulk.size());
        for (BulkPlace place : bulk) {
            out.writeInt(place.path().size() / 2);
            for (int step : place.path()) {
                out.writeInt(step);
            }
            out.writeInt(place.tag());
            out.writeBytes(place.vr().name());
        }
    }

    /** The attributes without bulk values. */
    static Dataset decode(byte @Nullable [] inRow, byte @Nullable [] large) {
        return decode(inRow, large, false);
    }

    /** The attributes, and in the places of bulk values that they are there. */
    static Dataset whole(byte @Nullable [] inRow, byte @Nullable [] large) {
        return decode(inRow, large, true);
    }

    private static Dataset decode(byte @Nullable [] inRow, byte @Nullable [] large, boolean whole) {
        byte[] blob = inRow == null ? large : inRow;
        if (blob == null || blob.length == 0) {
            return Dataset.empty();
        }
        InputStream in = new ByteArrayInputStream(blob, 1, blob.length - 1);
        try {
            List<BulkPlace> bulk = (blob[0] & WITH_BULK) == 0 ? List.of() : bulk(new DataInputStream(in));
            Dataset lean = DicomReader.lenient()
                    .readDataset(
                            in,
                            (blob[0] & DEFLATED) == 0
                                    ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN
                                    : TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
            return whole ? BulkPlace.put(lean, bulk) : lean;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the attributes in the index are damaged, rebuild it: " + Arrays.toString(Arrays.copyOf(blob, 8)),
                    e);
        }
    }

    private static List<BulkPlace> bulk(DataInputStream in) throws IOException {
        List<BulkPlace> bulk = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            List<Integer> path = new ArrayList<>();
            for (int steps = 2 * in.readInt(); steps > 0; steps--) {
                path.add(in.readInt());
            }
            int tag = in.readInt();
            bulk.add(new BulkPlace(path, tag, vr((char) in.readByte(), (char) in.readByte())));
        }
        return bulk;
    }

    private static VR vr(char first, char second) throws IOException {
        for (VR vr : REPRESENTATIONS) {
            if (vr.name().charAt(0) == first && vr.name().charAt(1) == second) {
                return vr;
            }
        }
        throw new IOException("there is no value representation " + first + second);
    }
}
