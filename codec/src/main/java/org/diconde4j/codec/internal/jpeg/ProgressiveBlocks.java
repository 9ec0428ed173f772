package org.diconde4j.codec.internal.jpeg;

/** Decodes what a progressive scan says of a block (ITU-T T.81 Annex G). */
final class ProgressiveBlocks {
    private final BitInput in;
    /** Blocks that have nothing more in the band. */
    private int endOfBandRun;

    ProgressiveBlocks(BitInput in) {
        this.in = in;
    }

    /** Begins a scan, or goes on behind a restart marker. */
    void restart() {
        endOfBandRun = 0;
    }

    /**
     * Decodes a block.
     *
     * @param i which component of the scan
     * @param at where its coefficients begin
     * @return false if there is a code that the table has not, or a coefficient beyond the last
     */
    boolean block(ScanHeader scan, int i, Plane plane, int at, SequentialBlocks dc) {
        short[] to = plane.coefficients;
        if (scan.first() != 0) {
            return scan.high() == 0 ? firstBits(scan, scan.ac()[i], to, at) : nextBit(scan, scan.ac()[i], to, at);
        }
        if (scan.high() == 0) {
            int difference = dc.difference(scan.dc()[i]);
            if (difference == Integer.MIN_VALUE) {
                return false;
            }
            plane.predicted += difference;
            to[at] = (short) (plane.predicted << scan.low());
        } else {
            to[at] |= (short) (in.take(1) << scan.low());
        }
        return true;
    }

    /** Coefficients of a band for the first time (G.1.2.2). */
    private boolean firstBits(ScanHeader scan, HuffmanTable ac, short[] to, int at) {
        if (endOfBandRun > 0) {
            endOfBandRun--;
            return true;
        }
        int k = scan.first();
        while (k <= scan.last()) {
            int symbol = ac.symbol(in);
            if (symbol < 0) {
                return false;
            }
            int run = symbol >> 4;
            int size = symbol & 0x0F;
            if (size == 0) {
                if (run < 15) {
                    endOfBandRun = (1 << run) + in.take(run) - 1;
                    return true;
                }
                k += 16;
                continue;
            }
            k += run;
            if (k > 63) {
                return false;
            }
            to[at + Zigzag.PLACES[k]] = (short) (in.extended(size) << scan.low());
            k++;
        }
        return true;
    }

    /** One more bit of the coefficients of a band (G.1.2.3). */
    private boolean nextBit(ScanHeader scan, HuffmanTable ac, short[] to, int at) {
        int one = 1 << scan.low();
        int k = scan.first();
        if (endOfBandRun == 0) {
            while (k <= scan.last()) {
                int symbol = ac.symbol(in);
                if (symbol < 0) {
                    return false;
                }
                int run = symbol >> 4;
                int value = 0;
                if ((symbol & 0x0F) != 0) {
                    value = in.take(1) == 1 ? one : -one;
                } else if (run < 15) {
                    endOfBandRun = (1 << run) + in.take(run);
                    break;
                }
                k = refine(to, at, k, scan.last(), run, one);
                if (value != 0 && k <= scan.last()) {
                    to[at + Zigzag.PLACES[k]] = (short) value;
                }
                k++;
            }
        }
        if (endOfBandRun > 0) {
            refine(to, at, k, scan.last(), 64, one);
            endOfBandRun--;
        }
        return true;
    }

    /** Corrects what is not 0 until so many zeros were passed; gives the place of the next zero. */
    private int refine(short[] to, int at, int from, int last, int zeros, int one) {
        int left = zeros;
        int k = from;
        for (; k <= last; k++) {
            int place = at + Zigzag.PLACES[k];
            short found = to[place];
            if (found != 0) {
                if (in.take(1) == 1 && (found & one) == 0) {
                    to[place] = (short) (found > 0 ? found + one : found - one);
                }
            } else if (left-- == 0) {
                break;
            }
        }
        return k;
    }
}
