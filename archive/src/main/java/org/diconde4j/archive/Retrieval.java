package org.diconde4j.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.diconde4j.archive.intake.Holding;
import org.diconde4j.archive.intake.MadeStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.media.FileId;
import org.diconde4j.media.FileSetWriter;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Selection;

/** Instances that were chosen, to be read or written out as they are stored. Immutable and thread-safe. */
public final class Retrieval {
    private final ObjectStore objects;
    private final Supplier<Index> index;
    private final Selection selection;

    private final boolean asReceived;

    Retrieval(ObjectStore objects, Supplier<Index> index, Selection selection) {
        this(objects, index, selection, false);
    }

    private Retrieval(ObjectStore objects, Supplier<Index> index, Selection selection, boolean asReceived) {
        this.objects = objects;
        this.index = index;
        this.selection = selection;
        this.asReceived = asReceived;
    }

    /**
     * Gives the files byte for byte as they are stored, also those of instances that were moved to another component
     * ({@link Amendments#reassign}), which otherwise say what holds now.
     *
     * @return another retrieval
     */
    public Retrieval asReceived() {
        return new Retrieval(objects, index, selection, true);
    }

    /** An instance as it is stored. */
    @FunctionalInterface
    public interface Action {
        /**
         * Does something with it.
         *
         * @param instance where it is and what its bytes are
         * @param file the Part 10 file; closed afterwards
         * @throws IOException if it cannot be read, or what is done with it fails
         */
        void accept(InstanceRef instance, InputStream file) throws IOException;
    }

    /**
     * Which instances there are, in the order of arrival.
     *
     * @return the instances; to be closed by the caller
     */
    public Cursor<InstanceRef> instances() {
        return index.get().instances(selection);
    }

    /**
     * What the index knows of the instances, in the order of arrival: all elements as they hold now, bulk values without a way to read
     * them (elements whose {@link org.diconde4j.data.Element#bulkData()} has no source). No object is opened, so that this takes a fraction of reading them; instances are fetched as they are asked for, so that their number does not
     * matter.
     *
     * @return the attributes of each instance; to be closed by the caller
     */
    public Cursor<Dataset> metadata() {
        return index.get().metadata(selection);
    }

    /**
     * Reads each instance.
     *
     * @param action what to do
     * @return how many there were
     * @throws IOException if one cannot be read, or the action fails
     */
    public long forEach(Action action) throws IOException {
        long count = 0;
        try (Cursor<InstanceRef> instances = instances()) {
            while (instances.hasNext()) {
                InstanceRef instance = instances.next();
                try (InputStream file = open(instance)) {
                    action.accept(instance, file);
                }
                count++;
            }
        }
        return count;
    }

    /**
     * Whether the file of an instance is not given as it is stored, but made with what holds now.
     *
     * @param instance one of {@link #instances}
     * @return whether {@link InstanceRef#length()} does not hold for the file that is given
     */
    public boolean isMade(InstanceRef instance) {
        return !asReceived && Holding.isMoved(instance);
    }

    /**
     * Opens the file of an instance.
     *
     * @param instance one of {@link #instances}
     * @return the Part 10 file; to be closed by the caller
     * @throws IOException if it cannot be read
     */
    public InputStream open(InstanceRef instance) throws IOException {
        return isMade(instance) ? made(Holding.read(objects, index.get(), instance)) : objects.open(instance.name());
    }

    /**
     * Opens a part of the stored file of an instance.
     *
     * @param instance one of {@link #instances}, whose file is not {@linkplain #isMade made}
     * @param offset the first byte
     * @param length how many bytes at most
     * @return the bytes; to be closed by the caller
     * @throws IllegalArgumentException if its file is made, of which no part can be had
     * @throws IOException if it cannot be read
     */
    public InputStream open(InstanceRef instance, long offset, long length) throws IOException {
        if (isMade(instance)) {
            throw new IllegalArgumentException(
                    "the file of instance " + instance.sopInstanceUid() + " is made, so that no part of it can be had");
        }
        return objects.open(instance.name(), offset, length);
    }

    private static InputStream made(DicomObject object) throws IOException {
        return MadeStream.of(out -> DicomWriter.write(object, out));
    }

    /**
     * Reads an instance; bulk values stay in the store until they are asked for.
     *
     * @param instance one of {@link #instances}
     * @return the object
     * @throws IOException if it cannot be read
     */
    public DicomObject read(InstanceRef instance) throws IOException {
        return asReceived ? Holding.stored(objects, instance) : Holding.read(objects, index.get(), instance);
    }

    /**
     * Reads all instances; bulk values stay in the store until they are asked for.
     *
     * @return the objects, in the order of arrival
     * @throws IOException if one cannot be read
     */
    public List<DicomObject> objects() throws IOException {
        List<DicomObject> all = new ArrayList<>();
        try (Cursor<InstanceRef> instances = instances()) {
            while (instances.hasNext()) {
                all.add(read(instances.next()));
            }
        }
        return all;
    }

    /**
     * Writes the stored files into a directory, as {@code STUDY/SERIES/INSTANCE.dcm}. A file that is there already is left
     * if it is the same.
     *
     * @param directory the directory, made if missing
     * @return the files, in the order of arrival
     * @throws FileAlreadyExistsException if another file is in the way
     * @throws IOException if one cannot be read or written, or is damaged in the store
     */
    public List<Path> to(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        forEach((instance, in) -> files.add(write(directory.resolve(ExportNames.of(instance)), instance, in)));
        return files;
    }

    /**
     * Writes the stored files into a folder as DICOM media (PS3.10 8): under names that the standard allows, with a
     * DICOMDIR that names them. If there is one already, its records stay.
     *
     * @param directory the top folder of the File-set, made if missing
     * @return the files, in the order of arrival
     * @throws FileAlreadyExistsException if another file is in the way
     * @throws org.diconde4j.io.DicomParseException if there is a DICOMDIR that cannot be read
     * @throws IOException if one cannot be read or written, or is damaged in the store; then the DICOMDIR stays as it was
     */
    public List<Path> toMedia(Path directory) throws IOException {
        FileSetWriter medium = FileSetWriter.in(directory).update();
        List<Path> files = to(medium);
        medium.write();
        return files;
    }

    /**
     * Writes the stored files into the folder of a File-set and adds them to its directory, which the caller writes. An
     * instance that the directory names already keeps its file.
     *
     * @param medium the File-set
     * @return the files, in the order of arrival
     * @throws FileAlreadyExistsException if another file is in the way
     * @throws IOException if one cannot be read or written, or is damaged in the store
     */
    public List<Path> to(FileSetWriter medium) throws IOException {
        List<Path> files = new ArrayList<>();
        forEach((instance, in) -> {
            FileId known = medium.recorded(instance.sopInstanceUid());
            FileId fileId = known != null
                    ? known
                    : medium.nameFor(instance.studyUid(), instance.seriesUid(), instance.sopInstanceUid());
            files.add(writeAndAdd(medium, fileId, instance, in));
        });
        return files;
    }

    private Path writeAndAdd(FileSetWriter medium, FileId fileId, InstanceRef instance, InputStream in)
            throws IOException {
        boolean fresh = !Files.exists(medium.path(fileId));
        Path file = write(medium.path(fileId), instance, in);
        if (!fileId.isConformant()) {
            return file; // somebody else's name, which their record has already
        }
        try {
            medium.add(file);
        } catch (IOException | RuntimeException e) {
            if (fresh) {
                Files.delete(file); // a medium has no files that its directory does not name
            }
            throw e;
        }
        return file;
    }

    private Path write(Path file, InstanceRef instance, InputStream in) throws IOException {
        Files.createDirectories(file.getParent());
        if (isMade(instance)) {
            return writeMade(file, instance, in);
        }
        if (Files.exists(file)) {
            if (Files.size(file) == instance.length() && digest(file).equals(instance.file())) {
                return file;
            }
            throw new FileAlreadyExistsException(
                    file.toString(), null, "another file is in the way of instance " + instance.sopInstanceUid());
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        DigestInputStream digested = new DigestInputStream(in, Digest.sha256());
        try {
            Files.copy(digested, part, StandardCopyOption.REPLACE_EXISTING);
            Digest found = Digest.ofSha256(digested.getMessageDigest().digest());
            if (!found.equals(instance.file())) {
                throw new IOException("the stored object " + instance.name() + " is damaged: expected digest "
                        + instance.file() + ", found " + found + "; it was not written to " + file);
            }
            return Files.move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Writes a file that is made; one that is there already is left if it is the same. */
    private static Path writeMade(Path file, InstanceRef instance, InputStream in) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            if (!Files.exists(file)) {
                return Files.move(part, file);
            }
            if (Files.mismatch(part, file) >= 0) {
                throw new FileAlreadyExistsException(
                        file.toString(), null, "another file is in the way of instance " + instance.sopInstanceUid());
            }
            return file;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Digest digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Digest.of(in);
        }
    }
}
