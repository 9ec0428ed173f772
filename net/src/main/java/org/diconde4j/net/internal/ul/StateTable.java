package org.diconde4j.net.internal.ul;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state transition table, PS3.8 Table 9-10: which action answers an event in a state. */
final class StateTable {
    /** One row for each event; a column for each of Sta1 to Sta13; "-" where the event can't happen. */
    private static final String TABLE = """
            Evt1  AE1 -   -   -   -   -   -   -   -   -    -   -   -
            Evt2  -   -   -   AE2 -   -   -   -   -   -    -   -   -
            Evt3  -   AA1 AA8 -   AE3 AA8 AA8 AA8 AA8 AA8  AA8 AA8 AA6
            Evt4  -   AA1 AA8 -   AE4 AA8 AA8 AA8 AA8 AA8  AA8 AA8 AA6
            Evt5  AE5 -   -   -   -   -   -   -   -   -    -   -   -
            Evt6  -   AE6 AA8 -   AA8 AA8 AA8 AA8 AA8 AA8  AA8 AA8 AA7
            Evt7  -   -   AE7 -   -   -   -   -   -   -    -   -   -
            Evt8  -   -   AE8 -   -   -   -   -   -   -    -   -   -
            Evt9  -   -   -   -   -   DT1 -   AR7 -   -    -   -   -
            Evt10 -   AA1 AA8 -   AA8 DT2 AR6 AA8 AA8 AA8  AA8 AA8 AA6
            Evt11 -   -   -   -   -   AR1 -   -   -   -    -   -   -
            Evt12 -   AA1 AA8 -   AA8 AR2 AR8 AA8 AA8 AA8  AA8 AA8 AA6
            Evt13 -   AA1 AA8 -   AA8 AA8 AR3 AA8 AA8 AR10 AR3 AA8 AA6
            Evt14 -   -   -   -   -   -   -   AR4 AR9 -    -   AR4 -
            Evt15 -   -   AA1 AA2 AA1 AA1 AA1 AA1 AA1 AA1  AA1 AA1 -
            Evt16 -   AA2 AA3 -   AA3 AA3 AA3 AA3 AA3 AA3  AA3 AA3 AA2
            Evt17 -   AA5 AA4 AA4 AA4 AA4 AA4 AA4 AA4 AA4  AA4 AA4 AR5
            Evt18 -   AA2 -   -   -   -   -   -   -   -    -   -   AA2
            Evt19 -   AA1 AA8 -   AA8 AA8 AA8 AA8 AA8 AA8  AA8 AA8 AA7
            """;

    private static final Map<Event, @Nullable Action[]> ACTIONS = parse();

    private StateTable() {}

    /**
     * Looks an action up.
     *
     * @return the action, or null if the event can't happen in the state
     */
    static @Nullable Action action(Event event, State state) {
        @Nullable Action @Nullable [] row = ACTIONS.get(event);
        return row == null ? null : row[state.ordinal()];
    }

    private static Map<Event, @Nullable Action[]> parse() {
        Map<Event, @Nullable Action[]> table = new EnumMap<>(Event.class);
        TABLE.lines().forEach(line -> {
            String[] cells = line.strip().split(" +");
            @Nullable Action[] row = new @Nullable Action[State.values().length];
            for (int i = 0; i < row.length; i++) {
                row[i] = cells[i + 1].equals("-") ? null : Action.valueOf(cells[i + 1]);
            }
            table.put(Event.valueOf(cells[0].toUpperCase(Locale.ROOT)), row);
        });
        return table;
    }
}
