package org.diconde4j.codec.internal.jpeg2000.geometry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The packets of one progression, whether they came before or not. */
abstract class Walk {
    Resolution resolution;
    int column;
    int row;
    int layer;

    private Walk(Resolution first) {
        resolution = first;
    }

    abstract boolean next();

    /**
     * For each group: by layer, then by resolution as they stand in the group, then by precinct (B.12.1.1, B.12.1.2).
     *
     * @return null if there are no packets
     */
    static @Nullable Walk byLayer(List<List<Resolution>> groups, int layers) {
        return groups.isEmpty() || groups.get(0).isEmpty() || layers < 1 ? null : new ByLayer(groups, layers);
    }

    /**
     * For each group: by place on the reference grid, then by resolution as they stand in the group, then by layer (B.12.1.3
     * to B.12.1.5).
     *
     * @return null if there are no packets
     */
    static @Nullable Walk byPosition(List<List<Resolution>> groups, int layers) {
        return groups.isEmpty() || groups.get(0).isEmpty() || layers < 1 ? null : new ByPosition(groups, layers);
    }

    private static final class ByLayer extends Walk {
        private final List<List<Resolution>> groups;
        private final int layers;
        private int group;
        private int member;

        ByLayer(List<List<Resolution>> groups, int layers) {
            super(groups.get(0).get(0));
            this.groups = groups;
            this.layers = layers;
            column = -1;
        }

        @Override
        boolean next() {
            if (++column < resolution.precinctsAcross) {
                return true;
            }
            column = 0;
            if (++row < resolution.precinctsDown) {
                return true;
            }
            row = 0;
            if (++member == groups.get(group).size()) {
                member = 0;
                if (++layer == layers) {
                    layer = 0;
                    if (++group == groups.size()) {
                        group--;
                        member = groups.get(group).size() - 1; // stay at the end
                        layer = layers - 1;
                        row = resolution.precinctsDown - 1;
                        column = resolution.precinctsAcross - 1;
                        return false;
                    }
                }
            }
            resolution = groups.get(group).get(member);
            return true;
        }
    }

    private static final class ByPosition extends Walk {
        private static final long END = Long.MAX_VALUE;

        private final List<List<Resolution>> groups;
        private final int layers;
        private int group = -1;
        private Resolution[] members = {};
        /** The next row and column of precincts of each member. */
        private int[] rows = {};

        private int[] columns = {};
        private long y = END;
        private long x = END;
        private int member;

        ByPosition(List<List<Resolution>> groups, int layers) {
            super(groups.get(0).get(0));
            this.groups = groups;
            this.layers = layers;
            layer = layers - 1;
        }

        @Override
        boolean next() {
            if (++layer < layers) {
                return true;
            }
            layer = 0;
            while (!memberHere()) {
                if (!nextColumn() && !nextRow() && !nextGroup()) {
                    layer = layers - 1;
                    return false;
                }
            }
            return true;
        }

        /** The next member that has a precinct at x and y. */
        private boolean memberHere() {
            if (x == END) {
                return false;
            }
            for (; member < members.length; member++) {
                Resolution at = members[member];
                if (isInRow(member) && columns[member] < at.precinctsAcross && at.gridX(columns[member]) == x) {
                    resolution = at;
                    row = rows[member];
                    column = columns[member]++;
                    member++;
                    return true;
                }
            }
            return false;
        }

        private boolean isInRow(int index) {
            return rows[index] < members[index].precinctsDown && members[index].gridY(rows[index]) == y;
        }

        private boolean nextColumn() {
            x = END;
            member = 0;
            if (y == END) {
                return false;
            }
            for (int i = 0; i < members.length; i++) {
                if (isInRow(i) && columns[i] < members[i].precinctsAcross) {
                    x = Math.min(x, members[i].gridX(columns[i]));
                }
            }
            return x < END;
        }

        private boolean nextRow() {
            long after = END;
            for (int i = 0; i < members.length; i++) {
                if (isInRow(i)) {
                    rows[i]++;
                }
                columns[i] = 0;
                if (rows[i] < members[i].precinctsDown) {
                    after = Math.min(after, members[i].gridY(rows[i]));
                }
            }
            y = after;
            return nextColumn();
        }

        private boolean nextGroup() {
            if (group + 1 >= groups.size()) {
                return false;
            }
            members = groups.get(++group).toArray(new Resolution[0]);
            rows = new int[members.length];
            columns = new int[members.length];
            y = -1; // before the first row, which nextRow finds
            return nextRow();
        }
    }
}
