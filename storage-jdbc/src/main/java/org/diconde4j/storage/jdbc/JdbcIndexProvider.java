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

/** Opens {@code h2:PATH} and {@code jdbc:h2:file:PATH}: a folder with an embedded H2 database. */
public final class JdbcIndexProvider implements IndexProvider {
    /** For {@link java.util.ServiceLoader}. */
    public JdbcIndexProvider() {}

    @Override
    public boolean supports(URI uri) {
        String text = uri.toString().toLowerCase(Locale.ROOT);
        return text.startsWith("h2:") || text.startsWith("jdbc:h2:");
    }

    @Override
    public Index open(URI uri, OpenOptions options) {
        Path folder = StorageProviders.path(uri, List.of("h2:file:", "h2:"));
        Projection projection = new Projection(options.identity());
        Database database = Database.open(folder, projection.fingerprint());
        return new JdbcIndex(uri, database, projection);
    }
}
