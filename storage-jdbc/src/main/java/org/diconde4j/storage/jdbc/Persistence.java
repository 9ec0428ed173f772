package org.diconde4j.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;

/**
 * Boots Hibernate as the provider of Jakarta Persistence, without what an index does not need and boot would pay for: look-ups in
 * the database, validation, and the byte code provider. Only Hibernate's own way of booting can leave out the last, which is a
 * fifth of it; this class is the only one that knows Hibernate.
 */
final class Persistence {
    private static final List<Class<?>> ENTITIES = List.of(
            ComponentRow.class,
            StudyRow.class,
            SeriesRow.class,
            InstanceRow.class,
            VersionRow.class,
            DeletedRow.class,
            QuarantineRow.class,
            StateRow.class);

    private Persistence() {}

    static EntityManagerFactory boot(HikariDataSource source, Map<String, Object> database) {
        Map<String, Object> settings = new HashMap<>(database);
        settings.put("jakarta.persistence.nonJtaDataSource", source);
        settings.put("jakarta.persistence.sharedCache.mode", "NONE");
        settings.put("jakarta.persistence.validation.mode", "NONE");
        settings.put(
                "hibernate.transaction.jta.platform",
                "org.hibernate.engine.transaction.jta.platform.internal.NoJtaPlatform");
        settings.put("hibernate.boot.allow_jdbc_metadata_access", false);
        settings.put("hibernate.hbm2ddl.auto", "none");
        settings.put("hibernate.jdbc.batch_size", 500);
        settings.put("hibernate.order_inserts", true);
        settings.put("hibernate.order_updates", true);
        settings.put("hibernate.xml_mapping_enabled", false);
        StandardServiceRegistry registry = new StandardServiceRegistryBuilder(new BootstrapServiceRegistryBuilder()
                        .applyClassLoader(Persistence.class.getClassLoader())
                        .enableAutoClose()
                        .build())
                .applySettings(settings)
                .addService(BytecodeProvider.class, new BytecodeProviderImpl())
                .enableAutoClose()
                .build();
        try {
            MetadataSources sources = new MetadataSources(registry);
            ENTITIES.forEach(sources::addAnnotatedClass);
            return sources.buildMetadata().buildSessionFactory();
        } catch (RuntimeException e) {
            StandardServiceRegistryBuilder.destroy(registry);
            throw e;
        }
    }
}
