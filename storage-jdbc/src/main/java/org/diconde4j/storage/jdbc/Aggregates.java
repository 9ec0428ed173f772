package org.diconde4j.storage.jdbc;

import jakarta.persistence.EntityManager;
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
    private final EntityManager em;
    private final Level level;
    private final Dataset asked;

    Aggregates(EntityManager em, Level level, Dataset asked) {
        this.em = em;
        this.level = level;
        this.asked = asked;
    }

    Map<Long, Contents> of(List<Long> ids) {
        Map<Long, Contents> all = new HashMap<>();
        if (ids.isEmpty()) {
            return all;
        }
        String up = switch (level) {
            case COMPONENT -> "s.component";
            case STUDY -> "r.study";
            case SERIES, INSTANCE -> "i.series";
        };
        Map<Long, Long> studies = level == Level.COMPONENT ? count("StudyRow s", up, ids) : Map.of();
        String series = level == Level.COMPONENT ? "SeriesRow r join StudyRow s on s.id = r.study" : "SeriesRow r";
        Map<Long, Long> seriesCount = level == Level.SERIES ? Map.of() : count(series, up, ids);
        String instances = level == Level.SERIES
                ? "InstanceRow i"
                : "InstanceRow i join SeriesRow r on r.id = i.series"
                        + (level == Level.COMPONENT ? " join StudyRow s on s.id = r.study" : "");
        Map<Long, Long> instanceCount = count(instances, up, ids);
        Map<Long, Set<String>> modalities = new HashMap<>();
        Map<Long, Set<String>> classes = new HashMap<>();
        if (level == Level.STUDY && asked.contains(Tag.ModalitiesInStudy)) {
            modalities = modalities(ids);
        }
        if (level == Level.STUDY && asked.contains(Tag.SOPClassesInStudy)) {
            classes = distinct("select distinct r.study, i.sopClass from " + instances + " where r.study in :ids", ids);
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

    private Map<Long, Long> count(String from, String up, List<Long> ids) {
        Map<Long, Long> counts = new HashMap<>();
        em.createQuery(
                        "select " + up + ", count(*) from " + from + " where " + up + " in :ids group by " + up,
                        Object[].class)
                .setParameter("ids", ids)
                .getResultList()
                .forEach(row -> counts.put((Long) row[0], (Long) row[1]));
        return counts;
    }

    private Map<Long, Set<String>> modalities(List<Long> ids) {
        Map<Long, Set<String>> all =
                distinct("select distinct r.study, r.modality from SeriesRow r where r.study in :ids", ids);
        all.forEach((study, values) -> {
            if (values.remove(Columns.ODD)) {
                em.createQuery(
                                "select r.attributes, r.largeAttributes from SeriesRow r"
                                        + " where r.study = :study and r.modality = :odd",
                                Object[].class)
                        .setParameter("study", study)
                        .setParameter("odd", Columns.ODD)
                        .getResultList()
                        .forEach(row -> values.addAll(
                                Blobs.decode((byte[]) row[0], (byte[]) row[1]).strings(Tag.Modality)));
            }
        });
        return all;
    }

    private Map<Long, Set<String>> distinct(String query, List<Long> ids) {
        Map<Long, Set<String>> all = new HashMap<>();
        em.createQuery(query, Object[].class)
                .setParameter("ids", ids)
                .getResultList()
                .forEach(row -> {
                    if (row[1] != null) {
                        all.computeIfAbsent((Long) row[0], k -> new TreeSet<>()).add((String) row[1]);
                    }
                });
        return all;
    }
}
