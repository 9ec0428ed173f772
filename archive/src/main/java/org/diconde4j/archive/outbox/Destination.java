package org.diconde4j.archive.outbox;

import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.data.Dataset;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.storage.RecordContent;

/**
 * Where an outbox sends to; kept with it, under the title of the peer.
 *
 * @param peer the archive
 * @param callingAeTitle the title that this side goes by, 1 to 16 characters
 * @param commitment whether objects are released only after the archive committed itself to keep them safe (PS3.4 J)
 * @param associations how many associations are used at once, at least 1; with one, objects arrive in the order in which they were
 *     queued, as far as none has to be sent again
 */
public record Destination(Peer peer, String callingAeTitle, boolean commitment, int associations) {
    private static final int MOST_ASSOCIATIONS = 16;

    /**
     * Checks title and number.
     *
     * @param peer the archive
     * @param callingAeTitle the title that this side goes by
     * @param commitment whether to wait for storage commitment
     * @param associations how many associations are used at once, 1 to 16
     * @throws IllegalArgumentException if one of them is out of range
     */
    public Destination {
        DimseClient.as(callingAeTitle);
        if (associations < 1 || associations > MOST_ASSOCIATIONS) {
            throw new IllegalArgumentException(
                    associations + " associations to " + peer + ", expected 1 to " + MOST_ASSOCIATIONS);
        }
    }

    /**
     * A destination with one association, without commitment, from {@code DICONDE4J}.
     *
     * @param peer the archive
     * @return the destination
     */
    public static Destination of(Peer peer) {
        return new Destination(peer, "DICONDE4J", false, 1);
    }

    /**
     * Changes the title of this side.
     *
     * @param title 1 to 16 characters
     * @return a changed copy
     */
    public Destination from(String title) {
        return new Destination(peer, title, commitment, associations);
    }

    /**
     * Asks for commitment before objects are released.
     *
     * @return a changed copy
     */
    public Destination committed() {
        return new Destination(peer, callingAeTitle, true, associations);
    }

    /**
     * Changes the number of associations.
     *
     * @param number 1 to 16
     * @return a changed copy
     */
    public Destination withAssociations(int number) {
        return new Destination(peer, callingAeTitle, commitment, number);
    }

    /**
     * The title by which the outbox knows it.
     *
     * @return the peer's AE title
     */
    public String title() {
        return peer.aeTitle();
    }

    RecordContent content() {
        Map<String, String> notes = new TreeMap<>();
        notes.put("peer", peer.toString());
        notes.put("callingAeTitle", callingAeTitle);
        notes.put("commitment", String.valueOf(commitment));
        notes.put("associations", String.valueOf(associations));
        return new RecordContent(Dataset.empty(), notes);
    }

    static Destination of(RecordContent content) {
        Map<String, String> notes = content.notes();
        return new Destination(
                Peer.parse(notes.getOrDefault("peer", "")),
                notes.getOrDefault("callingAeTitle", ""),
                Boolean.parseBoolean(notes.get("commitment")),
                Integer.parseInt(notes.getOrDefault("associations", "1")));
    }
}
