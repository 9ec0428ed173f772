/** The asking side: opening associations, sending and receiving objects. Nothing here is API. */
@NullMarked
package org.diconde4j.net.internal.scu;

import org.jspecify.annotations.NullMarked;
