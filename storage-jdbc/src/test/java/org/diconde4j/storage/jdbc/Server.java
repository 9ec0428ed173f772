package org.diconde4j.storage.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.diconde4j.storage.Digest;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL, one for all tests of the module; a folder of a test stands for a schema of its own. */
final class Server {
    private static @Nullable EmbeddedPostgres shared;

    private Server() {}

    static synchronized EmbeddedPostgres shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    static EmbeddedPostgres start() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(
                platform.equals("Linux amd64"),
                "does not apply: there is no PostgreSQL for " + platform + " among the dependencies");
        try {
            return settings().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a server runs that keeps its promises, which is not what the builder begins with. */
    static EmbeddedPostgres.Builder settings() {
        return EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200");
    }

    static URI uri(Path folder) {
        return uri(shared(), schema(folder));
    }

    static URI uri(EmbeddedPostgres server, String schema) {
        return URI.create(
                "postgresql://postgres:postgres@localhost:" + server.getPort() + "/postgres?schema=" + schema);
    }

    static String schema(Path folder) {
        return "t_"
                + Digest.of(folder.toString().getBytes(StandardCharsets.UTF_8))
                        .hex()
                        .substring(0, 16);
    }

    static void sql(String... statements) throws SQLException {
        try (Connection connection = shared().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
