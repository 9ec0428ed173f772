package org.diconde4j.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes make two objects belong to the same component. Nothing is guessed: the values are compared as they are,
 * and an object without the first of them has no identity.
 *
 * @param tags the attributes; the first must have a value, the others may lack one
 */
public record Identity(List<Integer> tags) {
    /** Component ID Number (Patient ID) and its issuer. */
    public static final Identity COMPONENT_ID_AND_ISSUER = of(Tag.PatientID, Tag.IssuerOfPatientID);

    /**
     * Makes the list immutable.
     *
     * @param tags the attributes; the first must have a value, the others may lack one
     * @throws IllegalArgumentException if it is empty
     */
    public Identity {
        tags = List.copyOf(tags);
        if (tags.isEmpty()) {
            throw new IllegalArgumentException("the identity of a component needs at least one attribute, found none");
        }
    }

    /**
     * An identity made of attributes.
     *
     * @param tags the attributes; the first must have a value, the others may lack one
     * @return the identity
     */
    public static Identity of(int... tags) {
        List<Integer> list = new ArrayList<>();
        for (int tag : tags) {
            list.add(tag);
        }
        return new Identity(list);
    }

    /**
     * Returns what tells a component from every other one.
     *
     * @param attributes attributes of an object
     * @return the key, or null if the first attribute has no value
     */
    public @Nullable String key(Dataset attributes) {
        if (attributes.string(tags.get(0)) == null) {
            return null;
        }
        // A line feed can't stand in a value of the VRs that name things (PS3.5 6.2), so parts can't run into each
        // other.
        StringJoiner key = new StringJoiner("\n");
        for (int tag : tags) {
            key.add(String.join("\\", attributes.strings(tag)));
        }
        return key.toString();
    }

    @Override
    public String toString() {
        return tags.stream().map(t -> String.format("%08X", t)).collect(Collectors.joining("+"));
    }
}
