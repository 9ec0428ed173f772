/**
 * The keys of encrypted stores: a {@link org.diconde4j.storage.keys.KeyService} holds master keys, which wrap the store keys
 * that {@link org.diconde4j.storage.keys.StoreKeys} keeps in a small file; those wrap the keys of objects.
 */
@NullMarked
package org.diconde4j.storage.keys;

import org.jspecify.annotations.NullMarked;
