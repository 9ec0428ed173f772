package org.diconde4j.media;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a File-set as its DICOMDIR has it (PS3.3 F.3). Immutable and thread-safe. A record takes about 600
 * bytes of memory.
 *
 * @param attributes the data set without its Directory Record Sequence
 * @param records the records of the Root Directory Entity that are in use
 */
public record DicomDirectory(Dataset attributes, List<DirectoryRecord> records) {
    /** The name of the file that holds it, in the top folder of the File-set (PS3.10 8.6). */
    public static final String FILE_NAME = "DICOMDIR";

    /**
     * Makes the list immutable.
     *
     * @param attributes the data set without its Directory Record Sequence
     * @param records the records of the Root Directory Entity that are in use
     */
    public DicomDirectory {
        records = List.copyOf(records);
    }

    /**
     * The label of the File-set.
     *
     * @return File-set ID (0004,1130), or null if it has none
     */
    public @Nullable String fileSetId() {
        return attributes.string(Tag.FileSetID);
    }

    /**
     * The file that describes the File-set for people.
     *
     * @return File-set Descriptor File ID (0004,1141), or null if it has none
     */
    public @Nullable FileId descriptor() {
        List<String> components = attributes.strings(Tag.FileSetDescriptorFileID);
        return components.isEmpty() ? null : new FileId(components);
    }

    /**
     * All records, each before those below it.
     *
     * @return a stream in the order of the directory
     */
    public Stream<DirectoryRecord> all() {
        Iterable<DirectoryRecord> walk = () -> new Walk(records);
        return StreamSupport.stream(walk.spliterator(), false);
    }

    @Override
    public String toString() {
        return "DicomDirectory[" + records.size() + " records at its root]";
    }

    private static final class Walk implements Iterator<DirectoryRecord> {
        private final Deque<Iterator<DirectoryRecord>> open = new ArrayDeque<>();

        Walk(List<DirectoryRecord> records) {
            open.push(records.iterator());
        }

        @Override
        public boolean hasNext() {
            while (!open.isEmpty() && !open.peek().hasNext()) {
                open.pop();
            }
            return !open.isEmpty();
        }

        @Override
        public DirectoryRecord next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            DirectoryRecord record = open.element().next();
            open.push(record.children().iterator());
            return record;
        }
    }
}
