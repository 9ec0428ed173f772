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
        byte[] plain = write(dataset, bulk, PLAIN, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        if (plain.length < WORTH_DEFLATING) {
            return plain;
        }
        byte[] deflated = write(dataset, bulk, DEFLATED, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
        return deflated.length < plain.length ? deflated : plain;
    }

    private static byte[] write(Dataset dataset, List<BulkPlace> bulk, byte how, TransferSyntax syntax) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            if (bulk.isEmpty()) {
                out.write(how);
            } else {
                out.write(how | WITH_BULK);
                write(bulk, new DataOutputStream(out));
            }
            DicomWriter.writeDataset(dataset, syntax, out);
        } catch (IOException e) {
            throw new UncheckedIOException("attributes without bulk values are written to memory, which can't fail", e);
        }
        return out.toByteArray();
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
