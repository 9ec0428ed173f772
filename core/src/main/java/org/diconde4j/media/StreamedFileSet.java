package org.diconde4j.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;

/**
 * Makes the DICOMDIR (PS3.10 8, PS3.3 F) of files that lie in no folder, such as those of a ZIP archive that is being written: names each
 * file, remembers what the directory says of it, and writes the directory at the end. Keeps about half a KiB in memory for each file. Not
 * thread-safe.
 */
public final class StreamedFileSet {
    /** Where the directory is. */
    public static final String DIRECTORY = DicomDirectory.FILE_NAME;

    private static final String TOP_FOLDER = "DICOM";

    private final RecordHierarchy hierarchy = new RecordHierarchy();
    private final Set<FileId> taken = new HashSet<>();

    /** Begins a File-set without files. */
    public StreamedFileSet() {}

    /**
     * Adds a file.
     *
     * @param object what is in it; with File Meta Information
     * @return its name
     * @throws MediaException if it is not as a File-set has it
     */
    public FileId add(DicomObject object) {
        MediaObject media = MediaObject.of(object, object.dataset().string(Tag.SOPInstanceUID, "an object"));
        FileId name;
        int attempt = 0;
        do {
            name = FileId.of(
                    TOP_FOLDER,
                    FileNames.of(media.studyUid(), 0),
                    FileNames.of(media.seriesUid(), 0),
                    FileNames.of(media.sopInstanceUid(), attempt++));
        } while (!taken.add(name));
        hierarchy.put(name, media, note -> {});
        return name;
    }

    /**
     * Writes the directory of all files.
     *
     * @param out receives the bytes, not closed
     * @throws MediaException if it would be larger than 4 GiB
     * @throws IOException if it cannot be written
     */
    public void writeDirectory(OutputStream out) throws IOException {
        MessageDigest digest = FileNames.sha256();
        digest.update("".getBytes(StandardCharsets.UTF_8));
        hierarchy.root().forEach(node -> node.digest(digest));
        Dataset identification = Dataset.builder().setEmpty(Tag.FileSetID).build();
        DirectoryFile.write(identification, FileNames.uid(digest.digest()), hierarchy.root(), out);
    }
}
