package org.diconde4j.storage;

/** An object of this name is already in the store; nothing was overwritten and no receipt was written. */
public final class NameTakenException extends StorageException {
    private static final long serialVersionUID = 1L;

    /** The name of the object in the store. */
    private final String name;

    /**
     * Creates an exception.
     *
     * @param name the name of the object in the store
     * @param message what, where, expected, found, what to do
     */
    public NameTakenException(String name, String message) {
        super(message);
        this.name = name;
    }

    /**
     * Returns the name of the object in the store.
     *
     * @return the name
     */
    public String name() {
        return name;
    }
}
