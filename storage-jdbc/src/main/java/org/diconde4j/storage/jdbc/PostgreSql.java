package org.diconde4j.storage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.diconde4j.storage.StorageException;

/**
 * A schema of a PostgreSQL database, which several processes may have open. The password goes to the driver and nowhere else. Without
 * one the driver looks into the file that {@code PGPASSFILE} names, or {@code .pgpass}.
 */
final class PostgreSql implements Dialect {
    private static final String DEFAULT_SCHEMA = "diconde4j";
    private static final Set<String> OURS = Set.of("schema", "currentSchema", "user", "password");

    /** Parameters of the driver that are secrets, or lead to them. */
    private static final Set<String> SECRET = Set.of("password", "sslpassword");

    private final URI uri;
    private final String hostAndDatabase;
    private final String schema;
    private final Map<String, String> parameters;

    private PostgreSql(URI uri, String hostAndDatabase, String schema, Map<String, String> parameters) {
        this.uri = uri;
        this.hostAndDatabase = hostAndDatabase;
        this.schema = schema;
        this.parameters = parameters;
    }

    static boolean supports(URI uri) {
        String text = uri.toString().toLowerCase(Locale.ROOT);
        return text.startsWith("postgresql:") || text.startsWith("jdbc:postgresql:");
    }

    /** Reads {@code [jdbc:]postgresql://user:password@host:port/database?schema=…}; other parameters go to the driver. */
    static PostgreSql at(URI uri) {
        String text = uri.toString();
        String rest = text.substring(text.toLowerCase(Locale.ROOT).indexOf("postgresql:") + "postgresql:".length());
        int question = rest.indexOf('?');
        String head = question < 0 ? rest : rest.substring(0, question);
        Map<String, String> parameters = parameters(question < 0 ? "" : rest.substring(question + 1));
        int at = head.lastIndexOf('@');
        String target = at < 0 ? head : "//" + head.substring(at + 1);
        if (!target.matches("//[^/]+/[^/]+") || (at >= 0 && !head.startsWith("//"))) {
            throw new StorageException(
                    "the URI of a PostgreSQL database is not complete; expected postgresql://USER@HOST:PORT/DATABASE,"
                            + " found postgresql:" + target);
        }
        if (at >= 0) {
            String[] user = head.substring(2, at).split(":", 2);
            parameters.put("user", decode(user[0]));
            if (user.length == 2) {
                parameters.put("password", decode(user[1]));
            }
        }
        String schema = parameters.getOrDefault("schema", parameters.getOrDefault("currentSchema", DEFAULT_SCHEMA));
        if (!schema.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new StorageException(
                    "the schema of a PostgreSQL index has a name of lower-case letters, digits and _,"
                            + " 63 characters at most, found " + schema);
        }
        return new PostgreSql(withoutSecrets(target, parameters), target, schema, parameters);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : query.split("&")) {
            String[] pair = part.split("=", 2);
            if (pair.length == 2) {
                parameters.put(decode(pair[0]), decode(pair[1]));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static URI withoutSecrets(String target, Map<String, String> parameters) {
        List<String> query = new ArrayList<>();
        parameters.forEach((name, value) -> {
            if (!name.equals("user") && !SECRET.contains(name)) {
                query.add(encode(name) + "=" + encode(value));
            }
        });
        String user = parameters.containsKey("user") ? encode(parameters.get("user")) + "@" : "";
        return URI.create(
                "postgresql://" + user + target.substring(2) + (query.isEmpty() ? "" : "?" + String.join("&", query)));
    }

    /** The URI without its password. */
    URI uri() {
        return uri;
    }

    @Override
    public String place() {
        return "schema " + schema + " of postgresql:" + hostAndDatabase;
    }

    @Override
    public String remedy() {
        return "see that the server runs and lets this user in";
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public void configure(HikariConfig config) {
        config.setDriverClassName("org.postgresql.Driver");
        config.setJdbcUrl("jdbc:postgresql:" + hostAndDatabase);
        config.setUsername(parameters.get("user"));
        config.setPassword(parameters.get("password"));
        Map<String, String> driver = new LinkedHashMap<>(Map.of(
                "ApplicationName", "diconde4j",
                "connectTimeout", "10",
                "loginTimeout", "10",
                "socketTimeout", "300", // seconds: above what any statement may take
                "tcpKeepAlive", "true",
                "reWriteBatchedInserts", "true"));
        parameters.forEach((name, value) -> {
            if (!OURS.contains(name)) {
                driver.put(name, value);
            }
        });
        driver.put("currentSchema", schema);
        driver.forEach(config::addDataSourceProperty);
        // Nobody waits for ever, and a node that hangs in the middle of a transaction loses it, so that others go on.
        config.setConnectionInitSql(
                "set lock_timeout = '30s'; set statement_timeout = '280s';"
                        + " set idle_in_transaction_session_timeout = '60s'; set synchronous_commit = on;"
                        // Which plan is right depends on the values: of one inspector there are few studies, of a date
                        // all.
                        + " set plan_cache_mode = force_custom_plan;"
                        // Unless its owner knows better: by default the planner takes disks to turn, and reads all
                        // studies
                        // rather than look some hundred of them up.
                        + " select set_config('random_page_cost', '1.1', false) where current_setting('random_page_cost') = '4'");
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        config.setKeepaliveTime(Duration.ofMinutes(1).toMillis());
        config.setInitializationFailTimeout(1);
    }

    @Override
    public String migrations() {
        return "postgresql";
    }

    @Override
    public String schema() {
        return schema;
    }

    @Override
    public Map<String, Object> persistence() {
        return Map.of(
                "jakarta.persistence.database-product-name", "PostgreSQL",
                "jakarta.persistence.database-major-version", 14,
                "jakarta.persistence.database-minor-version", 0);
    }

    @Override
    public Set<String> tables(Statement statement) throws SQLException {
        Set<String> tables = new TreeSet<>();
        // Not the information schema, which does not tell what this user has no rights to.
        try (var rows = statement.executeQuery("select c.relname from pg_catalog.pg_class c"
                + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
                + " where n.nspname = '" + schema + "' and c.relkind in ('r', 'p', 'v', 'm', 'f')")) {
            while (rows.next()) {
                tables.add(rows.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        return tables;
    }

    @Override
    public void removeLeftOvers(Statement statement) {
        // A migration is one transaction here.
    }

    @Override
    public void shutDown(HikariDataSource source) {
        source.close();
    }

    @Override
    public void close() {}
}
