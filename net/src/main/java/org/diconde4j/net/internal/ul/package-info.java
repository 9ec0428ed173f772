/** The upper layer: transport, the PS3.8 state machine, P-DATA in and out. Nothing here is API. */
@NullMarked
package org.diconde4j.net.internal.ul;

import org.jspecify.annotations.NullMarked;
