package org.diconde4j.storage.jdbc;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.diconde4j.storage.Level;

/**
 * What studies and series hold of the rows above them, so that an index has the studies of a material in the order of arrival, or those with
 * series of an inspector. Whoever changes a component or a study tells it here; what is copied is what they say in the end.
 */
final class Copies {
    private final Set<Long> components = new HashSet<>();
    private final Set<Long> studies = new HashSet<>();

    void changed(Level level, long id) {
        switch (level) {
            case COMPONENT -> components.add(id);
            case STUDY -> studies.add(id);
            case SERIES, INSTANCE -> {}
        }
    }

    /** Copies after what has changed was flushed, and nothing below it is in the session any more. */
    void flush(EntityManager em) {
        if (!components.isEmpty() || !studies.isEmpty()) {
            em.<Connection>runWithConnection(connection -> {
                copy(
                        connection,
                        "update study set (material, issuer) ="
                                + " (select c.material, c.issuer from component c where c.id = study.component)"
                                + " where component = ?",
                        components);
                copy(
                        connection,
                        "update series set study_first ="
                                + " (select s.first_sequence from study s where s.id = series.study) where study = ?",
                        studies);
            });
            components.clear();
            studies.clear();
        }
    }

    private static void copy(Connection connection, String sql, Set<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (long id : ids) {
                statement.setLong(1, id);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
