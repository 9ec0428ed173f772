package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.junit.jupiter.api.Test;

/** The part of {@link ObjectStoreContract} that is about names, which are given once. */
abstract class ObjectNamesContract extends StoredBytesContract {
    @Test
    void never_overwrites_a_name() throws IOException {
        ObjectStore store = store();
        byte[] first = Samples.bytes(100, 6);
        String name = put(store, Samples.draft(1, 1, 1), first).name();
        assertThatThrownBy(() -> put(store, Samples.draft(1, 1, 1), Samples.bytes(100, 7)))
                .isInstanceOf(NameTakenException.class)
                .hasMessageContaining(name);
        assertThat(get(store, name)).isEqualTo(first);
        assertThat(store.receipts(0).toList()).hasSize(1);
    }

    @Test
    void lets_an_object_whose_name_is_taken_be_read_back_and_committed_under_another() throws IOException {
        ObjectStore store = store();
        put(store, Samples.draft(1, 1, 1), Samples.bytes(100, 6));
        for (int size : List.of(0, 500, 200_001)) {
            byte[] bytes = Samples.bytes(size, 7);
            try (ObjectWriter writer = store.begin();
                    ObjectWriter copy = store.begin()) {
                writer.write(bytes, 0, size);
                assertThatThrownBy(() -> writer.commit(Samples.draft(1, 1, 1))).isInstanceOf(NameTakenException.class);
                assertThatIllegalStateException().isThrownBy(() -> writer.commit(Samples.draft(1, 2, size)));
                try (InputStream in = writer.readBack(size / 3, Long.MAX_VALUE)) {
                    assertThat(in.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(bytes, size / 3, size));
                }
                try (InputStream in = writer.readBack(0, Long.MAX_VALUE)) {
                    in.transferTo(copy);
                }
                assertThat(get(store, copy.commit(Samples.draft(1, 2, size)).name()))
                        .isEqualTo(bytes);
                writer.close();
                assertThatIllegalStateException().isThrownBy(() -> writer.readBack(0, 1));
            }
        }
        assertThat(store.receipts(0).toList()).hasSize(4);
    }

    @Test
    void refuses_names_that_could_leave_the_store() {
        ObjectStore store = store();
        for (String name : List.of("../x.dcm", "studies/../x", "/etc/passwd", "studies/A", "studies/a\\b", "studies")) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> store.exists(name));
        }
    }

    @Test
    void lets_exactly_one_of_many_threads_take_a_name() throws Exception {
        ObjectStore store = store();
        List<Receipt> won = new ArrayList<>();
        List<Throwable> lost = new ArrayList<>();
        together(store, (thread, round) -> {
            byte[] bytes = Samples.bytes(500, thread);
            try {
                Receipt receipt = put(store, Samples.draft(1, 1, round), bytes);
                synchronized (won) {
                    won.add(receipt);
                }
                assertThat(get(store, receipt.name())).isEqualTo(bytes);
            } catch (NameTakenException e) {
                synchronized (lost) {
                    lost.add(e);
                }
            }
        });
        assertThat(won).hasSize(20).doesNotHaveDuplicates();
        assertThat(lost).hasSize(20 * (THREADS - 1));
        assertThat(store.receipts(0).toList()).containsExactlyInAnyOrderElementsOf(won);
        for (Receipt receipt : won) {
            assertThat(store.digest(receipt.name())).isEqualTo(receipt.file());
        }
    }
}
