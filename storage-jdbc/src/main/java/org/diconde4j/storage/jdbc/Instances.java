package org.diconde4j.storage.jdbc;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.Flag;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.QueryPlan;
import org.diconde4j.storage.Selection;

/** The instances of a selection, page by page in the order of arrival. */
final class Instances extends Paged<InstanceRef> {
    private static final int PAGE = 500;
    private static final String REFERENCE = "select i.id, i.arrival, i.name, i.sopClass, i.uid, s.uid, r.uid,"
            + " i.transferSyntax, i.length, i.datasetOffset, i.file, i.dataset, i.flags"
            + " from InstanceRow i join SeriesRow r on r.id = i.series join StudyRow s on s.id = r.study";

    private final Database database;
    private final Selection selection;
    private long last;

    Instances(Database database, Selection selection) {
        this.database = database;
        this.selection = selection;
    }

    @Override
    boolean fetch(List<InstanceRef> into) {
        Conditions c = new Conditions();
        boolean component = !selection.componentIds().isEmpty() || selection.issuer() != null;
        if (!selection.componentIds().isEmpty()) {
            c.add("c.sortKey in "
                    + c.parameter(selection.componentIds().stream()
                            .map(Instances::sortKey)
                            .toList()));
        }
        String issuer = selection.issuer();
        if (issuer != null && !issuer.isEmpty()) {
            c.add("c.issuer = " + c.parameter(issuer));
        } else if (issuer != null) {
            c.add("c.issuer is null");
        }
        if (!selection.studyUids().isEmpty()) {
            c.add("s.uid in " + c.parameter(selection.studyUids()));
        }
        if (!selection.seriesUids().isEmpty()) {
            c.add("r.uid in " + c.parameter(selection.seriesUids()));
        }
        if (!selection.instanceUids().isEmpty()) {
            c.add("i.uid in " + c.parameter(selection.instanceUids()));
        }
        c.add("i.id > " + c.parameter(last));
        try (EntityManager em = database.persistence().createEntityManager()) {
            TypedQuery<Object[]> query = em.createQuery(
                            REFERENCE + (component ? " join ComponentRow c on c.id = s.component" : "") + c.where()
                                    + " order by i.id",
                            Object[].class)
                    .setMaxResults(PAGE);
            c.bind(query);
            List<Object[]> rows = query.getResultList();
            rows.forEach(row -> into.add(reference(row)));
            if (!rows.isEmpty()) {
                last = (Long) rows.get(rows.size() - 1)[0];
            }
            return rows.size() == PAGE;
        }
    }

    private static String sortKey(String componentId) {
        return QueryPlan.sortKey(
                Level.COMPONENT,
                org.diconde4j.data.Dataset.builder()
                        .set(Tag.PatientID, componentId)
                        .build());
    }

    private static InstanceRef reference(Object[] row) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (String flag : ((String) row[12]).split(" ", -1)) {
            if (!flag.isEmpty()) {
                flags.add(Flag.valueOf(flag));
            }
        }
        return new InstanceRef(
                (Long) row[0],
                Instant.ofEpochMilli((Long) row[1]),
                (String) row[2],
                (String) row[3],
                (String) row[4],
                (String) row[5],
                (String) row[6],
                (String) row[7],
                (Long) row[8],
                (Long) row[9],
                Digest.parse((String) row[10]),
                Digest.parse((String) row[11]),
                flags);
    }
}
