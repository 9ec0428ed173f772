package org.diconde4j.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.PersistenceUnitTransactionType;
import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.ValidationMode;

/** Jakarta Persistence without what an index does not need and boot would pay for: metadata look-ups, validation, proxies, JMX. */
final class Persistence {
    private Persistence() {}

    static EntityManagerFactory boot(HikariDataSource source) {
        return new PersistenceConfiguration("diconde4j-index")
                .provider("org.hibernate.jpa.HibernatePersistenceProvider")
                .transactionType(PersistenceUnitTransactionType.RESOURCE_LOCAL)
                .sharedCacheMode(SharedCacheMode.NONE)
                .validationMode(ValidationMode.NONE)
                .managedClass(ComponentRow.class)
                .managedClass(StudyRow.class)
                .managedClass(SeriesRow.class)
                .managedClass(InstanceRow.class)
                .managedClass(QuarantineRow.class)
                .managedClass(StateRow.class)
                .property("jakarta.persistence.nonJtaDataSource", source)
                .property("hibernate.dialect", "org.hibernate.dialect.H2Dialect")
                .property("hibernate.boot.allow_jdbc_metadata_access", false)
                .property("hibernate.bytecode.provider", "none")
                .property("hibernate.hbm2ddl.auto", "none")
                .property("hibernate.jdbc.batch_size", 100)
                .property("hibernate.order_inserts", true)
                .property("hibernate.order_updates", true)
                .property("hibernate.xml_mapping_enabled", false)
                .createEntityManagerFactory();
    }
}
