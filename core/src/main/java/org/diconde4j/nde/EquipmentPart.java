package org.diconde4j.nde;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.jspecify.annotations.Nullable;

/**
 * A part of the inspection equipment, or how it was set: an item of a sequence of group 0014, such as Transmit Transducer
 * Sequence (0014,4010) or Flash Source Setting Sequence (0014,600F). Immutable and thread-safe.
 */
public final class EquipmentPart {
    private final int sequence;
    private final Dataset attributes;

    EquipmentPart(int sequence, Dataset attributes) {
        this.sequence = sequence;
        this.attributes = attributes;
    }

    /** Whether a tag is of the equipment and its settings: detectors, ultrasonics, eddy current, LINAC, thermography. */
    static boolean isOfEquipment(int tag) {
        int low = tag & 0xFFFF;
        boolean indicator = low >= 0x40A0 && low <= 0x40A2;
        boolean waveDimension = low >= 0x4101 && low <= 0x410C;
        return tag >>> 16 == 0x0014 && low >= 0x3000 && !indicator && !waveDimension;
    }

    static List<EquipmentPart> partsOf(Dataset dataset) {
        List<EquipmentPart> parts = new ArrayList<>();
        for (Element element : dataset) {
            if (isOfEquipment(element.tag())) {
                element.items().forEach(item -> parts.add(new EquipmentPart(element.tag(), item)));
            }
        }
        return List.copyOf(parts);
    }

    static List<Setting> settingsOf(Dataset dataset, boolean all) {
        List<Setting> settings = new ArrayList<>();
        for (Element element : dataset) {
            boolean wanted = all || isOfEquipment(element.tag());
            if (wanted && !element.isSequence() && (element.tag() & 0x10000) == 0 && !element.isEmpty()) {
                settings.add(Setting.of(element));
            }
        }
        return List.copyOf(settings);
    }

    /**
     * The sequence whose item it is.
     *
     * @return group and element number, such as {@code Tag.GateSettingsSequence}
     */
    public int sequence() {
        return sequence;
    }

    /**
     * What it is called: the name of the sequence.
     *
     * @return such as {@code Gate Settings}
     */
    public String name() {
        Dictionary.Entry entry = Dictionary.standard().entry(sequence);
        return entry == null
                ? Dictionary.standard().keyword(sequence)
                : entry.name().replace(" Sequence", "");
    }

    /**
     * All its attributes but sequences, in the order of their tags.
     *
     * @return the settings, none if there are none
     */
    public List<Setting> settings() {
        return settingsOf(attributes, true);
    }

    /**
     * The parts of this part, such as the DAC Sequence (0014,4035) in Receiver Settings Sequence (0014,4030).
     *
     * @return the parts in the order of their tags, none if there are none
     */
    public List<EquipmentPart> parts() {
        return partsOf(attributes);
    }

    /**
     * The first value of an attribute.
     *
     * @param tag group and element number
     * @return the value or null
     */
    public @Nullable String text(int tag) {
        return attributes.string(tag);
    }

    /**
     * The first value of an attribute as a number.
     *
     * @param tag group and element number
     * @return the number, or null if there is none or it is no number
     */
    public @Nullable Double number(int tag) {
        return Values.number(attributes, tag);
    }

    /**
     * All attributes, those of {@link #parts()} and calibration frames included.
     *
     * @return the item as it stands in the object
     */
    public Dataset attributes() {
        return attributes;
    }

    @Override
    public String toString() {
        return name() + " " + settings();
    }
}
