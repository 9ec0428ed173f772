package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Contents;
import org.diconde4j.storage.Level;

/** What is below the entities of a page, a query for each kind of fact and not one for each entity. */
final class Aggregates {
    private final Connection connection;
    private final Level level;
    private final Dataset asked;

    Aggregates(Connection connection, Level level, Dataset asked) {
        this.connection = connection;
        this.level = level;
        this.asked = asked;
    }

    Map<Long, Contents> of(List<Long> ids) throws SQLException {
        Map<Long, Contents> all = new HashMap<>();
        if (ids.isEmpty()) {
            return all;
        }
        String up = switch (level) {
            case COMPONENT -> "s.component";
            case STUDY -> "r.study";
            case SERIES, INSTANCE -> "i.series";
        };
        Map<Long, Long> studies = level == Level.COMPONENT ? count("study s", up, ids) : Map.of();
        String series = level == Level.COMPONENT ? "series r join study s on s.id = r.study" : "series r";
        Map<Long, Long> seriesCount = level == Level.SERIES ? Map.of() : count(series, up, ids);
        String instances = level == Level.SERIES
                ? "instance i"
                : "instance i join series r on r.id = i.series"
                        + (level == Level.COMPONENT ? " join study s on s.id = r.study" : "");
        Map<Long, Long> instanceCount = count(instances, up, ids);
        Map<Long, Set<String>> modalities = new HashMap<>();
        Map<Long, Set<String>> classes = new HashMap<>();
        if (level == Level.STUDY && asked.contains(Tag.ModalitiesInStudy)) {
            modalities = modalities(ids);
        }
        if (level == Level.STUDY && asked.contains(Tag.SOPClassesInStudy)) {
            classes = distinct("select distinct r.study, i.sop_class from " + instances, ids);
        }
        for (long id : ids) {
            all.put(
                    id,
                    new Contents(
                            studies.getOrDefault(id, 1L),
                            seriesCount.getOrDefault(id, 1L),
                            instanceCount.getOrDefault(id, 0L),
                            List.copyOf(modalities.getOrDefault(id, Set.of())),
                            List.copyOf(classes.getOrDefault(id, Set.of()))));
        }
        return all;
    }

    private Map<Long, Long> count(String from, String up, List<Long> ids) throws SQLException {
        Map<Long, Long> counts = new HashMap<>();
        Condition.in(up, ids)
                .within("select " + up + ", count(*) from " + from + " where ", " group by " + up)
                .list(connection, row -> counts.put(row.getLong(1), row.getLong(2)));
        return counts;
    }

    private Map<Long, Set<String>> modalities(List<Long> ids) throws SQLException {
        Map<Long, Set<String>> all = distinct("select distinct r.study, r.modality from series r", ids);
        for (Map.Entry<Long, Set<String>> study : all.entrySet()) {
            if (study.getValue().remove(Columns.ODD)) {
                Condition.of(
                                "select r.attributes, r.large_attributes from series r"
                                        + " where r.study = ? and r.modality = ?",
                                study.getKey(),
                                Columns.ODD)
                        .list(connection, row -> Blobs.decode(row.getBytes(1), row.getBytes(2)))
                        .forEach(series -> study.getValue().addAll(series.strings(Tag.Modality)));
            }
        }
        return all;
    }

    private Map<Long, Set<String>> distinct(String select, List<Long> ids) throws SQLException {
        Map<Long, Set<String>> all = new HashMap<>();
        Condition.in("r.study", ids).within(select + " where ", "").list(connection, row -> {
            String value = row.getString(2);
            return value != null
                    && all.computeIfAbsent(row.getLong(1), k -> new TreeSet<>()).add(Text.received(value));
        });
        return all;
    }
}
