package org.diconde4j.storage.jdbc;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.KindCount;
import org.jspecify.annotations.Nullable;

/**
 * Counts of instances by the modality of their series and by SOP class, kept along because counting would be reading all of them. A
 * transaction that has locked the state collects its changes here and writes them at its end, a row for each kind.
 */
final class Tallies {
    private final Map<Kind, long[]> changes = new HashMap<>();

    /** A row's key; empty stands for none. */
    private record Kind(String modality, String sopClass) {
        static Kind of(Dataset series, @Nullable String sopClass) {
            return new Kind(
                    Objects.requireNonNullElse(KindCount.modalityOf(series), ""),
                    Objects.requireNonNullElse(KindCount.sopClassOf(sopClass), ""));
        }
    }

    /** Counts instances of a series, or fewer of them. */
    void add(Dataset series, @Nullable String sopClass, long instances, long bytes) {
        long[] sums = changes.computeIfAbsent(Kind.of(series, sopClass), k -> new long[2]);
        sums[0] += instances;
        sums[1] += bytes;
    }

    /** Counts the instances of a series elsewhere, if it says another modality from here on. */
    void learned(EntityManager em, long series, Dataset before, Dataset after) {
        if (Objects.equals(KindCount.modalityOf(before), KindCount.modalityOf(after))) {
            return;
        }
        em.flush(); // so that what this transaction added is among them
        List<Object[]> classes = em.createQuery(
                        "select i.sopClass, count(i.id), sum(i.length) from InstanceRow i where i.series = :id"
                                + " group by i.sopClass",
                        Object[].class)
                .setParameter("id", series)
                .getResultList();
        for (Object[] one : classes) {
            String sopClass = (String) one[0];
            long count = (Long) one[1];
            long bytes = (Long) one[2];
            add(before, sopClass, -count, -bytes);
            add(after, sopClass, count, bytes);
        }
    }

    void flush(EntityManager em) {
        changes.values().removeIf(sums -> sums[0] == 0 && sums[1] == 0);
        if (!changes.isEmpty()) {
            em.<Connection>runWithConnection(this::write);
            changes.clear();
        }
    }

    private void write(Connection connection) throws SQLException {
        try (PreparedStatement change = connection.prepareStatement("update tally set instances = instances + ?,"
                        + " bytes = bytes + ? where modality = ? and sop_class = ?");
                PreparedStatement make = connection.prepareStatement(
                        "insert into tally (instances, bytes, modality, sop_class) values (?, ?, ?, ?)")) {
            for (Map.Entry<Kind, long[]> one : changes.entrySet()) {
                if (run(change, one) == 0) {
                    run(make, one);
                }
            }
        }
        if (changes.values().stream().anyMatch(sums -> sums[0] < 0)) {
            try (PreparedStatement remove = connection.prepareStatement("delete from tally where instances = 0")) {
                remove.executeUpdate();
            }
        }
    }

    private static int run(PreparedStatement statement, Map.Entry<Kind, long[]> one) throws SQLException {
        statement.setLong(1, one.getValue()[0]);
        statement.setLong(2, one.getValue()[1]);
        statement.setString(3, one.getKey().modality());
        statement.setString(4, one.getKey().sopClass());
        return statement.executeUpdate();
    }

    static List<KindCount> all(Connection connection) throws SQLException {
        return Condition.of("select modality, sop_class, instances, bytes from tally"
                        + " order by instances desc, modality, sop_class")
                .list(
                        connection,
                        row -> new KindCount(
                                given(row.getString(1)), given(row.getString(2)), row.getLong(3), row.getLong(4)));
    }

    private static @Nullable String given(String column) {
        return column.isEmpty() ? null : column;
    }
}
