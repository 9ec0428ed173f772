package org.diconde4j.media;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/**
 * Takes the keys of a record out of an object (PS3.3 F.5). Objects of inspections often lack what a record must have: no
 * Study ID, no dates. Then a value is made up, always the same for the same object, and reported.
 */
final class RecordKeys {
    private static final String UNKNOWN = "UNKNOWN";
    private static final String FIRST_DATE = "19000101";
    private static final String MIDNIGHT = "000000";
    /** Dates that may stand for one that is missing, each with its time. */
    private static final int[][] MOMENTS = {
        {Tag.StudyDate, Tag.StudyTime},
        {Tag.SeriesDate, Tag.SeriesTime},
        {Tag.AcquisitionDate, Tag.AcquisitionTime},
        {Tag.ContentDate, Tag.ContentTime},
        {Tag.PresentationCreationDate, Tag.PresentationCreationTime},
        {Tag.InstanceCreationDate, Tag.InstanceCreationTime},
    };

    private final MediaObject object;
    private final Consumer<String> notes;

    /**
     * Begins to take keys.
     *
     * @param object the object
     * @param notes told of each value that had to be made up
     */
    RecordKeys(MediaObject object, Consumer<String> notes) {
        this.object = object;
        this.notes = notes;
    }

    /** Adds the keys of a record that will be the nth among its siblings. */
    void addTo(Dataset.Builder record, RecordType type, int nth) {
        for (RecordType.Key key : type.keys()) {
            Element element = object.header().get(key.tag());
            if (element != null && element.isSequence() && !element.items().isEmpty()) {
                addItems(record, element);
            } else if (element != null && element.string() != null) {
                addValue(record, element);
            } else if (key.tag() == Tag.VerificationDateTime) {
                addLastVerification(record);
            } else if (key.type() == 1) {
                invent(record, key.tag(), nth);
            } else if (key.type() == 2) {
                record.setEmpty(key.tag());
            }
        }
    }

    /** Dates and times go in as the standard writes them today, not as ACR-NEMA did with dots and colons (PS3.5 6.2). */
    private static void addValue(Dataset.Builder record, Element element) {
        if (element.vr() == VR.DA || element.vr() == VR.TM) {
            String separator = element.vr() == VR.DA ? "." : ":";
            record.set(
                    element.tag(),
                    element.vr(),
                    element.strings().stream()
                            .map(value -> value.replace(separator, ""))
                            .toArray(String[]::new));
        } else {
            record.set(element);
        }
    }

    /** An object says when it was verified with each of those who did; a record, when the last one did. */
    private void addLastVerification(Dataset.Builder record) {
        object.header().items(Tag.VerifyingObserverSequence).stream()
                .map(observer -> observer.string(Tag.VerificationDateTime, ""))
                .max(String::compareTo)
                .filter(last -> !last.isEmpty())
                .ifPresent(last -> record.set(Tag.VerificationDateTime, last));
    }

    /** Of a tree of content only what modifies its title is a key; of a blending, only what it refers to. */
    private static void addItems(Dataset.Builder record, Element sequence) {
        switch (sequence.tag()) {
            case Tag.ContentSequence -> {
                List<Dataset> modifiers = sequence.items().stream()
                        .filter(item -> "HAS CONCEPT MOD".equals(item.string(Tag.RelationshipType)))
                        .toList();
                if (!modifiers.isEmpty()) {
                    record.setItems(sequence.tag(), modifiers);
                }
            }
            case Tag.BlendingSequence ->
                record.setItems(
                        sequence.tag(),
                        sequence.items().stream().map(RecordKeys::references).toList());
            default -> record.set(sequence);
        }
    }

    private static Dataset references(Dataset item) {
        Dataset.Builder some = Dataset.builder();
        for (Element element : item) {
            if (element.tag() == Tag.StudyInstanceUID || element.tag() == Tag.ReferencedSeriesSequence) {
                some.set(element);
            }
        }
        return some.build();
    }

    private void invent(Dataset.Builder record, int tag, int nth) {
        VR vr = Dictionary.standard().vrOf(tag);
        if (vr == VR.SQ) {
            record.setEmpty(tag);
            note(tag, "nothing");
        } else {
            String value = invented(tag, vr, nth);
            record.set(tag, value);
            note(tag, value);
        }
    }

    private String invented(int tag, VR vr, int nth) {
        return switch (tag) {
            case Tag.PatientID -> patientId(object);
            case Tag.StudyID -> FileNames.of(object.studyUid(), 0);
            case Tag.StudyInstanceUID -> object.studyUid();
            case Tag.SeriesInstanceUID -> object.seriesUid();
            case Tag.Modality -> "OT"; // other (PS3.3 C.7.3.1.1.1)
            case Tag.CompletionFlag -> "PARTIAL";
            case Tag.VerificationFlag -> "UNVERIFIED";
            case Tag.MIMETypeOfEncapsulatedDocument -> "application/octet-stream";
            default ->
                switch (vr) {
                    case DA -> date();
                    case TM -> time(tag);
                    case DT -> date() + MIDNIGHT;
                    case IS, US, UL -> String.valueOf(nth);
                    default -> UNKNOWN;
                };
        };
    }

    /** The component of an object; one that does not say is a component of its own for each of its studies. */
    static String patientId(MediaObject object) {
        return object.patientId() != null ? object.patientId() : UNKNOWN + '-' + FileNames.of(object.studyUid(), 0);
    }

    private String date() {
        for (int[] moment : MOMENTS) {
            String date = object.header().string(moment[0]);
            if (date != null) {
                return date;
            }
        }
        return FIRST_DATE;
    }

    /** If the date that it belongs to is there, nothing is known of the time; else it goes with the date taken instead. */
    private String time(int tag) {
        for (int[] moment : MOMENTS) {
            if (moment[1] == tag && object.header().string(moment[0]) != null) {
                return MIDNIGHT;
            }
        }
        for (int[] moment : MOMENTS) {
            if (object.header().string(moment[0]) != null) {
                return object.header().string(moment[1], MIDNIGHT);
            }
        }
        return MIDNIGHT;
    }

    private void note(int tag, String value) {
        notes.accept(String.format(
                Locale.ROOT,
                "%s (%04X,%04X) is missing; the directory says %s",
                Dictionary.standard().keyword(tag),
                tag >>> 16,
                tag & 0xFFFF,
                value));
    }
}
