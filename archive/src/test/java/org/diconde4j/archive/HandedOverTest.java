package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.Test;

class HandedOverTest {
    @Test
    void what_is_handed_over_open_is_used_and_closed_with_the_archive() throws IOException {
        URI uri = URI.create("memory:handed-over");
        ObjectStore objects = StorageProviders.openObjects(uri, OpenOptions.defaults());
        Index index = StorageProviders.openIndex(uri, OpenOptions.defaults());
        Records records = StorageProviders.openRecords(uri);
        try (Archive archive =
                Archive.builder().objects(objects).index(index).records(records).open()) {
            assertThat(archive.store(Objects.object(Objects.image(1, 1, 1).build()))
                            .outcome())
                    .isEqualTo(StoreResult.Outcome.STORED);
            assertThat(objects.lastSequence()).isEqualTo(1);
            assertThat(archive.counts().instances()).isEqualTo(1);
            assertThat(index.counts().instances()).isEqualTo(1);
            assertThat(records.count("worklist")).isZero();
        }
        assertThatThrownBy(objects::begin).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> records.count("worklist")).isInstanceOf(StorageException.class);
    }
}
