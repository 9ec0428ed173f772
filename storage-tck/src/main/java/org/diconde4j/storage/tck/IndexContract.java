package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Identity;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexCounts;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoreLockedException;
import org.junit.jupiter.api.Test;

/** What {@link Index} promises. A provider subclasses this and says how its index is opened. The parts are in the classes above. */
public abstract class IndexContract extends IndexReplayContract {
    /** For subclasses. */
    protected IndexContract() {}

    @Test
    void has_a_new_epoch_when_it_is_made_and_when_it_is_emptied_and_only_then() {
        Index index = index();
        String made = index.epoch();
        assertThat(made).matches("[A-Za-z0-9-]{1,64}");
        index.apply(Samples.archive());
        index.replayedTo(1000);
        assertThat(index.epoch()).isEqualTo(made);
        index.clear();
        String emptied = index.epoch();
        assertThat(emptied).matches("[A-Za-z0-9-]{1,64}").isNotEqualTo(made);
        index.clear();
        assertThat(index.epoch()).isNotIn(made, emptied);
        String last = index.epoch();
        index.close();
        if (isDurable()) {
            assertThat(index().epoch()).isEqualTo(last);
        }
    }

    @Test
    void has_everything_after_opening_again() {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        Index index = index();
        index.apply(contradicting());
        String before = Everything.of(index);
        index.close();
        index = index();
        assertThat(index.appliedSequence()).isEqualTo(63);
        assertThat(Everything.of(index)).isEqualTo(before);
    }

    @Test
    void takes_a_replay_of_what_it_knows_after_opening_again() {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        Index index = index();
        List<IndexEntry> all = Samples.archive();
        index.apply(all.subList(0, 10));
        index.apply(all.subList(15, 20));
        index.close();
        index = index();
        assertThat(index.appliedSequence()).isEqualTo(10);
        index.apply(all.subList(10, 36));
        assertThat(index.appliedSequence()).isEqualTo(36);
        String replayed = Everything.of(index);
        index.clear();
        index.apply(all);
        assertThat(Everything.of(index)).isEqualTo(replayed);
    }

    @Test
    void starts_anew_when_the_identity_is_another_one() {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        Index index = filled();
        index.close();
        index = index(new OpenOptions(Identity.of(Tag.PatientID)));
        assertThat(index.appliedSequence()).isZero();
        assertThat(index.counts()).isEqualTo(new IndexCounts(0, 0, 0, 0, 0, 0));
    }

    @Test
    void refuses_to_be_opened_twice_and_names_the_holder() {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        Index index = filled();
        assumeTrue(!index.shared(), "does not apply: the index is shared");
        assertThatThrownBy(() -> open(directory, OpenOptions.defaults()))
                .isInstanceOf(StoreLockedException.class)
                .hasMessageContaining("pid=" + ProcessHandle.current().pid());
        assertThat(index.counts().instances()).isEqualTo(36);
    }

    @Test
    void leaves_no_thread_behind_and_may_be_closed_again() throws InterruptedException {
        Index index = filled();
        index.find(IndexQuery.of(Level.STUDY, Dataset.empty())).toList();
        index.close();
        index.close();
        assertThatThrownBy(index::appliedSequence)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
        List<String> threads = List.of();
        for (int i = 0; i < 100; i++) {
            threads = Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(n -> n.matches("(?i).*(diconde|hikari|h2 |mvstore|index).*"))
                    .collect(Collectors.toList());
            if (threads.isEmpty()) {
                return;
            }
            Thread.sleep(20);
        }
        assertThat(threads).isEmpty();
    }
}
