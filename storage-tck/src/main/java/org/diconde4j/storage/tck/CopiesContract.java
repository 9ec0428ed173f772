package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageException;
import org.junit.jupiter.api.Test;

/** The part of {@link ObjectStoreContract} that is about what is removed, copied from another store, and put back. */
abstract class CopiesContract extends HistoryContract {
    @Test
    void removes_only_what_was_discarded_from_quarantine() {
        ObjectStore store = store();
        Receipt set = put(store, Samples.quarantined("q", "noise"), new byte[10]);
        Receipt stored = put(store, Samples.draft(1, 1, 1), new byte[10]);
        assertThatIllegalArgumentException().isThrownBy(() -> store.remove(set));
        assertThatIllegalArgumentException().isThrownBy(() -> store.remove(stored));
        Receipt wrong = store.append(ReceiptDraft.about(
                stored, Receipt.Kind.DISCARDED, Samples.NOON, org.diconde4j.storage.Source.api(), null));
        assertThatIllegalArgumentException().isThrownBy(() -> store.remove(wrong));
        Receipt discarded = store.append(ReceiptDraft.about(
                set, Receipt.Kind.DISCARDED, Samples.NOON, org.diconde4j.storage.Source.api(), null));
        store.remove(discarded);
        store.remove(discarded);
        assertThat(store.exists(set.name())).isFalse();
        assertThat(store.exists(stored.name())).isTrue();
    }

    @Test
    void keeps_versions_beside_each_other_and_removes_those_that_were_deleted() throws IOException {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(100_000, 40);
        byte[] better = Samples.bytes(500, 41);
        Receipt first = put(store, Samples.draft(1, 1, 1), bytes);
        String name = ObjectNames.version("1.2.1", "1.2.1.1", "1.2.1.1.1", 2);
        Receipt second = put(
                store,
                ReceiptDraft.builder(Receipt.Kind.CORRECTED, Samples.NOON, Source.api(), name)
                        .uids(first.sopClassUid(), first.sopInstanceUid(), "1.2.1", "1.2.1.1")
                        .refersTo(first.sequence())
                        .reason("wrong heat number")
                        .build(),
                better);
        String json = "{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"SN-2\"]}}";
        Receipt moved =
                store.append(ReceiptDraft.about(second, Receipt.Kind.MOVED, Samples.NOON, Source.api(), "another part")
                        .withAttributes(json, java.util.Set.of(org.diconde4j.storage.Flag.MOVED)));
        assertThat(store.digest(first.name()).equals(store.digest(name))).isFalse();
        assertThat(store.receipts(0).toList()).containsExactly(first, second, moved);
        assertThat(moved.attributes()).isEqualTo(json);
        assertThat(moved.firstVersion()).isEqualTo(second.sequence());
        assertThat(second.firstVersion()).isEqualTo(first.sequence());

        Receipt deleted =
                store.append(ReceiptDraft.about(first, Receipt.Kind.DELETED, Samples.NOON, Source.api(), "scrapped"));
        store.remove(deleted);
        store.remove(deleted);
        assertThat(store.exists(first.name())).isFalse();
        assertThat(store.exists(name)).isTrue();
        try (InputStream in = store.open(name)) {
            assertThat(in.readAllBytes()).isEqualTo(better);
        }
    }

    @Test
    void copies_receipts_of_another_store_with_their_sequences() throws IOException {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(1000, 30);
        Receipt one = Samples.draft(1, 1, 1).seal(7, 1000, Digest.of(bytes));
        Receipt set = Samples.quarantined("q", "noise").seal(9, 10, Digest.of(new byte[10]));
        Receipt discarded = ReceiptDraft.about(
                        set, Receipt.Kind.DISCARDED, Samples.NOON, org.diconde4j.storage.Source.api(), "noise")
                .seal(12);
        assertThat(put(store, ReceiptDraft.copyOf(one), bytes).withStored(null)).isEqualTo(one);
        assertThat(store.append(ReceiptDraft.copyOf(set)))
                .as("its bytes are gone already")
                .isEqualTo(set);
        assertThat(store.append(ReceiptDraft.copyOf(discarded))).isEqualTo(discarded);
        store.remove(discarded);
        assertThat(store.lastSequence()).isEqualTo(12);
        Receipt own = put(store, Samples.draft(1, 1, 2), new byte[5]);
        assertThat(own.sequence()).isEqualTo(13);
        assertThat(store.receipts(7).toList()).extracting(Receipt::sequence).containsExactly(9L, 12L, 13L);
        assertThat(get(store, one.name())).isEqualTo(bytes);
        if (isDurable()) {
            store = reopened(store);
            assertThat(store.lastSequence()).isEqualTo(13);
            assertThat(store.receipts(0).toList()).extracting(Receipt::sequence).containsExactly(7L, 9L, 12L, 13L);
        }
    }

    @Test
    void refuses_copies_that_come_late_or_with_other_bytes() {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(1000, 31);
        put(store, ReceiptDraft.copyOf(Samples.draft(1, 1, 1).seal(5, 1000, Digest.of(bytes))), bytes);
        Receipt late = Samples.draft(1, 1, 2).seal(5, 1000, Digest.of(bytes));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> put(store, ReceiptDraft.copyOf(late), bytes))
                .withMessageContaining("5");
        Receipt other = Samples.draft(1, 1, 2).seal(6, 1000, Digest.of(new byte[1000]));
        assertThatThrownBy(() -> put(store, ReceiptDraft.copyOf(other), bytes))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(Digest.of(bytes).toString());
        assertThat(store.exists(other.name())).isFalse();
        assertThat(store.receipts(0).toList()).hasSize(1);
        assertThat(put(store, Samples.draft(1, 1, 2), bytes).sequence()).isEqualTo(6);
    }

    @Test
    void puts_a_damaged_or_missing_object_back() throws IOException {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(100_000, 32);
        Receipt one = put(store, Samples.draft(1, 1, 1), bytes);
        Receipt two = put(store, Samples.draft(1, 1, 2), bytes);
        store.close();
        damage(one, false);
        damage(two, true);
        store = store();
        for (Receipt receipt : List.of(one, two)) {
            assertThat(store.restore(receipt, new ByteArrayInputStream(bytes))).isTrue();
            assertThat(get(store, receipt.name())).isEqualTo(bytes);
        }
        store = reopened(store);
        assertThat(get(store, one.name())).isEqualTo(bytes);
        assertThat(get(store, two.name())).isEqualTo(bytes);
        assertThat(store.receipts(0).toList()).containsExactly(one, two);
    }

    @Test
    void puts_nothing_back_but_the_bytes_of_the_receipt() throws IOException {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(1000, 33);
        Receipt one = put(store, Samples.draft(1, 1, 1), bytes);
        assertThat(store.restore(one, new ByteArrayInputStream(bytes)))
                .as("it is whole")
                .isFalse();
        assertThatThrownBy(() -> store.restore(one, new ByteArrayInputStream(new byte[1000])))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("nothing was changed");
        Receipt foreign = Samples.draft(1, 1, 2).seal(1, 1000, Digest.of(bytes));
        assertThatIllegalArgumentException().isThrownBy(() -> store.restore(foreign, new ByteArrayInputStream(bytes)));
        assertThat(get(store, one.name())).isEqualTo(bytes);
        assertThat(store.exists(foreign.name())).isFalse();
        assertThat(store.receipts(0).toList()).containsExactly(one);
    }

    @Test
    void puts_an_object_back_in_another_stored_form_but_never_the_file_as_received_in_place_of_one()
            throws IOException {
        assumeTrue(!isEncrypted(), "does not apply: the store makes the stored form itself");
        ObjectStore store = store();
        byte[] encrypted = Samples.bytes(1132, 34);
        byte[] again = Samples.bytes(1132, 35);
        byte[] plain = Samples.bytes(1000, 36);
        Receipt one = put(store, Samples.draft(1, 1, 1).withReceived(1000, Digest.of(plain)), encrypted);
        Receipt.Stored form = new Receipt.Stored(1132, Digest.of(again));
        assertThatThrownBy(() -> store.restore(one, new ByteArrayInputStream(plain)))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> store.restore(one, form, new ByteArrayInputStream(encrypted)))
                .isInstanceOf(StorageException.class);
        assertThat(get(store, one.name())).isEqualTo(encrypted);
        assertThat(store.restore(one, form, new ByteArrayInputStream(again))).isTrue();
        assertThat(store.restore(one, form, new ByteArrayInputStream(again))).isFalse();
        assertThat(get(store, one.name())).isEqualTo(again);
        assertThat(store.receipts(0).toList()).containsExactly(one);
    }
}
