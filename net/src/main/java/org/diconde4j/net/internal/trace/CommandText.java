package org.diconde4j.net.internal.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/** A command set in words, a line for each element (PS3.7 E). */
final class CommandText {
    private static final int MAX_ELEMENTS = 64;
    private static final int MAX_BYTES = 32;

    private CommandText() {}

    static List<String> lines(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= 8 && lines.size() < MAX_ELEMENTS) {
            int tag = (in.getShort() & 0xFFFF) << 16 | in.getShort() & 0xFFFF;
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                lines.add(name(tag) + " says it has " + (length & 0xFFFFFFFFL) + " bytes, but " + in.remaining()
                        + " are left");
                return lines;
            }
            byte[] value = new byte[length];
            in.get(value);
            if (tag != Tag.CommandGroupLength) {
                lines.add(name(tag) + " = " + text(tag, value));
            }
        }
        if (in.hasRemaining()) {
            lines.add("and " + in.remaining() + " bytes more");
        }
        return lines;
    }

    private static String name(int tag) {
        return String.format("(%04X,%04X) ", tag >>> 16, tag & 0xFFFF)
                + Dictionary.standard().keyword(tag);
    }

    private static String text(int tag, byte[] value) {
        VR vr = Dictionary.standard().vrOf(tag);
        if (vr == VR.US && value.length == 2) {
            int number = value[0] & 0xFF | (value[1] & 0xFF) << 8;
            return tag == Tag.CommandField || tag == Tag.Status || tag == Tag.CommandDataSetType
                    ? String.format("%04XH", number)
                    : String.valueOf(number);
        }
        if (vr == VR.UI || vr == VR.AE || vr == VR.LO || vr == VR.CS) {
            int n = value.length;
            while (n > 0 && (value[n - 1] == 0 || value[n - 1] == ' ')) {
                n--;
            }
            return PduText.quoted(new String(value, 0, n, StandardCharsets.ISO_8859_1));
        }
        int shown = Math.min(value.length, MAX_BYTES);
        return HexFormat.ofDelimiter(" ").formatHex(value, 0, shown)
                + (shown < value.length ? " … " + value.length + " bytes" : "");
    }
}
