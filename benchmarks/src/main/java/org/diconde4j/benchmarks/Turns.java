package org.diconde4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two ways to do the same, by turns; the peer's may be missing. Figures are rates: the higher, the better. */
final class Turns {
    /** Turns that do not count. One is not enough for the JVM where others keep its compiler from the processors. */
    static final int WARM_UP = 2;

    private final List<Double> ours = new ArrayList<>();
    private final List<Double> theirs = new ArrayList<>();

    private Turns() {}

    /** Something that can be measured more than once. */
    @FunctionalInterface
    interface Measured {
        /** How much a second. */
        double rate() throws Exception;
    }

    /** Rounds to warm up, and those that count. */
    static Turns take(int rounds, Measured us, @Nullable Measured peer) throws Exception {
        Turns turns = new Turns();
        for (int round = 0; round < WARM_UP + rounds; round++) {
            double our = us.rate();
            double their = peer == null ? Double.NaN : peer.rate();
            if (round >= WARM_UP) {
                turns.ours.add(our);
                turns.theirs.add(their);
            }
        }
        return turns;
    }

    /** One line of the table, with the least and greatest ratio of all rounds as a measure of the noise. */
    void print(String what, String unit, double goal) {
        print(what, unit, String.format("%.1fx", goal));
    }

    /** The same with a goal that is more than a ratio. */
    void print(String what, String unit, String goal) {
        double our = median(ours);
        if (theirs.stream().anyMatch(rate -> rate.isNaN())) {
            Ratios.print("%-44s %9.2f %9s %-9s", what, our, "-", unit);
            return;
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        Ratios.print(
                "%-44s %9.2f %9.2f %-9s %6.2fx (%.2f to %.2f), goal %s",
                what,
                our,
                median(theirs),
                unit,
                median(ratios),
                ratios.stream().mapToDouble(x -> x).min().orElseThrow(),
                ratios.stream().mapToDouble(x -> x).max().orElseThrow(),
                goal);
    }

    private static double median(List<Double> figures) {
        return Ratios.median(figures.stream().mapToDouble(x -> x).toArray());
    }
}
