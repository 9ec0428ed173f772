package org.diconde4j.nde;

import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.diconde4j.data.CharacterSet;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;

/**
 * What all builders of objects have in common. Not thread-safe.
 *
 * @param <B> the type that its methods return
 */
public abstract sealed class ObjectBuilder<B> permits PixelBuilder, DocumentBuilder, WaveformBuilder {
    final Kind kind;
    /** What the caller has set; wins over the defaults. */
    final Dataset.Builder given = Dataset.builder();

    private Supplier<String> uids = Uids::random;

    ObjectBuilder(Kind kind) {
        this.kind = kind;
    }

    @SuppressWarnings("unchecked")
    final B self() {
        return (B) this;
    }

    /**
     * Says what was inspected.
     *
     * @param component the component
     * @return this builder
     */
    public B component(Component component) {
        return with(component.toDataset());
    }

    /**
     * Says in which inspection.
     *
     * @param study the study; without a UID the object gets one of its own
     * @return this builder
     */
    public B study(ComponentStudy study) {
        return with(study.toDataset());
    }

    /**
     * Says in which series.
     *
     * @param series the series; without a UID the object gets one of its own
     * @return this builder
     */
    public B series(ComponentSeries series) {
        return with(series.toDataset());
    }

    /**
     * Says with what.
     *
     * @param equipment the inspection equipment
     * @return this builder
     */
    public B equipment(InspectionEquipment equipment) {
        return with(equipment.toDataset());
    }

    /**
     * Says how the equipment was set.
     *
     * @param technique the parts of the equipment and their settings
     * @return this builder
     */
    public B technique(Technique technique) {
        return with(technique.toDataset());
    }

    /**
     * Says along which mechanical axes it was made.
     *
     * @param geometry axes and transforms
     * @return this builder
     */
    public B geometry(NdeGeometry geometry) {
        return with(geometry.toDataset());
    }

    /**
     * Says which image quality indicators it shows.
     *
     * @param indicators one or more
     * @return this builder
     */
    public B imageQualityIndicators(ImageQualityIndicator... indicators) {
        return with(ImageQualityIndicator.toDataset(List.of(indicators)));
    }

    /**
     * Says what evaluators saw in it.
     *
     * @param evaluators the evaluations and their indications
     * @return this builder
     */
    public B evaluators(Evaluator... evaluators) {
        given.setItems(
                Tag.EvaluatorSequence,
                List.of(evaluators).stream().map(Evaluator::toItem).toList());
        return self();
    }

    /**
     * Says what was decided.
     *
     * @param approval the reviews
     * @return this builder
     */
    public B approval(NdeApproval approval) {
        return with(approval.toDataset());
    }

    /**
     * Says when it was made: content and, where the kind has it, acquisition date and time.
     *
     * @param when local time of the equipment
     * @return this builder
     */
    public B created(LocalDateTime when) {
        String date = Values.text(when.toLocalDate());
        String time = Values.text(when.toLocalTime());
        given.set(Tag.ContentDate, date).set(Tag.ContentTime, time);
        if (kind.hasAcquisitionDateTime()) {
            given.set(Tag.AcquisitionDateTime, date + time);
        } else {
            given.set(Tag.AcquisitionDate, date).set(Tag.AcquisitionTime, time);
        }
        return self();
    }

    /**
     * Sets the Instance Number (0020,0013); 1 without it.
     *
     * @param number the place in the series
     * @return this builder
     */
    public B instanceNumber(int number) {
        given.set(Tag.InstanceNumber, number);
        return self();
    }

    /**
     * Sets where identifiers come from that nobody has given.
     *
     * @param source gives a new identifier at each call
     * @return this builder
     */
    public B uids(Supplier<String> source) {
        this.uids = source;
        return self();
    }

    /**
     * Sets any other attribute.
     *
     * @param tag group and element number
     * @param values the values, none for an empty element
     * @return this builder
     */
    public B set(int tag, String... values) {
        given.set(tag, values);
        return self();
    }

    /**
     * Sets any other attributes.
     *
     * @param attributes they win over what was set before
     * @return this builder
     */
    public B with(Dataset attributes) {
        for (Element element : attributes) {
            if (element.tag() != Tag.SpecificCharacterSet) { // each text knows its own
                given.set(element);
            }
        }
        return self();
    }

    /**
     * Makes the object.
     *
     * @return the object in Explicit VR Little Endian, unless its pixels need another transfer syntax
     * @throws IllegalStateException if something is missing that cannot be left out
     */
    public DicomObject build() {
        Dataset.Builder dataset = Dataset.builder()
                .set(Tag.SOPClassUID, sopClass())
                .set(Tag.Modality, kind.modality)
                .set(Tag.InstanceNumber, 1);
        Defaults.of(kind).forEach(dataset::set);
        Dataset attributes = withIdentifiers(withCharacterSet(given.build()));
        dataset.setAll(attributes);
        complete(dataset, attributes);
        Dataset whole = dataset.build();
        TransferSyntax syntax = syntax();
        Dataset meta =
                FileMeta.of(whole.string(Tag.SOPClassUID, ""), whole.string(Tag.SOPInstanceUID, ""), syntax.uid());
        return new DicomObject(meta, syntax, 0, whole);
    }

    private Dataset withIdentifiers(Dataset attributes) {
        Dataset.Builder identified = attributes.toBuilder();
        for (int uid : new int[] {Tag.StudyInstanceUID, Tag.SeriesInstanceUID, Tag.SOPInstanceUID}) {
            if (!attributes.contains(uid)) {
                identified.set(uid, uids.get());
            }
        }
        return identified.build();
    }

    /** Texts may have come from data sets of several character sets; one that holds them all is named. */
    private static Dataset withCharacterSet(Dataset attributes) {
        Set<List<String>> sets = new HashSet<>();
        for (Element element : attributes) {
            if (element.vr().isText() && !element.characterSet().terms().isEmpty()) {
                sets.add(element.characterSet().terms());
            }
        }
        if (sets.isEmpty() || attributes.contains(Tag.SpecificCharacterSet)) {
            return attributes;
        }
        List<String> terms = sets.size() == 1 ? sets.iterator().next() : CharacterSet.UTF_8.terms();
        return attributes.toBuilder()
                .set(Tag.SpecificCharacterSet, terms.toArray(String[]::new))
                .build();
    }

    String sopClass() {
        return kind.sopClass;
    }

    TransferSyntax syntax() {
        return TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    }

    /** What nobody has said or measured must not be made up. */
    static void needs(Dataset attributes, int tag, String method) {
        Element element = attributes.get(tag);
        if (element == null || element.isEmpty()) {
            throw new IllegalStateException("this kind of object needs "
                    + Dictionary.standard().keyword(tag) + ": call " + method + " before build()");
        }
    }

    /** Enhanced General Equipment (PS3.3 C.7.5.2), where all of it is mandatory. */
    static void needsEquipment(Dataset attributes) {
        needs(attributes, Tag.Manufacturer, "equipment(…) with model(…)");
        needs(attributes, Tag.ManufacturerModelName, "equipment(…) with model(…)");
        needs(attributes, Tag.DeviceSerialNumber, "equipment(…) with serialNumber(…)");
    }

    /** Adds what follows from what was given. */
    abstract void complete(Dataset.Builder dataset, Dataset attributes);
}
