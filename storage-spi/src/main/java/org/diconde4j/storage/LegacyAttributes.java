package org.diconde4j.storage;

import org.diconde4j.data.Dataset;

/** Legacy private DICONDE blocks, given under the public tags of today as well. */
final class LegacyAttributes {
    private LegacyAttributes() {}

    static Dataset translate(Dataset attributes) {
        return attributes;
    }
}
