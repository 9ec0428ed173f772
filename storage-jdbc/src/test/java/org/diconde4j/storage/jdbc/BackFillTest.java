package org.diconde4j.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.AttributePath;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.IndexedAttribute;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How values are taken in of what was there before their attributes were added. */
@Timeout(60)
class BackFillTest {
    private static final List<AttributePath> ADDED = List.of(
            AttributePath.of(Tag.Rows), AttributePath.of(Tag.InstanceNumber), AttributePath.of(Tag.StationName));

    @TempDir
    Path folder;

    private Index open() {
        return StorageProviders.openIndex(StorageProviders.uri("h2", folder), OpenOptions.defaults());
    }

    private static List<IndexedAttribute> added(Index index) {
        return index.attributes().stream().filter(a -> ADDED.contains(a.path())).toList();
    }

    private static boolean isReady(Index index) {
        return added(index).stream().allMatch(IndexedAttribute::ready);
    }

    @Test
    void several_attributes_are_taken_in_together_no_faster_than_allowed_and_go_on_after_closing() throws Exception {
        List<IndexEntry> entries = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            entries.add(Entries.of(i));
        }
        Set<Long> places = new LinkedHashSet<>();
        try (Index index = open()) {
            index.apply(entries);
            index.paceAttributes(100);
            ADDED.forEach(index::addAttribute);
            while (places.size() < 2 && !isReady(index)) {
                List<IndexedAttribute> ofInstances = added(index).subList(0, 2);
                long place = ofInstances.get(0).done();
                if (place > 0 && place < 300 && place == ofInstances.get(1).done()) {
                    places.add(place);
                }
                Thread.sleep(5);
            }
            assertThat(isReady(index)).as("300 instances at 100 a second").isFalse();
        }
        assertThat(places).as("where both were").hasSize(2);
        try (Index index = open()) {
            while (!isReady(index)) {
                Thread.sleep(5);
            }
        }
    }
}
