package org.diconde4j.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.archive.dimse.Desk;
import org.diconde4j.archive.intake.Holding;
import org.diconde4j.archive.intake.Overlay;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Changes what an archive keeps. Each change of an instance is a durable receipt before anything else happens; what a crash leaves
 * half done is finished when the archive is opened again. A change of several instances is made one after the other, and what was
 * done before a failure stays done; doing it again does the rest. Thread-safe.
 */
public final class Amendments {
    private final Desk desk;
    private final boolean deletes;

    Amendments(Desk desk, boolean deletes) {
        this.desk = desk;
        this.deletes = deletes;
    }

    /**
     * Deletes instances with all their versions. What they say disappears from every answer, and their bytes from the store; their
     * receipts stay. The same objects may be stored again later.
     *
     * @param selection which
     * @param grounds who and why
     * @return what was deleted, in the order of arrival
     * @throws IllegalStateException if the owner did not allow deletion when the archive was opened
     */
    public List<InstanceRef> delete(Selection selection, Grounds grounds) {
        if (!deletes) {
            throw new IllegalStateException(
                    "this archive does not delete; its owner may allow it when opening it: ArchiveBuilder.allowDeletion()");
        }
        List<InstanceRef> deleted = new ArrayList<>();
        for (String uid : uids(selection)) {
            InstanceRef gone = desk.intake().amending().delete(uid, grounds.event());
            if (gone != null) {
                deleted.add(gone);
            }
        }
        return deleted;
    }

    private List<String> uids(Selection selection) {
        List<String> uids = new ArrayList<>();
        try (Cursor<InstanceRef> instances = desk.index().instances(selection)) {
            instances.forEachRemaining(instance -> uids.add(instance.sopInstanceUid()));
        }
        return uids;
    }

    /**
     * Corrects attributes of an instance. Its object stays as an earlier version; the corrected one names the values that stood
     * before in its Original Attributes Sequence (PS3.3 C.12.1.1.9).
     *
     * @param sopInstanceUid its SOP Instance UID
     * @param attributes the attributes that shall hold, not those that identify the instance, its series or its study; empty ones
     *     hold as well
     * @param grounds who and why
     * @return the version that holds now, which is the old one if it said all that already; or null if there is no such instance
     * @throws IOException if its object cannot be read
     * @throws IllegalArgumentException if an identifying UID would change
     * @throws org.diconde4j.storage.StorageException if its object is damaged, so that the correction would be
     */
    public @Nullable InstanceRef correct(String sopInstanceUid, Dataset attributes, Grounds grounds)
            throws IOException {
        return desk.intake()
                .amending()
                .correct(
                        sopInstanceUid,
                        (object, now) -> new DicomObject(
                                object.fileMeta(),
                                object.transferSyntax(),
                                object.datasetOffset(),
                                Overlay.put(object.dataset(), attributes, now)),
                        grounds.event());
    }

    /**
     * Puts a corrected object in the place of an instance. The one that was there stays as an earlier version.
     *
     * @param corrected the object, with the SOP Class, SOP Instance, Study and Series Instance UID that it had
     * @param grounds who and why
     * @return the version that holds now, which is the old one if the object is the same; or null if there is no such instance
     * @throws IOException if a bulk value cannot be read
     * @throws IllegalArgumentException if an identifying UID is another one
     */
    public @Nullable InstanceRef correct(DicomObject corrected, Grounds grounds) throws IOException {
        return desk.intake().amending().replace(corrected, grounds.event());
    }

    /**
     * Lets instances belong to another component, because their identity was wrong: the objects stay as they came, but every answer,
     * and every object that is given out, says the attributes of that component, with the ones from before in its Original
     * Attributes Sequence.
     *
     * <p>If the archive knows the component already, its attributes hold for them, too; what it does not say is empty then.
     * Otherwise only the given attributes change. Instances that come later under the old identity are kept under it.
     *
     * @param selection which, as a rule a study, and the component if the study stands under several
     * @param component the attributes that identify the component, such as Component ID Number (Patient ID) and issuer, and more of
     *     its attributes if wanted; no attributes of other levels
     * @param grounds who and why
     * @return the instances as they are now, in the order of arrival
     * @throws IOException if an object cannot be read
     * @throws IllegalArgumentException if there is no Patient ID among the attributes, or one of another level
     */
    public List<InstanceRef> reassign(Selection selection, Dataset component, Grounds grounds) throws IOException {
        requireComponent(component);
        Dataset known = known(component);
        List<InstanceRef> moved = new ArrayList<>();
        for (String uid : uids(selection)) {
            Dataset holding = known == null ? component : all(uid, known, component);
            InstanceRef now = desk.intake().amending().move(uid, holding, grounds.event());
            if (now != null) {
                moved.add(now);
            }
        }
        return moved;
    }

    private static void requireComponent(Dataset component) {
        if (component.string(Tag.PatientID, "").isBlank()) {
            throw new IllegalArgumentException(
                    "to which component? expected its Component ID Number (0010,0020) among the attributes");
        }
        for (Element e : component) {
            if (e.tag() != Tag.SpecificCharacterSet && !Overlay.isOfComponent(e)) {
                throw new IllegalArgumentException(String.format(
                        "(%04X,%04X) is no attribute of a component; correct the instances instead",
                        e.tag() >>> 16, e.tag() & 0xFFFF));
            }
        }
    }

    /** What the archive says of the component already. */
    private @Nullable Dataset known(Dataset component) {
        Dataset.Builder keys = Dataset.builder().set(Tag.PatientID, component.string(Tag.PatientID, ""));
        String issuer = component.string(Tag.IssuerOfPatientID, "");
        try (Cursor<Dataset> found = desk.index().find(IndexQuery.of(Level.COMPONENT, keys.build()))) {
            while (found.hasNext()) {
                Dataset one = found.next();
                if (one.string(Tag.IssuerOfPatientID, "").equals(issuer)) {
                    return one;
                }
            }
        }
        return null;
    }

    /** The attributes of a component for an instance: those of another one that this one lacks are empty. */
    private Dataset all(String uid, Dataset known, Dataset component) {
        Dataset.Builder all = Dataset.builder().set(Tag.SpecificCharacterSet, "ISO_IR 192");
        for (Element e : Holding.attributes(desk.index(), uid)) {
            if (Overlay.isOfComponent(e)) {
                all.setEmpty(e.tag());
            }
        }
        for (Dataset from : List.of(known, component)) {
            for (Element e : from) {
                if (Overlay.isOfComponent(e)) {
                    all.set(e);
                }
            }
        }
        return all.build();
    }

    /**
     * Lists the versions of an instance.
     *
     * @param sopInstanceUid its SOP Instance UID
     * @return the versions, the one that holds last; none if there is no such instance
     */
    public List<InstanceRef> versions(String sopInstanceUid) {
        return desk.index().versions(sopInstanceUid);
    }

    /**
     * Reads a version of an instance; bulk values stay in the store.
     *
     * @param version which
     * @return the object as it is stored, or as it holds if it was moved to another component
     * @throws IOException if it cannot be read
     */
    public DicomObject read(InstanceRef version) throws IOException {
        return Holding.read(desk.objects(), desk.index(), version);
    }

    /**
     * Lists all events about an instance or a study, those of deleted ones too. Reads through all receipts, which takes about a
     * second for some hundred thousand.
     *
     * @param uid a SOP Instance UID or a Study Instance UID
     * @return the receipts, in their order
     */
    public List<Receipt> history(String uid) {
        Map<Long, Receipt> events = new LinkedHashMap<>();
        try (Cursor<Receipt> receipts = desk.objects().receipts(0)) {
            receipts.forEachRemaining(receipt -> {
                boolean names = uid.equals(receipt.sopInstanceUid()) || uid.equals(receipt.studyInstanceUid());
                Long about = receipt.refersTo();
                if (names || about != null && events.containsKey(about)) {
                    events.put(receipt.sequence(), receipt);
                }
            });
        }
        return List.copyOf(events.values());
    }
}
