package org.diconde4j.storage;

import org.jspecify.annotations.Nullable;

/**
 * Where an object came from, as far as it is known; kept in its receipt for good.
 *
 * @param kind the door it came through: {@code dimse}, {@code http}, {@code file} or {@code api}, later ones may add theirs
 * @param callingAeTitle the AE title of the sender, or null
 * @param calledAeTitle the AE title it was sent to, or null
 * @param address the network address of the sender, or null
 * @param path the file it was read from, or null
 * @param person who did it, for events that somebody caused, or null
 */
public record Source(
        String kind,
        @Nullable String callingAeTitle,
        @Nullable String calledAeTitle,
        @Nullable String address,
        @Nullable String path,
        @Nullable String person) {

    /**
     * Something that came through an association.
     *
     * @param callingAeTitle the AE title of the sender
     * @param calledAeTitle the AE title it was sent to
     * @param address the network address of the sender
     * @return the source
     */
    public static Source dimse(String callingAeTitle, String calledAeTitle, @Nullable String address) {
        return new Source("dimse", callingAeTitle, calledAeTitle, address, null, null);
    }

    /**
     * Something that came through a web service.
     *
     * @param address the network address of the sender
     * @return the source
     */
    public static Source http(String address) {
        return new Source("http", null, null, address, null, null);
    }

    /**
     * Something read from a file.
     *
     * @param path the file
     * @return the source
     */
    public static Source file(String path) {
        return new Source("file", null, null, null, path, null);
    }

    /**
     * Something that the host application handed over.
     *
     * @return the source
     */
    public static Source api() {
        return new Source("api", null, null, null, null, null);
    }

    /**
     * Something that a person did through the host application.
     *
     * @param person who, as the owner of the archive names people
     * @return the source
     */
    public static Source person(String person) {
        return new Source("api", null, null, null, null, person);
    }

    /**
     * The same, with the person who did it.
     *
     * @param who as the owner of the archive names people, or null if nobody was asked
     * @return the source
     */
    public Source by(@Nullable String who) {
        return new Source(kind, callingAeTitle, calledAeTitle, address, path, who);
    }
}
