package org.diconde4j.storage;

/**
 * How to open a store or an index.
 *
 * @param identity which attributes make two objects belong to the same component
 */
public record OpenOptions(Identity identity) {
    /**
     * The usual options: identity is Component ID Number and issuer.
     *
     * @return the options
     */
    public static OpenOptions defaults() {
        return new OpenOptions(Identity.COMPONENT_ID_AND_ISSUER);
    }
}
