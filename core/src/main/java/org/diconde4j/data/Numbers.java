package org.diconde4j.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import org.diconde4j.dict.VR;

/** Values as numbers (PS3.5 6.2). A value cut short by its length is passed over. */
final class Numbers {
    private static final VarHandle SHORT_LE = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT_BE = view(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT_LE = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_BE = view(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG_LE = view(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BE = view(long[].class, ByteOrder.BIG_ENDIAN);

    private Numbers() {}

    private static VarHandle view(Class<?> array, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(array, order);
    }

    /** Integers of a binary representation; floating point numbers and other bytes have none. */
    static long[] longs(VR vr, byte[] bytes, int offset, int length, boolean bigEndian) {
        int unit = vr == VR.AT ? 4 : vr.unit();
        long[] values = new long[length / unit];
        for (int i = 0; i < values.length; i++) {
            values[i] = integer(vr, bytes, offset + i * unit, bigEndian);
        }
        return values;
    }

    /** Numbers of a binary representation. */
    static double[] doubles(VR vr, byte[] bytes, int offset, int length, boolean bigEndian) {
        int unit = vr == VR.AT ? 4 : vr.unit();
        double[] values = new double[length / unit];
        for (int i = 0; i < values.length; i++) {
            int at = offset + i * unit;
            values[i] = switch (vr) {
                case FL, OF -> Float.intBitsToFloat((int) (bigEndian ? INT_BE : INT_LE).get(bytes, at));
                case FD, OD -> Double.longBitsToDouble((long) (bigEndian ? LONG_BE : LONG_LE).get(bytes, at));
                case UV, OV -> unsigned(integer(vr, bytes, at, bigEndian)).doubleValue();
                default -> integer(vr, bytes, at, bigEndian);
            };
        }
        return values;
    }

    static BigInteger unsigned(long bits) {
        BigInteger value = BigInteger.valueOf(bits);
        return bits < 0 ? value.add(BigInteger.ONE.shiftLeft(64)) : value;
    }

    private static long integer(VR vr, byte[] bytes, int at, boolean bigEndian) {
        return switch (vr) {
            case OB, UN -> bytes[at] & 0xFF;
            case SS -> (short) (bigEndian ? SHORT_BE : SHORT_LE).get(bytes, at);
            case US, OW -> (short) (bigEndian ? SHORT_BE : SHORT_LE).get(bytes, at) & 0xFFFF;
            case SL -> (int) (bigEndian ? INT_BE : INT_LE).get(bytes, at);
            case UL, OL -> (int) (bigEndian ? INT_BE : INT_LE).get(bytes, at) & 0xFFFFFFFFL;
            case AT -> {
                VarHandle word = bigEndian ? SHORT_BE : SHORT_LE;
                yield ((short) word.get(bytes, at) & 0xFFFFL) << 16 | (short) word.get(bytes, at + 2) & 0xFFFFL;
            }
            default -> (long) (bigEndian ? LONG_BE : LONG_LE).get(bytes, at);
        };
    }

    /** Reverses the bytes of each unit in place; bytes that are left over at the end stay. */
    static void swap(byte[] bytes, int offset, int length, int unit) {
        if (unit == 1) {
            return;
        }
        for (int start = offset; start + unit <= offset + length; start += unit) {
            for (int low = start, high = start + unit - 1; low < high; low++, high--) {
                byte b = bytes[low];
                bytes[low] = bytes[high];
                bytes[high] = b;
            }
        }
    }
}
