package org.diconde4j.storage;

/** No object has this name in the store. */
public final class ObjectMissingException extends StorageException {
    private static final long serialVersionUID = 1L;

    /** The name of the object in the store. */
    private final String name;

    /**
     * Creates an exception.
     *
     * @param name the name of the object in the store
     * @param message what, where, expected, found, what to do
     */
    public ObjectMissingException(String name, String message) {
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
