/** Encryption at rest around any object store; {@code FORMAT.md} of this module describes the bytes. */
@NullMarked
package org.diconde4j.storage.crypto;

import org.jspecify.annotations.NullMarked;
