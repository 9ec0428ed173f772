package org.diconde4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.data.SwappedStream;
import org.diconde4j.dict.VR;

/** Values as bytes, in the form that the JSON and XML models give them (PS3.18 F.2.7, PS3.19 A.1.5). */
final class ModelBytes {
    /** Before the base64 text of a value that its model has no other form for (RFC 2397). */
    static final String DATA_URI = "data:application/octet-stream;base64,";

    /** Before the UUID of bulk data, to make a URI of it (RFC 9562 4). */
    static final String UUID_URN = "urn:uuid:";

    private static final int CANONICAL_NAN = 0x7FC00000;
    private static final long CANONICAL_NAN_8 = 0x7FF8000000000000L;

    private ModelBytes() {}

    /** The value in little endian order, or the items of encapsulated pixel data. */
    static InputStream open(Element element) throws IOException {
        Fragments fragments = element.fragments();
        if (fragments != null) {
            return ItemChain.open(fragments);
        }
        InputStream in = element.open();
        int unit = element.vr().unit();
        return element.isBigEndian() && unit > 1 ? new SwappedStream(in, unit) : in;
    }

    /** Whether numbers in decimal say all that the bytes do: nothing is cut short, no NaN has a meaning of its own. */
    static boolean areSaidByNumbers(Element element) {
        VR vr = element.vr();
        switch (vr) {
            case AT -> {
                return element.length() % 4 == 0;
            }
            case SL, SS, SV, UL, US, UV -> {
                return element.length() % vr.unit() == 0;
            }
            case FL, FD -> {
                return element.length() % vr.unit() == 0 && !hasSpecialNan(element);
            }
            default -> {
                return true;
            }
        }
    }

    private static boolean hasSpecialNan(Element element) {
        boolean any = false;
        for (double value : element.doubles()) {
            any |= Double.isNaN(value);
        }
        if (!any) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.wrap(element.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (element.vr() == VR.FL) {
                int bits = bytes.getInt();
                if (Float.isNaN(Float.intBitsToFloat(bits)) && bits != CANONICAL_NAN) {
                    return true;
                }
            } else {
                long bits = bytes.getLong();
                if (Double.isNaN(Double.longBitsToDouble(bits)) && bits != CANONICAL_NAN_8) {
                    return true;
                }
            }
        }
        return false;
    }
}
