package org.diconde4j.storage.tck;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.OpenOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** How a part of {@link IndexContract} comes to an index, and what it asks of it. */
abstract class IndexUnderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final List<Index> opened = new ArrayList<>();

    /**
     * Opens the index under test.
     *
     * @param folder where an index with files may put them; the same folder means the same index
     * @param options how to open it
     * @return an open index
     */
    protected abstract Index open(Path folder, OpenOptions options);

    /**
     * Tells whether the index outlives its closing.
     *
     * @return false for an index in memory, which is then excused from opening again
     */
    protected boolean isDurable() {
        return true;
    }

    Index index() {
        return index(OpenOptions.defaults());
    }

    Index index(OpenOptions options) {
        Index index = open(directory, options);
        opened.add(index);
        return index;
    }

    Index filled() {
        Index index = index();
        index.apply(Samples.archive());
        return index;
    }

    @AfterEach
    void close() {
        opened.forEach(Index::close);
    }

    static List<String> find(Index index, Level level, int tag, Dataset keys) {
        return strings(index, IndexQuery.of(level, keys), tag);
    }

    static List<String> strings(Index index, IndexQuery query, int tag) {
        return index.find(query).toList().stream().map(d -> d.string(tag, "")).toList();
    }

    static Dataset key(int tag, String... values) {
        return Dataset.builder().set(tag, values).build();
    }
}
