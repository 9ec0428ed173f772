package org.diconde4j.codec.internal.jpeg;

/** Rows of luminance and chrominance to and from RGB (PS3.3 C.7.6.3.1.2, YBR_FULL). */
final class YbrRows {
    private YbrRows() {}

    private static int cut(double value, int most) {
        return (int) Math.max(0, Math.min(Math.round(value), most));
    }

    static void toRgb(int[][] rows, int columns, int precision) {
        int middle = 1 << precision - 1;
        int most = (1 << precision) - 1;
        for (int x = 0; x < columns; x++) {
            double y = rows[0][x];
            double cb = rows[1][x] - middle;
            double cr = rows[2][x] - middle;
            rows[0][x] = cut(y + 1.402 * cr, most);
            rows[1][x] = cut(y - 0.344136286 * cb - 0.714136286 * cr, most);
            rows[2][x] = cut(y + 1.772 * cb, most);
        }
    }

    static void fromRgb(int[][] rows, int columns, int precision) {
        int middle = 1 << precision - 1;
        int most = (1 << precision) - 1;
        for (int x = 0; x < columns; x++) {
            double r = rows[0][x];
            double g = rows[1][x];
            double b = rows[2][x];
            rows[0][x] = cut(0.299 * r + 0.587 * g + 0.114 * b, most);
            rows[1][x] = cut(-0.168735892 * r - 0.331264108 * g + 0.5 * b + middle, most);
            rows[2][x] = cut(0.5 * r - 0.418687589 * g - 0.081312411 * b + middle, most);
        }
    }
}
