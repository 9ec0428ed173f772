package org.diconde4j.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    /** Marks the private records here, each of which stands for an object that the standard has no record for. */
    static final String PRIVATE_RECORD = "2.25.295828689229753011050723106496024050862";

    private static final String TOP_FOLDER = "DICOM";
    private static final int ATTEMPTS = 1000;

    private final Path folder;
    private final Dataset identification;
    private final Consumer<String> notes;
    private final List<RecordNode> root = new ArrayList<>();
    private final Map<String, RecordNode> patients = new HashMap<>();
    private final Map<String, RecordNode> studies = new HashMap<>();
    private final Map<String, RecordNode> series = new HashMap<>();
    private final Map<String, RecordNode> instances = new HashMap<>();

    private FileSetWriter(Builder builder, @Nullable DicomDirectory before) {
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
            before.records().forEach(record -> root.add(takeOver(record)));
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

    private RecordNode takeOver(DirectoryRecord record) {
        RecordNode node = new RecordNode(RecordNode.takenOver(record));
        Dataset keys = record.attributes();
        String instance = record.sopInstanceUid();
        switch (record.type()) {
            case "PATIENT" -> know(patients, keys.string(Tag.PatientID), node);
            case "STUDY" -> know(studies, keys.string(Tag.StudyInstanceUID, instance == null ? "" : instance), node);
            case "SERIES" -> know(series, keys.string(Tag.SeriesInstanceUID), node);
            default -> {
                if (record.fileId() != null) {
                    know(instances, instance, node);
                }
            }
        }
        record.children().forEach(child -> node.add(takeOver(child)));
        return node;
    }

    private static void know(Map<String, RecordNode> known, @Nullable String key, RecordNode node) {
        if (key != null && !key.isEmpty()) {
            known.putIfAbsent(key, node);
        }
    }

    /**
     * The file of an instance that the directory knows.
     *
     * @param sopInstanceUid SOP Instance UID
     * @return its File ID, or null if the directory does not name it
     */
    public @Nullable FileId recorded(String sopInstanceUid) {
        RecordNode node = instances.get(sopInstanceUid);
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
        RecordNode known = instances.get(object.sopInstanceUid());
        if (known != null) {
            FileId before = new FileId(known.record().strings(Tag.ReferencedFileID));
            if (!before.equals(fileId) && Files.exists(path(before))) {
                note(fileId, "holds the same instance as " + before + ", which stays the one of the directory");
                return before;
            }
            if (before.equals(fileId) && saysTheSame(known.record(), object)) {
                return fileId;
            }
        }
        Consumer<String> noted = note -> note(fileId, note);
        RecordType type = SopClasses.recordOf(object.sopClassUid(), object.header());
        List<RecordNode> siblings = root;
        RecordNode above = null;
        if (!type.isOfRoot()) {
            above = seriesOf(object, noted);
            siblings = above.children();
        }
        Dataset record = record(fileId, type, object, siblings.size() + 1, noted);
        if (known != null) {
            known.replace(record);
            return fileId;
        }
        RecordNode node = new RecordNode(record);
        if (above == null) {
            root.add(node);
        } else {
            above.add(node);
        }
        instances.put(object.sopInstanceUid(), node);
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

    private static boolean saysTheSame(Dataset record, MediaObject object) {
        return record.string(Tag.ReferencedSOPClassUIDInFile, "").equals(object.sopClassUid())
                && record.string(Tag.ReferencedTransferSyntaxUIDInFile, "").equals(object.transferSyntaxUid());
    }

    private Dataset record(FileId fileId, RecordType type, MediaObject object, int nth, Consumer<String> noted) {
        Dataset.Builder record = RecordNode.begin(type.term())
                .set(Tag.ReferencedFileID, fileId.components().toArray(String[]::new))
                .set(Tag.ReferencedSOPClassUIDInFile, object.sopClassUid())
                .set(Tag.ReferencedSOPInstanceUIDInFile, object.sopInstanceUid())
                .set(Tag.ReferencedTransferSyntaxUIDInFile, object.transferSyntaxUid());
        List<String> general = object.header().strings(Tag.RelatedGeneralSOPClassUID);
        if (!general.isEmpty()) {
            record.set(Tag.ReferencedRelatedGeneralSOPClassUIDInFile, general.toArray(String[]::new));
        }
        if (type == RecordType.PRIVATE) {
            record.set(Tag.PrivateRecordUID, PRIVATE_RECORD);
        }
        new RecordKeys(object, noted).addTo(record, type, nth);
        return record.build();
    }

    /** The record of a series, made with those above it if missing. The identifier of the lowest level that is known decides. */
    private RecordNode seriesOf(MediaObject object, Consumer<String> noted) {
        RecordNode found = series.get(object.seriesUid());
        if (found == null) {
            RecordNode study = studyOf(object, noted);
            found = made(RecordType.SERIES, object, study.children().size() + 1, noted);
            study.add(found);
            series.put(object.seriesUid(), found);
        }
        return found;
    }

    private RecordNode studyOf(MediaObject object, Consumer<String> noted) {
        RecordNode found = studies.get(object.studyUid());
        if (found == null) {
            String patientId = RecordKeys.patientId(object);
            RecordNode patient = patients.get(patientId);
            if (patient == null) {
                patient = made(RecordType.PATIENT, object, 1, noted);
                root.add(patient);
                patients.put(patientId, patient);
            } else {
                compareIssuer(patient.record(), object, noted);
            }
            found = made(RecordType.STUDY, object, 1, noted);
            patient.add(found);
            studies.put(object.studyUid(), found);
        }
        return found;
    }

    /** For a File-set an ID is the whole identity of a component (PS3.3 F.5.1), so two that share one share a record. */
    private static void compareIssuer(Dataset patient, MediaObject object, Consumer<String> noted) {
        String issuer = object.header().string(Tag.IssuerOfPatientID, "");
        String before = patient.string(Tag.IssuerOfPatientID, "");
        if (!issuer.equals(before)) {
            noted.accept("is of the component " + object.patientId() + " of issuer \"" + issuer
                    + "\" and shares the record of that of issuer \"" + before + "\"");
        }
    }

    private static RecordNode made(RecordType type, MediaObject object, int nth, Consumer<String> noted) {
        Dataset.Builder record = RecordNode.begin(type.term());
        new RecordKeys(object, noted).addTo(record, type, nth);
        return new RecordNode(record.build());
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
        root.forEach(node -> node.digest(digest));
        String uid = FileNames.uid(digest.digest());
        Path file = folder.resolve(DicomDirectory.FILE_NAME);
        DirectoryFile.replace(file, out -> DirectoryFile.write(identification, uid, root, out));
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
            return new FileSetWriter(this, null);
        }

        /**
         * Begins with the directory that is there and all its records in use; without one, with none.
         *
         * @return a writer that knows the files of the File-set
         * @throws DicomParseException if what is there is no DICOMDIR, or names files outside of the File-set
         * @throws IOException if it cannot be read
         */
        public FileSetWriter update() throws IOException {
            Path file = folder.resolve(DicomDirectory.FILE_NAME);
            return new FileSetWriter(
                    this, Files.exists(file) ? DirectoryReader.lenient().read(file) : null);
        }
    }
}
