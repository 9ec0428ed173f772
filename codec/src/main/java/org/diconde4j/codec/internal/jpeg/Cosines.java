package org.diconde4j.codec.internal.jpeg;

/**
 * The constants of the discrete cosine transform by the eleven multiplications of Loeffler, Ligtenberg and Moschytz (1989): sqrt(2)
 * times sums and differences of cosines of multiples of pi/16, in {@value #BITS} bits.
 */
final class Cosines {
    static final int BITS = 13;
    static final int C_0_298 = 2446;
    static final int C_0_390 = 3196;
    static final int C_0_541 = 4433;
    static final int C_0_765 = 6270;
    static final int C_0_899 = 7373;
    static final int C_1_175 = 9633;
    static final int C_1_501 = 12299;
    static final int C_1_847 = 15137;
    static final int C_1_961 = 16069;
    static final int C_2_053 = 16819;
    static final int C_2_562 = 20995;
    static final int C_3_072 = 25172;

    private Cosines() {}

    /**
     * Bits that numbers have after the first of both passes more than in the end, as far as 32 bits allow.
     *
     * @param precision 8 or 12
     */
    static int extraBits(int precision) {
        return precision > 8 ? 1 : 2;
    }
}
