package org.diconde4j.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.jspecify.annotations.Nullable;

/**
 * Makes a folder of Part 10 files a File-set, or adds files to one: reads the header of each, and writes the DICOMDIR
 * (PS3.10 8, PS3.3 F). What a record must say and a file does not is made up and reported. Nothing changes in the folder
 * before {@link #write()}. Keeps about half a KiB in memory for each file. Not thread-safe.
 */
public final class FileSetWriter {
    private static final String TOP_FOLDER = "DICOM";
    private static final int ATTEMPTS = 1000;

    private final Path folder;
    private final @Nullable Path replaced;
    private final Dataset identification;
    private final Consumer<String> notes;
    private final RecordHierarchy hierarchy = new RecordHierarchy();

    private FileSetWriter(Builder builder, @Nullable Path replaced, @Nullable DicomDirectory before) {
        this.replaced = replaced;
        folder = builder.folder.toAbsolutePath().normalize();
        notes = builder.notes;
        Dataset.Builder head = Dataset.builder().setEmpty(Tag.FileSetID);
        if (before != null) {
            for (int tag : new int[] {
                Tag.FileSetID, Tag.FileSetDescriptorFileID, Tag.SpecificCharacterSetOfFileSetDescriptorFile
            }) {
                if (before.attributes().contains(tag)) {
                    head.set(tag, before.attributes().strings(tag).toArray(String[]::new));
                }
            }
            before.records().forEach(hierarchy::takeOver);
        }
        identification = head.setAll(builder.identification.build()).build();
    }

    /**
     * Describes what to do with a folder.
     *
     * @param folder the top folder of the File-set
     * @return a builder that ends in {@link Builder#create()} or {@link Builder#update()}
     */
    public static Builder in(Path folder) {
        return new Builder(folder);
    }

    /**
     * The file of an instance that the directory knows.
     *
     * @param sopInstanceUid SOP Instance UID
     * @return its File ID, or null if the directory does not name it
     */
    public @Nullable FileId recorded(String sopInstanceUid) {
        RecordNode node = hierarchy.instance(sopInstanceUid);
        return node == null ? null : new FileId(node.record().strings(Tag.ReferencedFileID));
    }

    /**
     * A name for a file that is to be added: always the same for the same instance, unless a file of another one has that
     * name already.
     *
     * @param studyUid Study Instance UID
     * @param seriesUid Series Instance UID
     * @param sopInstanceUid SOP Instance UID
     * @return a File ID whose file is missing, or holds that instance
     * @throws IOException if a file that has the name cannot be read
     */
    public FileId nameFor(String studyUid, String seriesUid, String sopInstanceUid) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FileId fileId = FileId.of(
                    TOP_FOLDER,
                    FileNames.of(studyUid, 0),
                    FileNames.of(seriesUid, 0),
                    FileNames.of(sopInstanceUid, attempt));
            Path file = path(fileId);
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || isOf(file, sopInstanceUid)) {
                return fileId;
            }
        }
        throw new MediaException("no name is free for instance " + sopInstanceUid + " in " + folder);
    }

    private static boolean isOf(Path file, String sopInstanceUid) throws IOException {
        try {
            return DicomReader.lenient()
                    .readFileMeta(file)
                    .fileMeta()
                    .string(Tag.MediaStorageSOPInstanceUID, "")
                    .equals(sopInstanceUid);
        } catch (DicomParseException e) {
            return false;
        }
    }

    /**
     * Where a file is.
     *
     * @param fileId its name in the File-set
     * @return its path
     */
    public Path path(FileId fileId) {
        Path path = folder;
        for (String component : fileId.components()) {
            path = path.resolve(component);
        }
        return path;
    }

    /**
     * Adds a file of the folder to the directory. An instance that the directory names already is not added again: its
     * record stays, or is replaced if its file is gone or now of another class or transfer syntax.
     *
     * @param file the file, which lies in the folder under a name that the standard allows
     * @return the File ID by which the directory names the instance
     * @throws MediaException if the name is none that the standard allows, or the file is not as a File-set has it
     * @throws DicomParseException if the file is no DICOM
     * @throws IOException if the file cannot be read
     */
    public FileId add(Path file) throws IOException {
        FileId fileId = idOf(file);
        MediaObject object = MediaObject.read(file);
        FileId before = recorded(object.sopInstanceUid());
        if (before != null && !before.equals(fileId) && Files.exists(path(before))) {
            note(fileId, "holds the same instance as " + before + ", which stays the one of the directory");
            return before;
        }
        hierarchy.put(fileId, object, note -> note(fileId, note));
        return fileId;
    }

    private FileId idOf(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        if (!whole.startsWith(folder)) {
            throw new MediaException(file + " does not lie in the File-set " + folder);
        }
        String problem = "expected up to 8 names of up to 8 characters A–Z, 0–9 and _ (PS3.10 8.2)";
        try {
            FileId fileId = FileId.of(folder.relativize(whole));
            if (fileId.isConformant()) {
                return fileId;
            }
        } catch (IllegalArgumentException e) {
            problem = String.valueOf(e.getMessage());
        }
        throw new MediaException(folder.relativize(whole) + " is no File ID: " + problem);
    }

    private void note(FileId fileId, String note) {
        notes.accept(fileId + ": " + note);
    }

    /**
     * Writes the DICOMDIR, in place of the one there is, in one step.
     *
     * @return its path
     * @throws MediaException if it would be larger than 4 GiB
     * @throws IOException if it cannot be written
     */
    public Path write() throws IOException {
        MessageDigest digest = FileNames.sha256();
        digest.update(identification.string(Tag.FileSetID, "").getBytes(StandardCharsets.UTF_8));
        hierarchy.root().forEach(node -> node.digest(digest));
        String uid = FileNames.uid(digest.digest());
        Path file = folder.resolve(DicomDirectory.FILE_NAME);
        DirectoryFile.replace(file, out -> DirectoryFile.write(identification, uid, hierarchy.root(), out));
        if (replaced != null && Files.exists(replaced) && !Files.isSameFile(replaced, file)) {
            Files.delete(replaced); // the same one, as a file system showed its name: dicomdir or DICOMDIR.;1
        }
        return file;
    }

    /** What is to be known before the first file. Not thread-safe. */
    public static final class Builder {
        private static final Pattern FILE_SET_ID = Pattern.compile("[A-Z0-9 _]{0,16}"); // CS (PS3.5 6.2)

        private final Path folder;
        private final Dataset.Builder identification = Dataset.builder();
        private Consumer<String> notes = note -> {};

        private Builder(Path folder) {
            this.folder = folder;
        }

        /**
         * Sets the label of the File-set; if not set, it has none, or keeps the one it has.
         *
         * @param id up to 16 characters A–Z, 0–9, space and underscore
         * @return this builder
         * @throws IllegalArgumentException if it has others
         */
        public Builder fileSetId(String id) {
            if (!FILE_SET_ID.matcher(id).matches()) {
                throw new IllegalArgumentException(
                        "a File-set ID has up to 16 characters A–Z, 0–9, space and _, found \"" + id
                                + "\" (PS3.3 F.3.2.1)");
            }
            identification.set(Tag.FileSetID, id);
            return this;
        }

        /**
         * Names the file that describes the File-set for people, such as {@code README}.
         *
         * @param fileId its name
         * @param characterSet the defined term of its character set, empty for ISO 646 (PS3.3 C.12.1.1.2)
         * @return this builder
         * @throws IllegalArgumentException if the standard does not allow that name
         */
        public Builder descriptor(FileId fileId, String characterSet) {
            if (!fileId.isConformant()) {
                throw new IllegalArgumentException(
                        "the standard does not allow the File ID " + fileId + " (PS3.10 8.2)");
            }
            identification.set(Tag.FileSetDescriptorFileID, fileId.components().toArray(String[]::new));
            if (!characterSet.isEmpty()) {
                identification.set(Tag.SpecificCharacterSetOfFileSetDescriptorFile, characterSet);
            }
            return this;
        }

        /**
         * Listens to what had to be made up, and to what does not agree.
         *
         * @param listener told in one sentence each, which begins with the file
         * @return this builder
         */
        public Builder notes(Consumer<String> listener) {
            notes = listener;
            return this;
        }

        /**
         * Begins a new directory, which takes the place of one that is there.
         *
         * @return a writer that knows no files yet
         */
        public FileSetWriter create() {
            return new FileSetWriter(this, null, null);
        }

        /**
         * Begins with the directory that is there and all its records in use; without one, with none.
         *
         * @return a writer that knows the files of the File-set
         * @throws DicomParseException if what is there is no DICOMDIR, or names files outside of the File-set
         * @throws IOException if it cannot be read
         */
        public FileSetWriter update() throws IOException {
            Path file = Files.isDirectory(folder) ? FileSet.directoryIn(folder) : folder;
            return Files.isRegularFile(file)
                    ? new FileSetWriter(this, file, DirectoryReader.lenient().read(file))
                    : create();
        }
    }
}
