/**
 * The storage contract: write-once objects with their receipts ({@link org.diconde4j.storage.ObjectStore}), what can be
 * asked about them ({@link org.diconde4j.storage.Index}), the projection between the two, and small documents that change
 * ({@link org.diconde4j.storage.Records}).
 *
 * <p>Objects and receipts are the truth; the index is a projection of them and can be deleted and rebuilt at any time.
 * Providers are named by URI and found by {@link org.diconde4j.storage.StorageProviders}.
 */
@NullMarked
package org.diconde4j.storage;

import org.jspecify.annotations.NullMarked;
