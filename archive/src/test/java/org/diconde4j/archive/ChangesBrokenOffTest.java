package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.archive.Objects.bytes;
import static org.diconde4j.archive.Objects.image;
import static org.diconde4j.archive.Objects.object;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.diconde4j.archive.StoreResult.Outcome;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes to what is kept that fail or are killed half-way, or happen while the index is rebuilt. */
@Timeout(60)
class ChangesBrokenOffTest {
    private static final Grounds GROUNDS = new Grounds("J. Doe, level 3", "not ours");
    private static final Dataset COMMENTS =
            Dataset.builder().set(Tag.ImageComments, "heat 4711").build();
    private static final String ONE = "1.2.3.1.1.1";

    @TempDir
    Path folder;

    /** Outlives the archives that are opened with it, as one on a disk does. */
    private final Index memory = StorageProviders.openIndex(URI.create("memory:broken-off"), OpenOptions.defaults());

    private Call beforeObjects = (method, argument) -> {};
    private Call beforeIndex = (method, argument) -> {};
    private Call afterIndex = (method, argument) -> {};
    private Archive archive;

    private interface Call {
        void of(String method, Object argument) throws Exception;
    }

    @BeforeEach
    void begin() {
        archive = open();
    }

    private Archive open() {
        URI uri = StorageProviders.uri("fs", folder.resolve("objects"));
        ObjectStore objects = StorageProviders.openObjects(uri, OpenOptions.defaults());
        return Archive.builder()
                .objects(watched(ObjectStore.class, objects, (m, a) -> beforeObjects.of(m, a), (m, a) -> {}))
                .index(watched(Index.class, memory, (m, a) -> beforeIndex.of(m, a), (m, a) -> afterIndex.of(m, a)))
                .allowDeletion()
                .open();
    }

    private <T> T watched(Class<T> type, T inner, Call before, Call after) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (inner == memory && method.getName().equals("close")) {
                        return null;
                    }
                    Object argument = arguments == null ? "" : arguments[0];
                    before.of(method.getName(), argument);
                    try {
                        Object result = method.invoke(inner, arguments);
                        after.of(method.getName(), argument);
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private void openAgain() {
        archive.close();
        beforeObjects = (method, argument) -> {};
        beforeIndex = (method, argument) -> {};
        archive = open();
    }

    @AfterEach
    void close() {
        archive.close();
        memory.close();
    }

    private static DicomObject again() {
        return object(image(1, 1, 1).set(Tag.ImageComments, "new exposure").build());
    }

    private void deleteOne() {
        archive.amendments().delete(Selection.instances(ONE), GROUNDS);
    }

    /** The files of objects there are, whatever the index says. */
    private List<Path> files() throws IOException {
        try (var files = Files.walk(folder.resolve("objects/studies"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private void assertOnlyAgainIsThere() throws IOException {
        assertThat(archive.retrieve("1.2.3.1").objects()).hasSize(1);
        archive.retrieve("1.2.3.1")
                .forEach((instance, file) -> assertThat(file.readAllBytes()).isEqualTo(bytes(again())));
        Verification.Report report =
                archive.verify().run(finding -> assertThat(finding).isNull());
        assertThat(report.verified()).isOne();
    }

    @Test
    void what_is_stored_again_while_the_index_is_rebuilt_is_kept_and_nothing_is_changed_then() throws Exception {
        archive.store(object(image(1, 1, 1).build()));
        archive.store(object(image(1, 1, 2).build()));
        archive.amendments().delete(Selection.studies("1.2.3.1"), GROUNDS);
        AtomicInteger times = new AtomicInteger();
        afterIndex = (method, argument) -> {
            if (method.equals("clear") && times.incrementAndGet() == 1) {
                assertThat(archive.store(again()).outcome()).isEqualTo(Outcome.STORED);
                assertThatThrownBy(this::deleteNow)
                        .isInstanceOf(StorageException.class)
                        .hasMessageContainingAll("is being rebuilt", "try again");
                assertThatThrownBy(() -> archive.amendments().correct(ONE, COMMENTS, GROUNDS))
                        .isInstanceOf(StorageException.class)
                        .hasMessageContainingAll("is being rebuilt", "try again");
            }
        };
        archive.reindex();
        assertThat(times).hasValue(1);
        assertOnlyAgainIsThere();
        assertThat(archive.amendments().correct(ONE, COMMENTS, GROUNDS)).isNotNull();
        deleteOne();
        assertThat(archive.counts().instances()).isZero();
    }

    private void deleteNow() {
        archive.amendments().delete(Selection.instances(ONE), GROUNDS);
    }

    @Test
    void a_deletion_of_several_versions_that_was_killed_is_finished_by_the_next_opening() throws Exception {
        archive.store(object(image(1, 1, 1).build()));
        archive.amendments().correct(ONE, COMMENTS, GROUNDS);
        AtomicInteger deletions = new AtomicInteger();
        beforeObjects = (method, argument) -> {
            if (argument instanceof ReceiptDraft draft
                    && draft.kind() == Receipt.Kind.DELETED
                    && deletions.incrementAndGet() == 2) {
                throw new StorageException("killed by the test");
            }
        };
        assertThatThrownBy(this::deleteOne).hasMessageContaining("killed by the test");
        openAgain();
        assertThat(archive.counts().instances()).isZero();
        assertThat(archive.amendments().history(ONE))
                .extracting(Receipt::kind)
                .containsExactly(
                        Receipt.Kind.STORED, Receipt.Kind.CORRECTED, Receipt.Kind.DELETED, Receipt.Kind.DELETED);
        openAgain();
        assertThat(files()).isEmpty();
        assertThat(archive.store(again()).outcome()).isEqualTo(Outcome.STORED);
        assertOnlyAgainIsThere();
    }

    @Test
    void bytes_that_cannot_be_removed_are_told_and_the_instance_is_deleted_all_the_same() throws Exception {
        archive.store(object(image(1, 1, 1).build()));
        beforeObjects = (method, argument) -> {
            if (method.equals("remove")) {
                throw new StorageException("no permission, says the test");
            }
        };
        assertThatThrownBy(this::deleteOne)
                .isInstanceOf(StorageException.class)
                .hasMessageContainingAll("DELETED by receipt 2", "still there", "no permission", "reindex");
        assertThat(archive.counts().instances()).isZero();
        assertThat(archive.store(again()).outcome()).isEqualTo(Outcome.STORED);
        assertThat(archive.changes().after(archive.changes().beginning(), 10).events())
                .hasSize(3);
        archive.reindex();
        assertThat(archive.counts().instances())
                .as("it is no matter for the index")
                .isOne();

        beforeObjects = (method, argument) -> {};
        archive.reindex();
        assertOnlyAgainIsThere();
        openAgain();
        assertThat(files()).hasSize(1);
    }

    @Test
    void a_deletion_that_the_index_did_not_take_is_made_up_for_as_soon_as_it_works() throws Exception {
        archive.store(object(image(1, 1, 1).build()));
        archive.counts();
        AtomicInteger failures = new AtomicInteger();
        beforeIndex = (method, argument) -> {
            if (method.equals("apply")
                    && argument instanceof List<?> entries
                    && entries.stream().anyMatch(e -> ((IndexEntry) e).receipt().kind() == Receipt.Kind.DELETED)
                    && failures.incrementAndGet() <= 2) {
                throw new StorageException("the test's database is away");
            }
        };
        assertThatThrownBy(this::deleteOne).hasMessageContaining("the test's database is away");
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (archive.counts().instances() > 0 && Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
        assertThat(archive.counts().instances()).isZero();
        assertThat(archive.store(again()).outcome()).isEqualTo(Outcome.STORED);
        assertOnlyAgainIsThere();
    }

    @Test
    void no_correction_is_made_of_a_damaged_object_but_a_whole_one_can_take_its_place() throws Exception {
        archive.store(object(image(1, 1, 1).build()));
        archive.close();
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 100] ^= 1;
        Files.write(file, bytes);
        archive = open();

        assertThatThrownBy(() -> archive.amendments().correct(ONE, COMMENTS, GROUNDS))
                .isInstanceOf(StorageException.class)
                .hasMessageContainingAll("is damaged", "repair");
        assertThat(archive.amendments().versions(ONE)).hasSize(1);

        InstanceRef whole = archive.amendments().correct(again(), GROUNDS);
        assertThat(whole).isNotNull();
        archive.retrieve("1.2.3.1")
                .forEach((instance, in) -> assertThat(in.readAllBytes()).isEqualTo(bytes(again())));
    }
}
