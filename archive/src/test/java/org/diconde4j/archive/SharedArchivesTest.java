package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.archive.Objects.bytes;
import static org.diconde4j.archive.Objects.image;
import static org.diconde4j.archive.Objects.object;
import static org.diconde4j.archive.Objects.stream;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.diconde4j.archive.StoreResult.Outcome;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two archives on one store and one index, as two nodes of a cluster have them. */
class SharedArchivesTest {
    private static final URI MEMORY = URI.create("memory:shared");

    private final ObjectStore objects = StorageProviders.openObjects(MEMORY, OpenOptions.defaults());
    private final Index index = StorageProviders.openIndex(MEMORY, OpenOptions.defaults());
    private final AtomicBoolean blind = new AtomicBoolean();
    private final Archive one = node();
    private final Archive two = node();

    private Archive node() {
        return Archive.builder()
                .objects(shared(ObjectStore.class, objects))
                .index(shared(Index.class, index))
                .records(MEMORY)
                .open();
    }

    /** The same thing, said to be shared, and not closed with one of its users. */
    private <T> T shared(Class<T> type, T target) {
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("shared")) {
                        return true;
                    }
                    if (method.getName().equals("close")
                            || (method.getName().equals("instance") && blind.compareAndSet(true, false))) {
                        return null;
                    }
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return type.cast(proxy);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        index.close();
        objects.close();
    }

    private static StoreResult store(Archive archive, int study) throws IOException {
        byte[] file = bytes(
                object(image(study, 1, 1).set(Tag.SOPInstanceUID, "1.2.3.4.5.6").build()));
        return archive.store(stream(file), Source.api());
    }

    @Test
    void what_one_node_stored_the_other_finds_and_knows() throws IOException {
        assertThat(store(one, 1).outcome()).isEqualTo(Outcome.STORED);
        assertThat(two.find().instances().list()).hasSize(1);
        assertThat(store(two, 1).outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(store(two, 2).outcome()).isEqualTo(Outcome.QUARANTINED);
    }

    @Test
    void of_two_nodes_that_get_the_same_uid_at_once_the_second_sets_its_object_aside() throws IOException {
        StoreResult first = store(one, 1);
        blind.set(true); // the second asks before the first has stored
        StoreResult second = store(two, 2);

        assertThat(first.outcome()).isEqualTo(Outcome.STORED);
        assertThat(second.outcome()).isEqualTo(Outcome.QUARANTINED);
        assertThat(one.counts()).isEqualTo(two.counts());
        assertThat(one.counts().instances()).isEqualTo(1);
        assertThat(one.counts().studies()).isEqualTo(1);
        assertThat(one.quarantine().list()).hasSize(1).first().satisfies(entry -> {
            assertThat(entry.receipt().reason()).contains("a different data set");
            assertThat(objects.digest(entry.receipt().name()))
                    .isEqualTo(entry.receipt().file());
        });
        assertThat(objects.exists(ObjectNames.instance("1.2.3.2", "1.2.3.2.1", "1.2.3.4.5.6")))
                .isFalse();
        assertThat(objects.receipts(0).toList())
                .extracting(Receipt::kind)
                .containsExactly(
                        Receipt.Kind.STORED, Receipt.Kind.STORED, Receipt.Kind.QUARANTINED, Receipt.Kind.DELETED);
        one.verify().run(finding -> assertThat(finding).isNull());
        var before = one.counts();
        one.reindex();
        assertThat(two.counts()).isEqualTo(before);
    }

    @Test
    void what_a_dead_node_left_between_receipt_and_index_is_brought_there_by_the_others() throws Exception {
        byte[] file = bytes(object(image(7, 1, 1).build()));
        String name = ObjectNames.instance("1.2.3.7", "1.2.3.7.1", "1.2.3.7.1.1");
        try (ObjectWriter writer = objects.begin()) {
            writer.write(file);
            writer.commit(ReceiptDraft.builder(Receipt.Kind.STORED, Instant.now(), Source.api(), name)
                    .uids(UID.DigitalXRayImageStorageForPresentation, "1.2.3.7.1.1", "1.2.3.7", "1.2.3.7.1")
                    .dataset(UID.ExplicitVRLittleEndian, datasetOffset(file), null)
                    .build());
        }
        for (int i = 0; i < 500 && two.counts().instances() == 0; i++) {
            Thread.sleep(20);
        }
        assertThat(two.find().instances().list())
                .hasSize(1)
                .first()
                .satisfies(found -> assertThat(found.string(Tag.PatientID, "")).isEqualTo("SN-0001"));
    }

    /** After preamble, DICM, and File Meta Information with its group length. */
    private static long datasetOffset(byte[] file) {
        return 144
                + java.nio.ByteBuffer.wrap(file)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getInt(140);
    }
}
