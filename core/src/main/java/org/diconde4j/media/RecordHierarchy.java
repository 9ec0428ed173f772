package org.diconde4j.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The records that will be written, each in its place (PS3.3 F.4). Of an object that is put there the identifier of the
 * lowest level that is known decides: a series is where it is, whatever component an object of it claims to be of.
 */
final class RecordHierarchy {
    /** Marks the private records here, each of which stands for an object that the standard has no record for. */
    static final String PRIVATE_RECORD = "2.25.295828689229753011050723106496024050862";

    private final List<RecordNode> root = new ArrayList<>();
    private final Map<String, RecordNode> patients = new HashMap<>();
    private final Map<String, RecordNode> studies = new HashMap<>();
    private final Map<String, RecordNode> series = new HashMap<>();
    private final Map<String, RecordNode> instances = new HashMap<>();

    /** The records of the Root Directory Entity. */
    List<RecordNode> root() {
        return root;
    }

    @Nullable
    RecordNode instance(String sopInstanceUid) {
        return instances.get(sopInstanceUid);
    }

    /** Takes a record of another directory over, with all below it. */
    void takeOver(DirectoryRecord record) {
        root.add(taken(record));
    }

    private RecordNode taken(DirectoryRecord record) {
        Dataset keys = record.attributes();
        String instance = keys.string(Tag.ReferencedSOPInstanceUIDInFile, "");
        String key = switch (record.type()) {
            case "PATIENT" -> keys.string(Tag.PatientID, "");
            case "STUDY" -> keys.string(Tag.StudyInstanceUID, instance); // type 1C (PS3.3 F.5.2)
            case "SERIES" -> keys.string(Tag.SeriesInstanceUID, "");
            default -> record.fileId() == null ? "" : instance;
        };
        RecordNode node = new RecordNode(key, RecordNode.takenOver(record));
        if (!key.isEmpty()) {
            level(record.type()).putIfAbsent(key, node);
        }
        record.children().forEach(child -> node.add(taken(child)));
        return node;
    }

    private Map<String, RecordNode> level(String type) {
        return switch (type) {
            case "PATIENT" -> patients;
            case "STUDY" -> studies;
            case "SERIES" -> series;
            default -> instances;
        };
    }

    /**
     * Makes the record of an object, and those above it if missing. Where there is one of the same instance, it is
     * replaced, unless it says the same already.
     */
    void put(FileId fileId, MediaObject object, Consumer<String> notes) {
        RecordNode known = instances.get(object.sopInstanceUid());
        if (known != null && saysTheSame(known.record(), fileId, object)) {
            return;
        }
        RecordType type = SopClasses.recordOf(object.sopClassUid(), object.header());
        RecordNode above = type.isOfRoot() ? null : seriesOf(object, notes);
        int nth = (above == null ? root : above.children()).size() + 1;
        Dataset record = record(fileId, type, object, nth, notes);
        if (known != null) {
            known.replace(record);
            return;
        }
        RecordNode node = new RecordNode(object.sopInstanceUid(), record);
        instances.put(node.key(), node);
        if (above == null) {
            root.add(node);
        } else {
            above.add(node);
        }
    }

    private static boolean saysTheSame(Dataset record, FileId fileId, MediaObject object) {
        return record.strings(Tag.ReferencedFileID).equals(fileId.components())
                && record.string(Tag.ReferencedSOPClassUIDInFile, "").equals(object.sopClassUid())
                && record.string(Tag.ReferencedTransferSyntaxUIDInFile, "").equals(object.transferSyntaxUid());
    }

    private static Dataset record(FileId fileId, RecordType type, MediaObject object, int nth, Consumer<String> notes) {
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
        new RecordKeys(object, notes).addTo(record, type, nth);
        return record.build();
    }

    private RecordNode seriesOf(MediaObject object, Consumer<String> notes) {
        RecordNode found = series.get(object.seriesUid());
        if (found == null) {
            RecordNode study = studyOf(object, notes);
            found = made(
                    RecordType.SERIES,
                    object.seriesUid(),
                    object,
                    study.children().size() + 1,
                    notes);
            study.add(found);
            series.put(found.key(), found);
        } else {
            compare("series " + found.key(), "study", found.parent(), object.studyUid(), notes);
        }
        return found;
    }

    private RecordNode studyOf(MediaObject object, Consumer<String> notes) {
        RecordNode found = studies.get(object.studyUid());
        if (found == null) {
            RecordNode patient = patientOf(object, notes);
            found = made(RecordType.STUDY, object.studyUid(), object, 1, notes);
            patient.add(found);
            studies.put(found.key(), found);
        } else {
            compare("study " + found.key(), "component", found.parent(), RecordKeys.patientId(object), notes);
        }
        return found;
    }

    private RecordNode patientOf(MediaObject object, Consumer<String> notes) {
        String id = RecordKeys.patientId(object);
        RecordNode found = patients.get(id);
        if (found == null) {
            found = made(RecordType.PATIENT, id, object, 1, notes);
            root.add(found);
            patients.put(id, found);
        } else {
            compareIssuer(found, object, notes);
        }
        return found;
    }

    private static void compare(
            String what, String above, @Nullable RecordNode found, String expected, Consumer<String> notes) {
        if (found != null && !found.key().equals(expected)) {
            notes.accept("says that " + what + " is of " + above + ' ' + expected + ", but the directory has it below "
                    + found.key() + ", where it stays");
        }
    }

    /** For a File-set an ID is the whole identity of a component (PS3.3 F.5.1), so two that share one share a record. */
    private static void compareIssuer(RecordNode patient, MediaObject object, Consumer<String> notes) {
        String issuer = object.header().string(Tag.IssuerOfPatientID, "");
        String before = patient.record().string(Tag.IssuerOfPatientID, "");
        if (!issuer.equals(before)) {
            notes.accept("is of the component " + patient.key() + " of issuer \"" + issuer
                    + "\" and shares the record of that of issuer \"" + before + "\"");
        }
    }

    private static RecordNode made(RecordType type, String key, MediaObject object, int nth, Consumer<String> notes) {
        Dataset.Builder record = RecordNode.begin(type.term());
        new RecordKeys(object, notes).addTo(record, type, nth);
        return new RecordNode(key, record.build());
    }
}
