/** How what must reach a peer is tried again until it does. */
@NullMarked
package org.diconde4j.archive.delivery;

import org.jspecify.annotations.NullMarked;
