package org.diconde4j.codec.internal.jpegls;

import org.jspecify.annotations.Nullable;

/**
 * Preset coding parameters (T.87 C.2.4.1.1).
 *
 * @param maxValue the greatest value of a sample
 * @param t1 the first threshold of gradients
 * @param t2 the second
 * @param t3 the third
 * @param reset how many samples a context counts before its counters are halved
 */
record Preset(int maxValue, int t1, int t2, int t3, int reset) {
    private static final int RESET = 64;

    /** What is not said anywhere. */
    static Preset standard(int maxValue, int near) {
        int t1;
        int t2;
        int t3;
        if (maxValue >= 128) {
            int factor = (Math.min(maxValue, 4095) + 128) / 256;
            t1 = clamp(factor + 2 + 3 * near, near + 1, maxValue);
            t2 = clamp(factor * 4 + 3 + 5 * near, t1, maxValue);
            t3 = clamp(factor * 17 + 4 + 7 * near, t2, maxValue);
        } else {
            int factor = 256 / (maxValue + 1);
            t1 = clamp(Math.max(2, 3 / factor + 3 * near), near + 1, maxValue);
            t2 = clamp(Math.max(3, 7 / factor + 5 * near), t1, maxValue);
            t3 = clamp(Math.max(4, 21 / factor + 7 * near), t2, maxValue);
        }
        return new Preset(maxValue, t1, t2, t3, RESET);
    }

    private static int clamp(int value, int least, int most) {
        return value > most || value < least ? least : value;
    }

    /**
     * Puts the standard in the place of what is 0, which stands for it.
     *
     * @param greatest the greatest value that the precision allows
     * @return null if a value is out of its range (T.87 Table C.1)
     */
    @Nullable
    Preset completed(int greatest, int near) {
        int most = maxValue == 0 ? greatest : maxValue;
        if (most > greatest || near > Math.min(255, most / 2)) {
            return null;
        }
        Preset standard = standard(most, near);
        Preset preset = new Preset(
                most,
                t1 == 0 ? standard.t1 : t1,
                t2 == 0 ? standard.t2 : t2,
                t3 == 0 ? standard.t3 : t3,
                reset == 0 ? RESET : reset);
        boolean inRange = preset.t1 > near
                && preset.t2 >= preset.t1
                && preset.t3 >= preset.t2
                && preset.t3 <= Math.max(most, near + 1)
                && preset.reset >= 3
                && preset.reset <= Math.max(255, most);
        return inRange ? preset : null;
    }
}
