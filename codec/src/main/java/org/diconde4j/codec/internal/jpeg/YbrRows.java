package org.diconde4j.codec.internal.jpeg;

/**
 * Rows of luminance and chrominance to and from RGB (PS3.3 C.7.6.3.1.2, YBR_FULL), of 8 or 12 bits, in whole numbers with {@value
 * #BITS} bits behind the point: rounded as the equations are, but for numbers that are next to a half.
 */
final class YbrRows {
    private static final int BITS = 16;
    private static final int HALF = 1 << BITS - 1;

    private YbrRows() {}

    private static int of(double factor) {
        return (int) Math.round(factor * (1 << BITS));
    }

    private static final int RED_OF_CR = of(1.402);
    private static final int GREEN_OF_CB = of(0.344136286);
    private static final int GREEN_OF_CR = of(0.714136286);
    private static final int BLUE_OF_CB = of(1.772);

    static void toRgb(int[][] rows, int columns, int precision) {
        int middle = 1 << precision - 1;
        int most = (1 << precision) - 1;
        int[] first = rows[0];
        int[] second = rows[1];
        int[] third = rows[2];
        for (int x = 0; x < columns; x++) {
            int y = first[x];
            int cb = second[x] - middle;
            int cr = third[x] - middle;
            first[x] = Math.max(0, Math.min(y + (RED_OF_CR * cr + HALF >> BITS), most));
            second[x] = Math.max(0, Math.min(y + (HALF - GREEN_OF_CB * cb - GREEN_OF_CR * cr >> BITS), most));
            third[x] = Math.max(0, Math.min(y + (BLUE_OF_CB * cb + HALF >> BITS), most));
        }
    }

    private static final int Y_OF_RED = of(0.299);
    private static final int Y_OF_BLUE = of(0.114);
    private static final int Y_OF_GREEN = (1 << BITS) - Y_OF_RED - Y_OF_BLUE;
    private static final int CB_OF_RED = of(0.168735892);
    private static final int CB_OF_GREEN = HALF - CB_OF_RED;
    private static final int CR_OF_BLUE = of(0.081312411);
    private static final int CR_OF_GREEN = HALF - CR_OF_BLUE;

    static void fromRgb(int[][] rows, int columns, int precision) {
        int middle = (1 << precision - 1 + BITS) + HALF;
        int most = (1 << precision) - 1;
        int[] first = rows[0];
        int[] second = rows[1];
        int[] third = rows[2];
        for (int x = 0; x < columns; x++) {
            int r = first[x];
            int g = second[x];
            int b = third[x];
            first[x] = Y_OF_RED * r + Y_OF_GREEN * g + Y_OF_BLUE * b + HALF >> BITS;
            second[x] = Math.min(HALF * b - CB_OF_RED * r - CB_OF_GREEN * g + middle >> BITS, most);
            third[x] = Math.min(HALF * r - CR_OF_GREEN * g - CR_OF_BLUE * b + middle >> BITS, most);
        }
    }
}
