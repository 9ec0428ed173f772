package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.archive.Verification.Finding;
import org.diconde4j.archive.Verification.KnownDamage;
import org.diconde4j.archive.Verification.Report;
import org.diconde4j.archive.keep.Repair;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that their owner deletes while an archive is verified or repaired, or that were damaged before. */
class RemovedMeanwhileTest {
    private static final URI MEMORY = URI.create("memory:removed");

    @TempDir
    Path folder;

    private final ObjectStore replica = StorageProviders.openObjects(MEMORY, OpenOptions.defaults());
    private Archive archive;
    private InstanceRef fourth;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        archive = Archive.builder()
                .objects(Kept.fs(folder.resolve("objects")))
                .index(MEMORY)
                .records(MEMORY)
                .allowDeletion()
                .open();
        for (int i = 1; i <= 5; i++) {
            InstanceRef stored = Kept.put(archive, 1, i);
            fourth = i == 4 ? stored : fourth;
        }
        file = folder.resolve("objects").resolve(fourth.name());
        archive.replicate().to(replica).run();
    }

    @AfterEach
    void close() {
        archive.close();
        replica.close();
    }

    private void deleteFourth() {
        archive.amendments().delete(Selection.instances(fourth.sopInstanceUid()), new Grounds("E. Weber", "test"));
    }

    private List<KnownDamage> remembered() {
        return archive.verify().remembered().damage();
    }

    @Test
    void what_is_deleted_ahead_of_a_verification_is_not_missing() {
        List<Finding> findings = new ArrayList<>();
        assertThat(archive.verify().run(findings::add, bytes -> deleteFourth())).isEqualTo(new Report(4, 0, 0));
        assertThat(findings).isEmpty();
        assertThat(remembered()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void damage_that_was_deleted_is_forgotten_by_the_next_verification() throws IOException {
        Kept.damage(file);
        assertThat(archive.verify().run(finding -> {})).isEqualTo(new Report(4, 1, 0));
        assertThat(remembered()).hasSize(1);
        deleteFourth();
        assertThat(archive.verify().run(finding -> {})).isEqualTo(new Report(4, 0, 0));
        assertThat(remembered()).isEmpty();
    }

    @Test
    void damage_that_is_deleted_ahead_of_a_verification_is_forgotten_by_it() throws IOException {
        Kept.damage(file);
        archive.verify().run(finding -> {});
        assertThat(archive.verify().run(finding -> {}, bytes -> deleteFourth())).isEqualTo(new Report(4, 0, 0));
        assertThat(remembered()).isEmpty();
    }

    @Test
    void damage_that_was_deleted_is_forgotten_by_a_repair() throws IOException {
        Kept.damage(file);
        archive.verify().run(finding -> {});
        deleteFourth();
        assertThat(archive.repair().from(replica).onlyRemembered().run())
                .isEqualTo(new Repair.Report(0, List.of(), List.of()));
        assertThat(remembered()).isEmpty();
    }

    @Test
    void what_is_deleted_ahead_of_a_repair_is_not_put_back() {
        assertThat(archive.repair().from(replica).run(objects -> deleteFourth()))
                .isEqualTo(new Repair.Report(5, List.of(), List.of()));
        assertThat(file).doesNotExist();
    }

    @Test
    void what_is_deleted_while_it_is_put_back_does_not_stay() throws IOException {
        Files.delete(file);
        archive.verify().run(finding -> {});
        ObjectStore slow = Meddled.opened(replica, in -> {
            deleteFourth();
            return in;
        });
        assertThat(archive.repair().from(slow).run()).isEqualTo(new Repair.Report(5, List.of(), List.of()));
        assertThat(file).doesNotExist();
        assertThat(remembered()).isEmpty();
    }
}
