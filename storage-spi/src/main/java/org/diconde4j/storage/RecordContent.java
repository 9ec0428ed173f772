package org.diconde4j.storage;

import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * What a record says: a data set, which is what the record is about in the words of the standard, and notes, which are what a
 * service has to remember beside it. Either may be empty.
 *
 * @param dataset the data set
 * @param notes short texts by name
 */
public record RecordContent(Dataset dataset, Map<String, String> notes) {
    /** Nothing: an empty data set and no notes. */
    public static final RecordContent EMPTY = new RecordContent(Dataset.empty(), Map.of());

    /**
     * Makes the notes immutable.
     *
     * @param dataset the data set
     * @param notes short texts by name
     */
    public RecordContent {
        notes = Map.copyOf(notes);
    }

    /**
     * A data set without notes.
     *
     * @param dataset the data set
     * @return the content
     */
    public static RecordContent of(Dataset dataset) {
        return new RecordContent(dataset, Map.of());
    }

    /**
     * Changes the data set.
     *
     * @param other the new data set
     * @return the changed content, with the same notes
     */
    public RecordContent with(Dataset other) {
        return new RecordContent(other, notes);
    }

    /**
     * Changes a note.
     *
     * @param name its name
     * @param text the new text; null to remove the note
     * @return the changed content
     */
    public RecordContent with(String name, @Nullable String text) {
        Map<String, String> changed = new TreeMap<>(notes);
        if (text == null) {
            changed.remove(name);
        } else {
            changed.put(name, text);
        }
        return new RecordContent(dataset, changed);
    }

    /**
     * Returns a note.
     *
     * @param name its name
     * @return its text, null if there is no such note
     */
    public @Nullable String note(String name) {
        return notes.get(name);
    }
}
