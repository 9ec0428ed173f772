package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.QueryPlan;
import org.diconde4j.storage.Selection;
import org.jspecify.annotations.Nullable;

/**
 * The instances of a selection, page by page in the order of arrival.
 *
 * @param <T> what is read of each
 */
final class Instances<T> extends Paged<T> {
    private static final int PAGE = 500;
    private static final int IDS = 10_000;
    private static final String REFERENCE = "select i.id, i.arrival, i.name, i.sop_class, i.uid, s.uid, r.uid,"
            + " i.transfer_syntax, i.length, i.dataset_offset, i.file_digest, i.dataset_digest, i.flags"
            + " from instance i join series r on r.id = i.series join study s on s.id = r.study where ";
    private static final String METADATA = "select i.attributes, i.large_attributes from instance i where ";

    private final Database database;
    private final Read<T> read;
    private final List<Condition> conditions;
    private final Inside inside;
    private final Queue<Long> ids = new ArrayDeque<>();
    private boolean moreIds = true;
    private long last;

    /** Reads rows by a condition on them. */
    private interface Read<T> {
        List<T> rows(Connection connection, Condition on) throws SQLException;
    }

    private Instances(Database database, Selection selection, Read<T> read) {
        this.database = database;
        this.inside = new Inside(selection.restriction());
        this.conditions = new ArrayList<>(conditions(selection));
        conditions.addAll(inside.conditions(Level.INSTANCE, false));
        this.read = read;
    }

    /** Where they are. */
    static Instances<InstanceRef> references(Database database, Selection selection) {
        return new Instances<>(
                database,
                selection,
                (connection, on) ->
                        on.within(REFERENCE, " order by i.id").list(connection, row -> reference(connection, row)));
    }

    /** What is known of them. */
    static Instances<Dataset> metadata(Database database, Selection selection) {
        return new Instances<>(
                database,
                selection,
                (connection, on) -> on.within(METADATA, " order by i.id")
                        .list(connection, row -> Blobs.whole(row.getBytes(1), row.getBytes(2))));
    }

    private static List<Condition> conditions(Selection selection) {
        List<Condition> component = new ArrayList<>();
        if (!selection.componentIds().isEmpty()) {
            component.add(Condition.in(
                    "c.sort_key",
                    selection.componentIds().stream()
                            .map(Instances::sortKey)
                            .map(Text::key)
                            .toList()));
        }
        String issuer = selection.issuer();
        if (issuer != null) {
            component.add(
                    issuer.isEmpty()
                            ? Condition.of("c.issuer is null")
                            : Condition.of("c.issuer = ?", Text.key(issuer)));
        }
        List<Condition> study = new ArrayList<>();
        if (!component.isEmpty()) {
            study.add(Condition.where(component).within("s.component in (select c.id from component c", ")"));
        }
        if (!selection.studyUids().isEmpty()) {
            study.add(Condition.in("s.uid", keys(selection.studyUids())));
        }
        List<Condition> series = new ArrayList<>();
        if (!study.isEmpty()) {
            series.add(Condition.where(study).within("r.study in (select s.id from study s", ")"));
        }
        if (!selection.seriesUids().isEmpty()) {
            series.add(Condition.in("r.uid", keys(selection.seriesUids())));
        }
        List<Condition> instance = new ArrayList<>();
        if (!series.isEmpty()) {
            instance.add(Condition.where(series).within("i.series in (select r.id from series r", ")"));
        }
        if (!selection.instanceUids().isEmpty()) {
            instance.add(Condition.in("i.uid", keys(selection.instanceUids())));
        }
        return instance;
    }

    @Override
    boolean fetch(List<T> into) {
        return database.read(connection -> {
            if (ids.isEmpty() && moreIds) {
                findIds(connection);
            }
            List<Long> next = new ArrayList<>();
            while (next.size() < PAGE && !ids.isEmpty()) {
                next.add(ids.remove());
            }
            next.retainAll(inside.of(connection, Level.INSTANCE, next));
            if (!next.isEmpty()) {
                into.addAll(read.rows(connection, Condition.in("i.id", next)));
            }
            return moreIds || !ids.isEmpty();
        });
    }

    /** Ids alone stand in indexes; to sort rows would be to read all of them for each page. */
    private void findIds(Connection connection) throws SQLException {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(Condition.of("i.id > ?", last));
        List<Long> found = Condition.where(all)
                .within("select i.id from instance i", " order by i.id fetch first " + IDS + " rows only")
                .list(connection, row -> row.getLong(1));
        ids.addAll(found);
        moreIds = found.size() == IDS;
        last = found.isEmpty() ? last : found.get(found.size() - 1);
    }

    /** The instance of a UID, or null. */
    static @Nullable InstanceRef find(Database database, String uid) {
        List<InstanceRef> found = database.read(connection -> Condition.of("i.uid = ?", Text.key(uid))
                .within(REFERENCE, "")
                .list(connection, row -> reference(connection, row)));
        return found.isEmpty() ? null : found.get(0);
    }

    private static String sortKey(String componentId) {
        return QueryPlan.sortKey(
                Level.COMPONENT,
                Dataset.builder().set(Tag.PatientID, componentId).build());
    }

    private static List<String> keys(List<String> uids) {
        return uids.stream().map(Text::key).toList();
    }

    private static InstanceRef reference(Connection connection, ResultSet row) throws SQLException {
        String[] uids = new String[4];
        boolean replaced = false;
        for (int i = 0; i < uids.length; i++) {
            uids[i] = row.getString(4 + i);
            replaced |= uids[i] != null && Text.isReplaced(uids[i]);
        }
        if (replaced) { // the columns could not hold them as they were received
            Dataset attributes = Condition.of("i.id = ?", row.getLong(1))
                    .within("select i.attributes, i.large_attributes from instance i where ", "")
                    .list(connection, own -> Blobs.decode(own.getBytes(1), own.getBytes(2)))
                    .get(0);
            uids = new String[] {
                attributes.string(Tag.SOPClassUID),
                attributes.string(Tag.SOPInstanceUID),
                attributes.string(Tag.StudyInstanceUID),
                attributes.string(Tag.SeriesInstanceUID)
            };
        }
        String transferSyntax = row.getString(8);
        return new InstanceRef(
                row.getLong(1),
                Instant.ofEpochMilli(row.getLong(2)),
                row.getString(3),
                uids[0],
                uids[1],
                uids[2],
                uids[3],
                transferSyntax == null ? null : Text.received(transferSyntax),
                row.getLong(9),
                row.getLong(10),
                Digest.parse(row.getString(11)),
                Digest.parse(row.getString(12)),
                StoredRow.flags(row.getString(13)));
    }
}
