package org.diconde4j.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.diconde4j.dict.VR;

/** Values as numbers (PS3.5 6.2). A value cut short by its length is passed over. */
final class Numbers {
    static final long[] NO_LONGS = {};
    static final double[] NO_DOUBLES = {};

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

    static long[] longs(VR vr, byte[] bytes, int offset, int length, boolean bigEndian) {
        switch (vr) {
            case IS, DS -> {
                List<String> strings = Strings.all(vr, bytes, offset, length, bigEndian, CharacterSet.DEFAULT);
                long[] values = new long[strings.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = integer(strings.get(i));
                }
                return values;
            }
            case FL, FD, OF, OD -> {
                double[] doubles = doubles(vr, bytes, offset, length, bigEndian);
                long[] values = new long[doubles.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = exact(doubles[i]);
                }
                return values;
            }
            case AT, OB, OL, OV, OW, SL, SS, SV, UL, UN, US, UV -> {
                int unit = vr == VR.AT ? 4 : vr.unit();
                long[] values = new long[length / unit];
                for (int i = 0; i < values.length; i++) {
                    values[i] = integer(vr, bytes, offset + i * unit, bigEndian);
                }
                return values;
            }
            default -> throw new NumberFormatException("values of representation " + vr + " are no numbers");
        }
    }

    static double[] doubles(VR vr, byte[] bytes, int offset, int length, boolean bigEndian) {
        switch (vr) {
            case IS, DS -> {
                List<String> strings = Strings.all(vr, bytes, offset, length, bigEndian, CharacterSet.DEFAULT);
                double[] values = new double[strings.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Double.parseDouble(strings.get(i));
                }
                return values;
            }
            case FL, OF -> {
                double[] values = new double[length / 4];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.intBitsToFloat((int) (bigEndian ? INT_BE : INT_LE).get(bytes, offset + i * 4));
                }
                return values;
            }
            case FD, OD -> {
                double[] values = new double[length / 8];
                for (int i = 0; i < values.length; i++) {
                    values[i] =
                            Double.longBitsToDouble((long) (bigEndian ? LONG_BE : LONG_LE).get(bytes, offset + i * 8));
                }
                return values;
            }
            default -> {
                long[] longs = longs(vr, bytes, offset, length, bigEndian);
                double[] values = new double[longs.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = vr == VR.UV && longs[i] < 0
                            ? new java.math.BigInteger(Long.toUnsignedString(longs[i])).doubleValue()
                            : longs[i];
                }
                return values;
            }
        }
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

    private static long integer(String text) {
        try {
            return Long.parseLong(text.startsWith("+") ? text.substring(1) : text);
        } catch (NumberFormatException e) {
            return exact(Double.parseDouble(text));
        }
    }

    private static long exact(double number) {
        if (number != Math.rint(number) || Math.abs(number) > Long.MAX_VALUE) {
            throw new NumberFormatException("value " + number + " is no integer");
        }
        return (long) number;
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
