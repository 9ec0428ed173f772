package org.diconde4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.net.Peer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArchiveExtension.class)
class ArchiveExtensionTest {
    private static final Set<Archive> SEEN = new HashSet<>();

    @Test
    void gives_parts_of_the_same_running_archive(TestArchive all, Archive archive, Receiver receiver, Peer peer) {
        assertThat(all.archive()).isSameAs(archive);
        assertThat(all.receiver()).isSameAs(receiver);
        assertThat(peer.port()).isEqualTo(receiver.port()).isPositive();
        assertThat(archive.find().studies().count()).isZero();
    }

    @RepeatedTest(3)
    void gives_each_test_an_archive_of_its_own(Archive archive) {
        assertThat(SEEN.add(archive)).isTrue();
    }

    @Test
    void is_ready_in_under_a_fifth_of_a_second_once_classes_are_loaded() {
        TestArchive.start().close();
        long start = System.nanoTime();
        try (TestArchive archive = TestArchive.start()) {
            archive.archive().awaitReady();
            assertThat(System.nanoTime() - start).isLessThan(200_000_000L);
        }
    }

    @AfterAll
    static void leaves_no_thread_behind() throws InterruptedException {
        for (int i = 0; i < 100 && threads() > 0; i++) {
            Thread.sleep(20);
        }
        assertThat(threads()).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("diconde4j"))
                .count();
    }
}
