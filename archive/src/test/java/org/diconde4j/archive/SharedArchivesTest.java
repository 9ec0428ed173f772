package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.archive.Objects.bytes;
import static org.diconde4j.archive.Objects.image;
import static org.diconde4j.archive.Objects.object;
import static org.diconde4j.archive.Objects.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.diconde4j.archive.StoreResult.Outcome;
import org.diconde4j.archive.outbox.Destination;
import org.diconde4j.archive.outbox.Dispatch;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two archives on one store and one index, as two nodes of a cluster have them. */
class SharedArchivesTest {
    private static final Grounds GROUNDS = new Grounds("E. Weber", "test");
    private static final URI MEMORY = URI.create("memory:shared");

    private final ObjectStore objects = StorageProviders.openObjects(MEMORY, OpenOptions.defaults());
    private final Index index = StorageProviders.openIndex(MEMORY, OpenOptions.defaults());
    private final Records records = StorageProviders.openRecords(MEMORY);
    private final AtomicBoolean blind = new AtomicBoolean();
    private final Archive one = node();
    private final Archive two = node();

    private Archive node() {
        return Archive.builder()
                .objects(shared(ObjectStore.class, objects))
                .index(shared(Index.class, index))
                .records(shared(Records.class, records))
                .allowDeletion()
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
        records.close();
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

    /** An object of a study with its receipt, by a node that died before the index knew it. */
    private void leaveBehind(int study, String uid) throws IOException {
        byte[] file =
                bytes(object(image(study, 1, 1).set(Tag.SOPInstanceUID, uid).build()));
        String studyUid = "1.2.3." + study;
        String name = ObjectNames.instance(studyUid, studyUid + ".1", uid);
        try (ObjectWriter writer = objects.begin()) {
            writer.write(file);
            writer.commit(ReceiptDraft.builder(Receipt.Kind.STORED, Instant.now(), Source.api(), name)
                    .uids(UID.DigitalXRayImageStorageForPresentation, uid, studyUid, studyUid + ".1")
                    .dataset(UID.ExplicitVRLittleEndian, datasetOffset(file), null)
                    .build());
        }
    }

    @Test
    void what_a_dead_node_left_behind_an_instance_of_the_same_uid_does_not_come_to_light_when_that_is_deleted()
            throws Exception {
        InstanceRef first = one.store(object(image(1, 1, 1).build())).instance();
        assertThat(first).isNotNull();
        leaveBehind(2, first.sopInstanceUid());
        Selection both = Selection.instances(first.sopInstanceUid());
        for (int i = 0; i < 500 && index.appliedSequence() < objects.lastSequence(); i++) {
            Thread.sleep(20);
        }
        assertThat(two.amendments().delete(both, GROUNDS)).hasSize(1);
        assertThat(one.counts().instances()).isZero();
        assertThat(objects.receipts(2).toList()).extracting(Receipt::kind).containsOnly(Receipt.Kind.DELETED);
        assertThat(one.store(object(image(1, 1, 1).build())).outcome()).isEqualTo(Outcome.STORED);
        one.reindex();
        assertThat(two.counts().instances()).isEqualTo(1);
    }

    @Test
    void what_a_dead_node_left_between_receipt_and_index_is_brought_there_by_the_others() throws Exception {
        leaveBehind(7, "1.2.3.7.1.1");
        for (int i = 0; i < 500 && two.counts().instances() == 0; i++) {
            Thread.sleep(20);
        }
        assertThat(two.find().instances().list())
                .hasSize(1)
                .first()
                .satisfies(found -> assertThat(found.string(Tag.PatientID, "")).isEqualTo("SN-0001"));
    }

    private interface Change {
        boolean of(Archive node, String uid) throws IOException;
    }

    /** Does one thing at one node and another at the other, to the same instances in the same order, and counts what was done. */
    private List<Integer> atOnce(List<String> uids, Change atOne, Change atTwo) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Integer> first = threads.submit(() -> count(one, uids, atOne));
            Future<Integer> second = threads.submit(() -> count(two, uids, atTwo));
            return List.of(first.get(60, TimeUnit.SECONDS), second.get(60, TimeUnit.SECONDS));
        } finally {
            threads.shutdownNow();
        }
    }

    private static int count(Archive node, List<String> uids, Change change) throws IOException {
        int done = 0;
        for (String uid : uids) {
            done += change.of(node, uid) ? 1 : 0;
        }
        return done;
    }

    private List<String> stored(int study, int instances) throws IOException {
        List<String> uids = new ArrayList<>();
        for (int i = 1; i <= instances; i++) {
            uids.add(one.store(object(image(study, 1, i).build())).instance().sopInstanceUid());
        }
        return uids;
    }

    private static Change correction(int tag, String value) {
        Dataset attributes = Dataset.builder().set(tag, value).build();
        return (node, uid) -> node.amendments().correct(uid, attributes, GROUNDS) != null;
    }

    private static boolean delete(Archive node, String uid) {
        return !node.amendments().delete(Selection.instances(uid), GROUNDS).isEmpty();
    }

    @Test
    void what_both_correct_at_once_holds_both_corrections() throws Exception {
        List<String> uids = stored(1, 50);
        assertThat(atOnce(uids, correction(Tag.ImageComments, "by one"), correction(Tag.AcquisitionComments, "by two")))
                .containsExactly(50, 50);
        assertThat(one.find().instances().list()).hasSize(50).allSatisfy(said -> {
            assertThat(said.string(Tag.ImageComments, "")).isEqualTo("by one");
            assertThat(said.string(Tag.AcquisitionComments, "")).isEqualTo("by two");
        });
        assertThat(uids)
                .allSatisfy(uid -> assertThat(one.amendments().versions(uid)).hasSizeBetween(3, 4));
    }

    @Test
    void what_one_moves_while_the_other_corrects_it_is_moved_and_corrected() throws Exception {
        List<String> uids = stored(1, 50);
        Dataset component = Dataset.builder().set(Tag.PatientID, "SN-0002").build();
        atOnce(
                uids,
                correction(Tag.ImageComments, "by one"),
                (node, uid) -> !node.amendments()
                        .reassign(Selection.instances(uid), component, GROUNDS)
                        .isEmpty());
        assertThat(one.find().instances().list()).hasSize(50).allSatisfy(said -> {
            assertThat(said.string(Tag.ImageComments, "")).isEqualTo("by one");
            assertThat(said.string(Tag.PatientID, "")).isEqualTo("SN-0002");
        });
        assertThat(one.counts().components()).isOne();
    }

    @Test
    void what_one_deletes_while_the_other_corrects_or_deletes_it_is_gone_with_every_version() throws Exception {
        List<String> uids = stored(1, 50);
        List<Integer> done = atOnce(uids, SharedArchivesTest::delete, correction(Tag.ImageComments, "by two"));
        assertThat(done.get(0)).isEqualTo(50);
        List<String> others = stored(2, 50);
        done = atOnce(others, SharedArchivesTest::delete, SharedArchivesTest::delete);
        assertThat(done.get(0) + done.get(1)).isBetween(50, 100);
        assertThat(one.counts().instances()).isZero();
        assertThat(objects.receipts(0).toList())
                .filteredOn(Receipt::carriesBytes)
                .noneMatch(receipt -> objects.exists(receipt.name()));
        one.reindex();
        assertThat(two.counts().instances()).isZero();
        assertThat(store(two, 1).outcome()).isEqualTo(Outcome.STORED);
    }

    @Test
    void an_outbox_that_both_empty_sends_each_object_once_and_goes_on_when_one_of_them_ends() throws Exception {
        List<String> received = Collections.synchronizedList(new ArrayList<>());
        try (DimseServer keeper = DimseServer.builder()
                .aeTitle("KEEPER")
                .stores((request, in) -> {
                    received.add(request.sopInstanceUid());
                    in.transferTo(OutputStream.nullOutputStream());
                    return StoreOutcome.success();
                })
                .start()) {
            Destination destination = Destination.of(new Peer("KEEPER", "127.0.0.1", keeper.port()));
            one.outbox().destination(destination);
            try (Dispatch second = two.outbox().dispatch().start()) {
                try (Dispatch first = one.outbox().dispatch().start()) {
                    for (int i = 1; i <= 20; i++) {
                        Archive node = i % 2 == 0 ? one : two;
                        node.outbox()
                                .add(
                                        "KEEPER",
                                        node.store(object(image(1, 1, i).build()))
                                                .instance());
                    }
                    assertThat(first.awaitEmpty(Duration.ofSeconds(30))).isTrue();
                }
                one.outbox()
                        .add(
                                "KEEPER",
                                one.store(object(image(1, 1, 21).build())).instance());
                assertThat(second.awaitEmpty(Duration.ofSeconds(30))).isTrue();
            }
        }
        assertThat(received).hasSize(21).doesNotHaveDuplicates();
    }

    /** After preamble, DICM, and File Meta Information with its group length. */
    private static long datasetOffset(byte[] file) {
        return 144
                + java.nio.ByteBuffer.wrap(file)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getInt(140);
    }
}
