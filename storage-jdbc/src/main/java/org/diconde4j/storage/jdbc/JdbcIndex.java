package org.diconde4j.storage.jdbc;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.AttributePath;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Identity;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexCounts;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.IndexStatistics;
import org.diconde4j.storage.IndexedAttribute;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptText;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** An index in a relational database. */
final class JdbcIndex implements Index {
    private static final int PAGE = 500;

    private final URI uri;
    private final Database database;
    private final Projection projection;
    private final Projector projector;
    private final Attributes attributes;

    /** Whether it is known that nothing was ever deleted, so that nobody has to ask for each new instance. */
    private volatile boolean neverDeleted;

    JdbcIndex(URI uri, Database database, Projection projection) {
        this.uri = uri;
        this.database = database;
        this.projection = projection;
        this.projector = new Projector(database, projection);
        this.attributes = new Attributes(database);
        attributes.start();
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public boolean shared() {
        return database.dialect().isShared();
    }

    @Override
    public String epoch() {
        require();
        return database.epoch();
    }

    @Override
    public long appliedSequence() {
        require();
        return projector.applied();
    }

    @Override
    public void apply(List<IndexEntry> entries) {
        require();
        if (!entries.isEmpty()) {
            if (entries.stream().anyMatch(e -> e.receipt().kind() == Receipt.Kind.DELETED)) {
                neverDeleted = false;
            }
            List<Prepared> prepared;
            try (Blobs.Encoder encoder = new Blobs.Encoder()) {
                prepared = entries.stream()
                        .map(e -> Prepared.of(e, projection, encoder))
                        .toList();
            }
            projector.apply(prepared);
        }
    }

    @Override
    public void replayedTo(long sequence) {
        require();
        projector.replayedTo(sequence);
    }

    @Override
    public Cursor<Dataset> find(IndexQuery query) {
        return finder(query);
    }

    private Finder finder(IndexQuery query) {
        return finder(query, Finder.MOST_IN_VAIN);
    }

    Finder finder(IndexQuery query, int mostInVain) {
        require();
        return new Finder(database, identity(), query, mostInVain);
    }

    private Identity identity() {
        return projection.identity();
    }

    @Override
    public long count(IndexQuery query) {
        return finder(query.page(0, Long.MAX_VALUE)).count();
    }

    @Override
    public Cursor<InstanceRef> instances(Selection selection) {
        require();
        return Instances.references(database, selection);
    }

    @Override
    public Cursor<Dataset> metadata(Selection selection) {
        require();
        return Instances.metadata(database, selection);
    }

    @Override
    public @Nullable InstanceRef instance(String sopInstanceUid) {
        require();
        return Instances.find(database, sopInstanceUid);
    }

    @Override
    public List<InstanceRef> versions(String sopInstanceUid) {
        require();
        String uid = Text.key(sopInstanceUid);
        return database.ask(em -> em.createQuery("from InstanceRow i where i.uid = :uid", InstanceRow.class)
                .setParameter("uid", uid)
                .getResultStream()
                .findFirst()
                .map(current -> {
                    List<StoredRow> rows = new ArrayList<>(em.createQuery(
                                    "from VersionRow v where v.uid = :uid and v.firstVersion = :first order by v.id",
                                    VersionRow.class)
                            .setParameter("uid", uid)
                            .setParameter("first", current.firstVersion)
                            .getResultList());
                    rows.add(current);
                    return rows.stream().map(row -> row.ref(row.attributes())).toList();
                })
                .orElse(List.of()));
    }

    @Override
    public boolean wasDeleted(String sopInstanceUid) {
        require();
        if (neverDeleted) {
            return false;
        }
        boolean found = database.read(connection -> !Condition.of("uid = ?", Text.key(sopInstanceUid))
                .within("select id from deleted_instance where ", " fetch first 1 rows only")
                .list(connection, row -> row.getLong(1))
                .isEmpty());
        if (!found && !shared()) {
            rememberIfNeverDeleted();
        }
        return found;
    }

    private void rememberIfNeverDeleted() {
        neverDeleted = true; // before it is asked, so that a deletion meanwhile has the last word
        List<Long> any =
                database.read(connection -> Condition.of("select id from deleted_instance fetch first 1 rows only")
                        .list(connection, row -> row.getLong(1)));
        if (!any.isEmpty()) {
            neverDeleted = false;
        }
    }

    @Override
    public Cursor<QuarantineEntry> quarantined() {
        require();
        return new Paged<>() {
            private long last;

            @Override
            boolean fetch(List<QuarantineEntry> into) {
                List<QuarantineEntry> page = database.read(connection -> Condition.of("id > ?", last)
                        .within(
                                "select receipt from quarantine where not ended and ",
                                " order by id fetch first " + PAGE + " rows only")
                        .list(connection, row -> entry(row.getString(1))));
                into.addAll(page);
                last = page.isEmpty()
                        ? last
                        : page.get(page.size() - 1).receipt().sequence();
                return page.size() == PAGE;
            }
        };
    }

    private static QuarantineEntry entry(String receipt) {
        return new QuarantineEntry(ReceiptText.parse(Text.received(receipt)));
    }

    @Override
    public @Nullable QuarantineEntry quarantined(String id) {
        require();
        if (!id.matches("[0-9]{1,18}")) {
            return null;
        }
        List<QuarantineEntry> found = database.read(connection -> Condition.of("id = ?", Long.parseLong(id))
                .within("select receipt from quarantine where not ended and ", "")
                .list(connection, row -> entry(row.getString(1))));
        return found.isEmpty() ? null : found.get(0);
    }

    @Override
    public IndexCounts counts() {
        require();
        return database.read(connection -> Condition.of(
                                "select components, studies, series, instances, quarantined, bytes from state")
                        .list(
                                connection,
                                row -> new IndexCounts(
                                        row.getLong(1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getLong(6))))
                .get(0);
    }

    @Override
    public IndexStatistics statistics() {
        IndexCounts counts = counts();
        return database.read(connection -> new IndexStatistics(
                counts,
                count(connection, "select count(*) from instance_version"),
                count(connection, "select count(distinct first_version) from deleted_instance"),
                Tallies.all(connection)));
    }

    private static long count(Connection connection, String sql) throws SQLException {
        return Condition.of(sql).list(connection, row -> row.getLong(1)).get(0);
    }

    @Override
    public void addAttribute(AttributePath path) {
        require();
        attributes.add(path);
    }

    @Override
    public void paceAttributes(long entitiesPerSecond) {
        require();
        attributes.pace(entitiesPerSecond);
    }

    @Override
    public List<IndexedAttribute> attributes() {
        require();
        return attributes.list();
    }

    @Override
    public boolean removeAttribute(AttributePath path) {
        require();
        return attributes.remove(path);
    }

    @Override
    public void clear() {
        require();
        projector.clear();
    }

    @Override
    public void close() {
        attributes.close();
        projector.close();
    }

    private void require() {
        if (database.isClosed()) {
            throw new StorageException("the index " + uri + " is closed");
        }
    }
}
