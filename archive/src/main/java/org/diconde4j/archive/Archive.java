package org.diconde4j.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.archive.commitment.CommitmentInbox;
import org.diconde4j.archive.commitment.CommitmentScu;
import org.diconde4j.archive.intake.Intake;
import org.diconde4j.archive.intake.PartTen;
import org.diconde4j.archive.keep.Backup;
import org.diconde4j.archive.keep.Migration;
import org.diconde4j.archive.keep.Repair;
import org.diconde4j.archive.keep.Replica;
import org.diconde4j.archive.keep.Replication;
import org.diconde4j.archive.outbox.Outbox;
import org.diconde4j.archive.workflow.AvailabilityNotices;
import org.diconde4j.archive.workflow.ProcedureSteps;
import org.diconde4j.archive.workflow.Workitems;
import org.diconde4j.archive.workflow.Worklist;
import org.diconde4j.data.DicondeException;
import org.diconde4j.io.DicomObject;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.DimseServer;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexCounts;
import org.diconde4j.storage.Restriction;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.Source;
import org.jspecify.annotations.Nullable;

/**
 * An open archive of DICONDE objects. Thread-safe; several may live in one JVM. Opening takes the store at once and
 * prepares the index beside: what needs the index waits for it. Closing ends its receivers and leaves no thread, no open
 * file and no lock behind.
 */
public final class Archive implements AutoCloseable {
    private final Engine engine;
    private final boolean deletes;
    private final CommitmentInbox inbox = new CommitmentInbox();
    private final Workitems workitems;
    private final List<AutoCloseable> receivers = new CopyOnWriteArrayList<>();
    private final Outbox outbox;
    private final VerificationMemory verifications;
    private final Clock clock;

    Archive(Engine engine, Clock clock, boolean deletes, @Nullable Duration workitemsKept) {
        this.engine = engine;
        this.deletes = deletes;
        this.clock = clock;
        this.verifications = new VerificationMemory(engine::recordsIfAny);
        this.workitems = new Workitems(engine::records, clock, workitemsKept);
        this.outbox = new Outbox(engine.objects(), engine::index, engine::records, inbox, receivers::add);
    }

    /**
     * Opens the archive in a directory, plain files and an embedded database, and makes it if there is none. Needs the
     * providers of {@code diconde4j-storage-fs} and {@code diconde4j-storage-jdbc} at run time; the artifact
     * {@code diconde4j} brings them.
     *
     * @param directory the data directory; objects go to its folder {@code objects}, the index to {@code index}
     * @return the open archive
     * @throws org.diconde4j.storage.StorageException if it cannot be opened, for example because another process has it
     *     open
     */
    public static Archive open(Path directory) {
        return builder().directory(directory).open();
    }

    /**
     * Describes an archive to open.
     *
     * @return a builder that ends in {@link ArchiveBuilder#open()}
     */
    public static ArchiveBuilder builder() {
        return new ArchiveBuilder();
    }

    /**
     * Waits until the index is open and has seen every receipt.
     *
     * @return this archive
     * @throws DicondeException if the index cannot be opened
     */
    public Archive awaitReady() {
        engine.index();
        return this;
    }

    /**
     * Describes a DIMSE receiver: C-ECHO, C-STORE, C-FIND, C-MOVE, C-GET and storage commitment (PS3.4).
     *
     * @return a builder that ends in {@link Reception#start()}; closing the archive closes what it started
     */
    public Reception receive() {
        DimseServer.Builder server = DimseServer.builder();
        Executor executor = engine.executor();
        return new Reception(
                engine, inbox, workitems, executor == null ? server : server.executor(executor), receivers::add);
    }

    /**
     * What other archives are to get, kept until they have it (store and forward).
     *
     * @return the outbox
     */
    public Outbox outbox() {
        return outbox;
    }

    /**
     * Asks another archive to commit itself to keep objects safe (PS3.4 J). Its result is taken on the association of the
     * request, or by the receivers of this archive.
     *
     * @param client who asks; if the result is to come to a receiver, its title must be that of the receiver, and the other
     *     archive must know where that is
     * @return what asks
     */
    public CommitmentScu commitment(DimseClient client) {
        return new CommitmentScu(client, inbox);
    }

    /**
     * Stores a Part 10 file as it is.
     *
     * @param file the file
     * @return what became of it
     * @throws IOException if the file cannot be read
     * @throws org.diconde4j.storage.StorageException if it cannot be made durable
     */
    public StoreResult store(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return store(in, Source.file(file.toString()));
        }
    }

    /**
     * Stores the bytes of a Part 10 stream as they are.
     *
     * @param in the stream, read to its end, not closed
     * @param source where it comes from, for the receipt
     * @return what became of it
     * @throws IOException if the stream breaks off; then nothing is kept
     * @throws org.diconde4j.storage.StoreFullException if the disk is nearly full, see {@link ArchiveBuilder#keepFree(long)}; then
     *     nothing was read
     * @throws org.diconde4j.storage.StorageException if it cannot be made durable
     */
    public StoreResult store(InputStream in, Source source) throws IOException {
        Intake intake = engine.intake();
        intake.requireRoom();
        return StoreResult.of(intake.take(PartTen.of(in, source)));
    }

    /**
     * Stores an object that was made or read in this program.
     *
     * @param object the object
     * @return what became of it
     * @throws IOException if a bulk value of it cannot be read
     * @throws org.diconde4j.storage.StorageException if it cannot be made durable
     */
    public StoreResult store(DicomObject object) throws IOException {
        return StoreResult.of(engine.intake().take(PartTen.of(object, Source.api())));
    }

    /**
     * Begins a query, at first for studies.
     *
     * @return a query to be narrowed and asked
     */
    public Query find() {
        return new Query(engine::index, engine.findLimit(), Restriction.NONE);
    }

    /**
     * Chooses the instances of a study.
     *
     * @param studyUid Study Instance UID
     * @return what to do with them
     */
    public Retrieval retrieve(String studyUid) {
        return retrieve(Selection.studies(studyUid));
    }

    /**
     * Chooses instances.
     *
     * @param selection which
     * @return what to do with them
     */
    public Retrieval retrieve(Selection selection) {
        return new Retrieval(engine.objects(), engine::index, selection);
    }

    /**
     * Gives the archive to somebody who may not do everything, or not know of all.
     *
     * @param subject who, as the door by which they come has made sure
     * @return the archive as they may use it
     */
    public ArchiveView as(Subject subject) {
        return new ArchiveView(this, engine, subject);
    }

    /**
     * What was set aside.
     *
     * @return the quarantine
     */
    public Quarantine quarantine() {
        return new Quarantine(engine);
    }

    /**
     * Changes what is kept: deletion, correction, reassignment to another component, each with its receipt.
     *
     * @return what changes it
     */
    public Amendments amendments() {
        return new Amendments(engine, deletes);
    }

    /**
     * Which attributes have an index of their own.
     *
     * @return the attributes, to be added, listed and removed
     */
    public IndexedAttributes indexedAttributes() {
        return new IndexedAttributes(engine::index, new AttributeMemory(engine::records));
    }

    /**
     * What is to be done: items that inspection systems ask for.
     *
     * @return the modality worklist
     */
    public Worklist worklist() {
        return new Worklist(engine::records);
    }

    /**
     * Tasks that are pushed, pulled and watched.
     *
     * @return the unified procedure steps
     */
    public Workitems workitems() {
        return workitems;
    }

    /**
     * Tells others what can be had here, and keeps what they tell.
     *
     * @return the instance availability notifications
     */
    public AvailabilityNotices availability() {
        return new AvailabilityNotices(engine::records, engine::index);
    }

    /**
     * What is being done and what has been done, as inspection systems report it.
     *
     * @return the performed procedure steps
     */
    public ProcedureSteps procedureSteps() {
        return new ProcedureSteps(engine::records, worklist());
    }

    /**
     * Begins to read every object again and compare it with its recorded digest.
     *
     * @return a verification to be run
     */
    public Verification verify() {
        return new Verification(new Verification.Parts(
                engine.objects(), engine.kept(), engine::index, verifications, clock, receivers::add));
    }

    /**
     * Begins to replicate objects, receipts and records into a second place.
     *
     * @return where it is to be said to where
     */
    public Replication.Source replicate() {
        return new Replication.Source(engine.kept(), engine::recordsIfAny, receivers::add);
    }

    /**
     * Begins to put damaged and missing objects back from a replica or a backup.
     *
     * @return where it is to be said from where
     */
    public Repair.Source repair() {
        return new Repair.Source(engine.kept(), verifications::isDamaged, verifications::whole);
    }

    /**
     * Begins to move this archive to another store, while it goes on serving.
     *
     * @return where it is to be said to where
     */
    public Migration.Source migrate() {
        return new Migration.Source(engine.kept());
    }

    /**
     * Begins a backup, while the archive goes on serving. {@link ArchiveBuilder#restore} brings it back.
     *
     * @param folder where to; empty or not there, or an earlier backup of this archive, which is then brought up to date
     * @return a backup to be run
     */
    public Backup backup(Path folder) {
        return new Backup(engine.kept(), engine::records, clock, folder);
    }

    /**
     * Tells what happened, in order and without a gap.
     *
     * @return the change feed
     */
    public ChangeFeed changes() {
        return new ChangeFeed(engine.objects(), engine::index, Restriction.NONE);
    }

    /**
     * Rebuilds the index from objects and receipts alone.
     *
     * @return how many receipts were applied
     */
    public long reindex() {
        return reindex(count -> {});
    }

    /**
     * Rebuilds the index from objects and receipts alone. Objects may be stored meanwhile; queries see the index grow, and what is kept
     * is not changed before it is complete.
     *
     * @param progress told how many receipts have been applied, now and then
     * @return how many receipts were applied
     */
    public long reindex(LongConsumer progress) {
        return engine.replay().rebuild(engine.index(), progress);
    }

    /**
     * How much the archive holds.
     *
     * @return the counts
     */
    public IndexCounts counts() {
        return engine.index().counts();
    }

    /**
     * What the archive holds, by kind, and how it is. The numbers are kept along, so that this takes no longer in a large archive. Waits
     * until what was stored before is indexed.
     *
     * @return the statistics
     */
    public ArchiveStatistics statistics() {
        Index index = engine.index(); // which is known then, so that its lag is
        Vitals vitals = engine.vitals();
        return new ArchiveStatistics(index.statistics(), vitals);
    }

    /**
     * How the archive is: room on its disk and lag of its index. Waits for nothing but a look at both, so that it can be asked every few
     * seconds; {@link org.diconde4j.archive.micrometer.ArchiveMeters} does.
     *
     * @return the state of the moment
     */
    public Vitals vitals() {
        return engine.vitals();
    }

    /**
     * What the store and the records found in disorder since they were opened, and replicas that don't follow, in words for its
     * owner.
     *
     * @return the findings, empty if all is well
     */
    public List<String> findings() {
        List<String> all = new ArrayList<>(engine.findings());
        for (AutoCloseable running : receivers) {
            String finding =
                    running instanceof Replica replica ? replica.status().finding() : null;
            if (finding != null) {
                all.add(finding);
            }
        }
        return all;
    }

    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(receivers);
        receivers.clear();
        all.add(workitems);
        all.add(engine);
        List<Exception> failures = Receiver.closeAll(all);
        if (!failures.isEmpty()) {
            DicondeException first = new DicondeException(
                    "the archive did not close in order: " + failures.get(0).getMessage(), failures.get(0));
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }
}
