package org.diconde4j.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.diconde4j.archive.access.Role;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.archive.intake.Arrival;
import org.diconde4j.archive.intake.Intake;
import org.diconde4j.archive.intake.Leave;
import org.diconde4j.archive.intake.PartTen;
import org.diconde4j.archive.workflow.WorkitemView;
import org.diconde4j.io.DicomObject;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.Source;

/**
 * An archive as somebody may use it: the one way through which a door reads and writes for those who come by it. What is outside of their
 * {@linkplain Subject#restriction() restriction} is not found, not counted, not given out, not told of and not stored, as if it did not
 * exist. Every method throws {@link org.diconde4j.archive.access.DeniedException} if they lack the role that it names. Thread-safe.
 */
public final class ArchiveView {
    private final Archive archive;
    private final Engine engine;
    private final Subject subject;

    ArchiveView(Archive archive, Engine engine, Subject subject) {
        this.archive = archive;
        this.engine = engine;
        this.subject = subject;
    }

    /**
     * Who it is.
     *
     * @return the one who asks
     */
    public Subject subject() {
        return subject;
    }

    /**
     * Begins a query, at first for studies. Needs {@link Role#VIEW}.
     *
     * @return a query to be narrowed and asked
     */
    public Query find() {
        subject.require(Role.VIEW);
        return new Query(engine::index, engine.findLimit(), subject.restriction());
    }

    /**
     * Chooses instances. Needs {@link Role#VIEW}.
     *
     * @param selection which
     * @return what to do with them
     */
    public Retrieval retrieve(Selection selection) {
        subject.require(Role.VIEW);
        return new Retrieval(engine.objects(), engine::index, selection.within(subject.restriction()));
    }

    /**
     * Stores the bytes of a Part 10 stream as they are. Needs {@link Role#STORE}; {@link Role#ANNOTATE} is enough for presentation states and
     * structured reports.
     *
     * @param in the stream, read to its end, not closed
     * @param source where it comes from, for the receipt, which also keeps the name of the one who asks
     * @return what became of it; {@link StoreResult.Outcome#REFUSED} if they may not store it
     * @throws IOException if the stream breaks off; then nothing is kept
     * @throws org.diconde4j.storage.StoreFullException if the disk is nearly full; then nothing was read
     * @throws org.diconde4j.storage.StorageException if it cannot be made durable
     */
    public StoreResult store(InputStream in, Source source) throws IOException {
        Intake intake = intake();
        return take(intake, PartTen.of(in, from(source)));
    }

    /**
     * Stores an object that was made of what somebody sent. Needs the same as {@link #store(InputStream, Source)}.
     *
     * @param object the object
     * @param source where it comes from, for the receipt, which also keeps the name of the one who asks
     * @return what became of it; {@link StoreResult.Outcome#REFUSED} if they may not store it
     * @throws IOException if a bulk value of it cannot be read; then nothing is kept
     * @throws org.diconde4j.storage.StoreFullException if the disk is nearly full
     * @throws org.diconde4j.storage.StorageException if it cannot be made durable
     */
    public StoreResult store(DicomObject object, Source source) throws IOException {
        return take(intake(), PartTen.of(object, from(source)));
    }

    /** The intake, with room for an object and for those who may bring one. */
    private Intake intake() {
        if (!subject.may(Role.ANNOTATE)) {
            subject.require(Role.STORE);
        }
        Intake intake = engine.intake();
        intake.requireRoom();
        return intake;
    }

    private Source from(Source source) {
        return source.by(subject.name());
    }

    private StoreResult take(Intake intake, Arrival arrival) throws IOException {
        return StoreResult.of(intake.take(arrival, new Leave(subject, engine.index())));
    }

    /**
     * Deletes instances with all their versions, see {@link Amendments#delete}. Needs {@link Role#DELETE}.
     *
     * @param selection which
     * @param reason why, for the receipts
     * @return what was deleted, in the order of arrival
     * @throws IllegalStateException if the owner did not allow deletion when the archive was opened
     */
    public List<InstanceRef> delete(Selection selection, String reason) {
        subject.require(Role.DELETE);
        String name = subject.name();
        return archive.amendments()
                .delete(selection.within(subject.restriction()), new Grounds(name == null ? "unknown" : name, reason));
    }

    /**
     * Tells what happened, in order. Needs {@link Role#VIEW}. Who is restricted is told of instances that are inside now, and of nothing else:
     * neither of deletions nor of the quarantine.
     *
     * @return the change feed
     */
    public ChangeFeed changes() {
        subject.require(Role.VIEW);
        return new ChangeFeed(engine.objects(), engine::index, subject.restriction());
    }

    /**
     * The workitems (PS3.4 CC) as they may use them.
     *
     * @return what to do with them, each thing with the role that it needs
     */
    public WorkitemView workitems() {
        return new WorkitemView(archive.workitems(), subject);
    }

    /**
     * What the archive holds and how it is. Needs {@link Role#ADMINISTER}, as the numbers are those of the whole archive.
     *
     * @return the statistics
     */
    public ArchiveStatistics statistics() {
        subject.require(Role.ADMINISTER);
        return archive.statistics();
    }
}
