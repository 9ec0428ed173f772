package org.diconde4j.codec.internal.jpeg2000.encode;

/** A rectangle of coefficients, whole numbers of the reversible transform or floating point numbers of the other. */
final class Coefficients implements ForwardLevel.Rows {
    final int y0;
    final int width;
    final int[] ints;
    final float[] floats;

    Coefficients(int y0, int width, int height, boolean reversible) {
        this.y0 = y0;
        this.width = width;
        ints = new int[reversible ? width * height : 0];
        floats = new float[reversible ? 0 : width * height];
    }

    /** Takes over rows that are not transformed. */
    void copy(ForwardLevel.Rows source, int from, int to, boolean reversible) {
        int[] line = new int[reversible ? width : 0];
        float[] numbers = new float[reversible ? 0 : width];
        int[] scratch = new int[width];
        for (int y = from; y < to; y++) {
            if (reversible) {
                source.read(y, line, scratch);
                System.arraycopy(line, 0, ints, (y - y0) * width, width);
            } else {
                source.read(y, numbers, scratch);
                System.arraycopy(numbers, 0, floats, (y - y0) * width, width);
            }
        }
    }

    @Override
    public void read(int y, int[] target, int[] scratch) {
        System.arraycopy(ints, (y - y0) * width, target, 0, width);
    }

    @Override
    public void read(int y, float[] target, int[] scratch) {
        System.arraycopy(floats, (y - y0) * width, target, 0, width);
    }
}
