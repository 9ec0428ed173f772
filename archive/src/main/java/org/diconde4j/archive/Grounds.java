package org.diconde4j.archive;

import org.diconde4j.archive.intake.Event;
import org.diconde4j.storage.Source;

/**
 * Who changes something, and why; kept in the receipts for good.
 *
 * @param person who, as the owner of the archive names people
 * @param reason why
 */
public record Grounds(String person, String reason) {
    /**
     * Checks that something is said.
     *
     * @param person who, as the owner of the archive names people
     * @param reason why
     * @throws IllegalArgumentException if either is blank
     */
    public Grounds {
        if (person.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException(
                    "a change to what is kept needs a person and a reason, which its receipt keeps for good; found person \""
                            + person + "\", reason \"" + reason + "\"");
        }
    }

    Event event() {
        return new Event(Source.person(person), reason);
    }
}
