package org.diconde4j.storage.jdbc;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexProvider;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.StorageProviders;

/**
 * Opens {@code h2:PATH} and {@code jdbc:h2:file:PATH}: a folder with an embedded H2 database; and {@code
 * postgresql://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME} and the same after {@code jdbc:}: a schema of a PostgreSQL database.
 */
public final class JdbcIndexProvider implements IndexProvider {
    /** For {@link java.util.ServiceLoader}. */
    public JdbcIndexProvider() {}

    @Override
    public boolean supports(URI uri) {
        return isH2(uri) || PostgreSql.supports(uri);
    }

    static boolean isH2(URI uri) {
        String text = uri.toString().toLowerCase(Locale.ROOT);
        return text.startsWith("h2:") || text.startsWith("jdbc:h2:");
    }

    @Override
    public Index open(URI uri, OpenOptions options) {
        Projection projection = new Projection(options.identity());
        if (PostgreSql.supports(uri)) {
            PostgreSql postgres = PostgreSql.at(uri);
            return new JdbcIndex(postgres.uri(), Database.open(postgres, projection.fingerprint()), projection);
        }
        Path folder = StorageProviders.path(uri, List.of("h2:file:", "h2:"));
        return new JdbcIndex(uri, Database.open(H2.in(folder), projection.fingerprint()), projection);
    }
}
