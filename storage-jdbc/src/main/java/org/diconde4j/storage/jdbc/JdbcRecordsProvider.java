package org.diconde4j.storage.jdbc;

import java.net.URI;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.RecordsProvider;
import org.diconde4j.storage.StorageException;

/**
 * Opens {@code postgresql://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME} and the same after {@code jdbc:}: a schema of a PostgreSQL
 * database, which may be that of an index. Records in H2 are refused, as H2 does not sync what it commits.
 */
public final class JdbcRecordsProvider implements RecordsProvider {
    /** For {@link java.util.ServiceLoader}. */
    public JdbcRecordsProvider() {}

    @Override
    public boolean supports(URI uri) {
        return JdbcIndexProvider.isH2(uri) || PostgreSql.supports(uri);
    }

    @Override
    public Records open(URI uri) {
        if (!PostgreSql.supports(uri)) {
            throw new StorageException(
                    "records can't be kept in " + uri + ": H2 does not sync each commit, so that a loss of"
                            + " power could take what was promised; use fs:PATH or postgresql://…");
        }
        return JdbcRecords.open(PostgreSql.at(uri));
    }
}
