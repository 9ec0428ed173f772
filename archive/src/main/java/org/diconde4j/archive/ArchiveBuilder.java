package org.diconde4j.archive;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import org.diconde4j.archive.compress.CompressedStore;
import org.diconde4j.archive.keep.Backup;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.iod.Finding;
import org.diconde4j.iod.IodValidator;
import org.diconde4j.iod.Severity;
import org.diconde4j.storage.Identity;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.Space;
import org.diconde4j.storage.StorageProviders;
import org.jspecify.annotations.Nullable;

/** Describes an archive to open: where it is, and what a host application owns. Not thread-safe. */
public final class ArchiveBuilder {
    private static final long KEEP_FREE = 1L << 30;

    private @Nullable URI objects;
    private @Nullable URI index;
    private @Nullable URI records;
    private @Nullable ObjectStore openedObjects;
    private @Nullable Index openedIndex;
    private @Nullable Records openedRecords;
    private @Nullable Path keys;
    private Identity identity = Identity.COMPONENT_ID_AND_ISSUER;
    private Clock clock = Clock.systemUTC();
    private @Nullable Executor executor;
    private @Nullable Duration workitemsKept;
    private long findLimit = Long.MAX_VALUE;
    private ToLongFunction<Space> keepFree = space -> Math.min(KEEP_FREE, space.total() / 100);
    private boolean deletes;
    private @Nullable IodValidator validator;
    private @Nullable TransferSyntax compression;

    ArchiveBuilder() {}

    /**
     * Puts the archive into a directory: plain files and an embedded database.
     *
     * @param directory the data directory; objects go to its folder {@code objects}, the index to {@code index},
     *     records to {@code records}
     * @return this builder
     */
    public ArchiveBuilder directory(Path directory) {
        objects = StorageProviders.uri("fs", directory.resolve("objects").toAbsolutePath());
        index = StorageProviders.uri("h2", directory.resolve("index").toAbsolutePath());
        records = StorageProviders.uri("fs", directory.resolve("records").toAbsolutePath());
        openedObjects = null;
        openedIndex = null;
        openedRecords = null;
        return this;
    }

    /**
     * Chooses the object store by its URI.
     *
     * @param uri such as {@code fs:/data/objects} or {@code memory:test}
     * @return this builder
     */
    public ArchiveBuilder objects(URI uri) {
        objects = uri;
        openedObjects = null;
        return this;
    }

    /**
     * Hands over an object store that is open, for example with something wrapped around it. Closing the archive closes it; if the
     * archive cannot be opened, the caller still has it.
     *
     * @param store what is open
     * @return this builder
     */
    public ArchiveBuilder objects(ObjectStore store) {
        objects = store.uri();
        openedObjects = store;
        return this;
    }

    /**
     * Chooses the index by its URI.
     *
     * @param uri such as {@code h2:/data/index} or {@code memory:test}
     * @return this builder
     */
    public ArchiveBuilder index(URI uri) {
        index = uri;
        openedIndex = null;
        return this;
    }

    /**
     * Hands over an index that is open, for example with something wrapped around it. Closing the archive closes it; if the
     * archive cannot be opened, the caller still has it.
     *
     * @param open what is open
     * @return this builder
     */
    public ArchiveBuilder index(Index open) {
        index = open.uri();
        openedIndex = open;
        return this;
    }

    /**
     * Chooses by its URI where services keep what they must not forget, such as procedure steps and what is to be sent. If this
     * is not said, it is a folder {@code records} in the store of objects if that is a folder, and memory if that is in memory.
     *
     * @param uri such as {@code fs:/data/records} or {@code memory:test}
     * @return this builder
     */
    public ArchiveBuilder records(URI uri) {
        records = uri;
        openedRecords = null;
        return this;
    }

    /**
     * Hands over records that are open, for example with something wrapped around them. Closing the archive closes them; if the
     * archive cannot be opened, the caller still has them.
     *
     * @param open what is open
     * @return this builder
     */
    public ArchiveBuilder records(Records open) {
        records = open.uri();
        openedRecords = open;
        return this;
    }

    /**
     * Encrypts the objects, wherever they are kept. What receipts, index and records say stays in clear, see docs/security.md. An
     * archive is encrypted from its first object on or not at all.
     *
     * @param keys the file with the store keys, see {@link org.diconde4j.storage.keys.StoreKeys}; it must be there
     * @return this builder
     */
    public ArchiveBuilder encryption(Path keys) {
        this.keys = keys;
        return this;
    }

    /**
     * Keeps new objects compressed without a loss where that makes them smaller. Everybody gets them as they were received, byte for
     * byte; an object for which that was not proven while it was stored is kept as it came. What is compressed already, in quarantine,
     * or has more than 512 MiB is left alone. An archive may be opened with and without this by turns.
     *
     * @param syntax the transfer syntax of the files that are kept, such as JPEG-LS Lossless
     * @return this builder
     * @throws IllegalArgumentException if no codec that is installed encodes it without a loss
     */
    public ArchiveBuilder compress(TransferSyntax syntax) {
        compression = CompressedStore.requireLossless(syntax);
        return this;
    }

    /**
     * Says which attributes make objects belong to the same component; Component ID Number and issuer if not changed.
     *
     * @param identity the attributes
     * @return this builder
     */
    public ArchiveBuilder identity(Identity identity) {
        this.identity = identity;
        return this;
    }

    /**
     * Gives the clock for times of arrival; the system's if not changed.
     *
     * @param clock the clock
     * @return this builder
     */
    public ArchiveBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Has workitems forgotten some time after they were completed or canceled, unless a subscriber holds a deletion lock on them; they
     * are kept if this is not said. They go when new ones come, and not all at once.
     *
     * @param time how long they are kept
     * @return this builder
     */
    public ArchiveBuilder forgetWorkitemsAfter(Duration time) {
        workitemsKept = time;
        return this;
    }

    /**
     * Gives the executor that associations run on; one thread each, virtual ones where the JVM has them, if not changed.
     *
     * @param executor the executor; it must have a thread for each association and is not closed
     * @return this builder
     */
    public ArchiveBuilder executor(Executor executor) {
        this.executor = executor;
        return this;
    }

    /**
     * Limits the answers to any one query, of this API or of C-FIND; no limit if not changed.
     *
     * @param answers at least 1
     * @return this builder
     */
    public ArchiveBuilder findLimit(long answers) {
        if (answers < 1) {
            throw new IllegalArgumentException("the limit of answers must be at least 1, not " + answers);
        }
        findLimit = answers;
        return this;
    }

    /**
     * Keeps room on the disk of the objects: while there is less, new objects are refused before any of their bytes is taken, and
     * taken again by themselves once there is room. Over DIMSE they are refused with status A700 (out of resources).
     * {@link Archive#findings()} tells. 1 GiB or a hundredth of the disk, whichever is less, if not changed.
     *
     * @param bytes how many, 0 for no such limit
     * @return this builder
     */
    public ArchiveBuilder keepFree(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("the bytes to keep free must not be negative: " + bytes);
        }
        keepFree = space -> bytes;
        return this;
    }

    /**
     * Keeps a share of the disk of the objects free, see {@link #keepFree(long)}.
     *
     * @param share from 0 to less than 1
     * @return this builder
     */
    public ArchiveBuilder keepFreeShare(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("the share to keep free must be from 0 to less than 1: " + share);
        }
        keepFree = space -> (long) (share * space.total());
        return this;
    }

    /**
     * Allows {@link Amendments#delete}. Without this, which is how an archive of NDE data should be, nothing can be deleted.
     *
     * @return this builder
     */
    public ArchiveBuilder allowDeletion() {
        deletes = true;
        return this;
    }

    /**
     * Sets new objects aside in quarantine that break the standard, with the first error as the reason. Without this,
     * which is how an archive of NDE data should be, every object is kept whatever it says. Objects that are stored
     * already, and those that somebody releases from quarantine, are not asked.
     *
     * @param validator finds the errors
     * @return this builder
     */
    public ArchiveBuilder validate(IodValidator validator) {
        this.validator = validator;
        return this;
    }

    private static Function<Dataset, Optional<String>> objection(@Nullable IodValidator validator) {
        return validator == null
                ? dataset -> Optional.empty()
                : dataset -> validator.validate(dataset).atLeast(Severity.ERROR).findings().stream()
                        .findFirst()
                        .map(Finding::toString);
    }

    /**
     * Opens the archive, and makes it if there is none.
     *
     * @return the open archive
     * @throws IllegalStateException if it was not said where the archive is, or if a store that is open is to be encrypted
     * @throws org.diconde4j.storage.StorageException if it cannot be opened
     */
    public Archive open() {
        if (objects == null || index == null) {
            throw new IllegalStateException(
                    "say where the archive is: directory(path), or objects(uri) and index(uri) both");
        }
        OpenOptions options = new OpenOptions(identity);
        URI index = this.index;
        URI records = this.records == null ? beside(objects) : this.records;
        ObjectStore givenObjects = openedObjects;
        if (givenObjects != null && keys != null) {
            throw new IllegalStateException(
                    "encryption(keys) goes with objects(uri) or directory(path), not with a store"
                            + " that is open already");
        }
        Index givenIndex = openedIndex;
        Records givenRecords = openedRecords;
        Engine engine = new Engine(
                givenObjects == null ? StoredForm.open(keys, objects, options) : givenObjects,
                compression,
                () -> givenRecords == null ? StorageProviders.openRecords(records) : givenRecords,
                () -> givenIndex == null ? StorageProviders.openIndex(index, options) : givenIndex,
                options,
                clock,
                executor,
                findLimit,
                keepFree,
                objection(validator));
        if (givenRecords != null) {
            engine.records(); // even if no service asks for them, they are closed with the archive
        }
        return new Archive(engine, clock, deletes, workitemsKept);
    }

    /**
     * Brings a backup back into the place that was described, which must be empty. The index is made anew when the archive is
     * opened next. What is damaged in the backup is told and left out; a restore that was broken off can be run again.
     *
     * @param backup the folder of the backup
     * @param progress told how many receipts have been copied
     * @return what was restored
     * @throws IllegalStateException if it was not said where the archive is
     * @throws org.diconde4j.storage.StorageException if it is no backup, or the place is not empty or cannot be written to
     */
    public Backup.Restored restore(Path backup, LongConsumer progress) {
        URI where = objects;
        if (where == null) {
            throw new IllegalStateException("say where the archive is: directory(path), or objects(uri)");
        }
        URI records = this.records == null ? beside(where) : this.records;
        ObjectStore store = openedObjects;
        try (ObjectStore to = store == null ? StoredForm.open(keys, where, new OpenOptions(identity)) : store;
                Records notes = openedRecords == null ? StorageProviders.openRecords(records) : openedRecords) {
            return Backup.restore(backup, to, notes, progress);
        }
    }

    /** The records of a store that nobody gave a place: no provider serves the URI of any other kind of store. */
    private static URI beside(URI objects) {
        URI records = StorageProviders.recordsBeside(objects);
        return records == null ? StorageProviders.innermost(objects) : records;
    }
}
