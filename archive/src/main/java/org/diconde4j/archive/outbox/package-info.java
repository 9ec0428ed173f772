/**
 * Store and forward: objects of an archive are queued for other archives, sent when those can be reached, and released when they
 * are safe there. {@link org.diconde4j.archive.outbox.Outbox} is the queue, {@link org.diconde4j.archive.outbox.Dispatch} empties it.
 */
@NullMarked
package org.diconde4j.archive.outbox;

import org.jspecify.annotations.NullMarked;
