package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoreLockedException;
import org.junit.jupiter.api.Test;

/** What {@link ObjectStore} promises. A provider subclasses this and says how its store is opened. The parts are in the classes above. */
public abstract class ObjectStoreContract extends CopiesContract {
    /** For subclasses. */
    protected ObjectStoreContract() {}

    @Test
    void tells_how_much_room_there_is_if_it_can() {
        ObjectStore store = store();
        store.space().ifPresent(space -> {
            assertThat(space.total()).isPositive();
            assertThat(space.usable()).isBetween(1L, space.total());
        });
    }

    @Test
    void has_everything_after_opening_again() throws IOException {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(70_000, 8);
        Receipt one = put(store, Samples.draft(1, 1, 1), bytes);
        Receipt two = put(store, Samples.quarantined("q", "why"), new byte[1]);
        store = reopened(store);
        assertThat(store.receipts(0).toList()).containsExactly(one, two);
        assertThat(store.lastSequence()).isEqualTo(2);
        assertThat(get(store, one.name())).isEqualTo(bytes);
        assertThat(put(store, Samples.draft(1, 1, 2), bytes).sequence()).isEqualTo(3);
        assertThat(store.findings()).isEmpty();
    }

    @Test
    void refuses_to_be_opened_twice_and_names_the_holder() {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        ObjectStore store = store();
        assumeTrue(!store.shared(), "does not apply: several may have the store open");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> open(directory))
                    .isInstanceOf(StoreLockedException.class)
                    .hasMessageContaining("pid=" + ProcessHandle.current().pid())
                    .hasMessageContaining("host=")
                    .hasMessageContaining("since=");
        }
        put(store, Samples.draft(1, 1, 1), new byte[1]);
        assertThat(reopened(store).lastSequence()).isEqualTo(1);
    }

    @Test
    void does_nothing_after_closing_and_may_be_closed_again() throws IOException {
        ObjectStore store = store();
        ObjectWriter writer = store.begin();
        writer.write(new byte[10]);
        store.close();
        store.close();
        assertThatThrownBy(() -> store.begin())
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> writer.commit(Samples.draft(1, 1, 1))).isInstanceOf(RuntimeException.class);
        writer.close();
        if (isDurable()) {
            assertThat(store().lastSequence()).isZero();
        }
    }

    @Test
    void keeps_what_was_acknowledged_while_it_was_being_closed() throws Exception {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        for (int round = 1; round <= 3; round++) {
            int study = round;
            ObjectStore store = store();
            Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();
            Thread closing = new Thread(() -> {
                while (acknowledged.size() < THREADS) {
                    Thread.onSpinWait();
                }
                store.close();
            });
            closing.start();
            together(store, (thread, number) -> {
                byte[] bytes = Samples.bytes(70_000, 100 * thread + number);
                Receipt receipt;
                try {
                    receipt = put(store, Samples.draft(study, thread, number), bytes);
                } catch (StorageException | IllegalStateException e) {
                    return; // not acknowledged
                }
                acknowledged.put(receipt.name(), bytes);
            });
            closing.join();
            ObjectStore again = store();
            for (Map.Entry<String, byte[]> object : acknowledged.entrySet()) {
                assertThat(get(again, object.getKey())).as(object.getKey()).isEqualTo(object.getValue());
            }
            assertThat(again.receipts(0).toList())
                    .extracting(Receipt::name)
                    .containsAll(acknowledged.keySet())
                    .allMatch(again::exists);
            again.close();
        }
    }

    @Test
    void cuts_off_a_torn_receipt_and_goes_on() throws IOException {
        Path file = receiptFile();
        ObjectStore store = store();
        Receipt one = put(store, Samples.draft(1, 1, 1), new byte[1]);
        store.close();
        String line = Files.readString(file);
        Files.writeString(file, line.substring(0, line.length() / 2), StandardOpenOption.APPEND);
        store = store();
        assertThat(store.findings()).hasSize(1).first().asString().contains("cut off");
        assertThat(store.receipts(0).toList()).containsExactly(one);
        assertThat(store.lastSequence())
                .as("the number of the torn one is not given again")
                .isEqualTo(2);
        Receipt three = put(store, Samples.draft(1, 1, 3), new byte[1]);
        assertThat(three.sequence()).isEqualTo(3);
        store = reopened(store);
        assertThat(store.receipts(0).toList()).containsExactly(one, three);
        assertThat(store.findings()).isEmpty();
    }

    @Test
    void survives_a_receipt_file_that_was_cut_at_any_byte() throws IOException {
        Path file = receiptFile();
        ObjectStore store = store();
        for (int i = 1; i <= 3; i++) {
            put(store, Samples.draft(1, 1, i), new byte[i]);
        }
        store.close();
        byte[] whole = Files.readAllBytes(file);
        for (int length = whole.length; length >= 0; length -= 41) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            ObjectStore cut = store();
            int lines = 0;
            for (int i = 0; i < length; i++) {
                lines += whole[i] == '\n' ? 1 : 0;
            }
            assertThat(cut.receipts(0).toList()).as("cut at byte %s", length).hasSize(lines);
            cut.close();
        }
    }

    @Test
    void passes_over_a_damaged_receipt_and_reports_it() throws IOException {
        Path file = receiptFile();
        ObjectStore store = store();
        Receipt one = put(store, Samples.draft(1, 1, 1), new byte[1]);
        put(store, Samples.draft(1, 1, 2), new byte[1]);
        Receipt three = put(store, Samples.draft(1, 1, 3), new byte[1]);
        store.close();
        Files.writeString(file, Files.readString(file).replace("1.2.1.1.2\"", "1.2.1.1.9\""));
        store = store();
        assertThat(store.receipts(0).toList()).containsExactly(one, three);
        assertThat(store.findings())
                .hasSize(1)
                .first()
                .asString()
                .contains("damaged")
                .contains(file.toString());
        assertThat(put(store, Samples.draft(1, 1, 4), new byte[1]).sequence()).isEqualTo(4);
    }
}
