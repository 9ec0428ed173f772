/** The serving side: acceptor, negotiation, services. Nothing here is API. */
@NullMarked
package org.diconde4j.net.internal.scp;

import org.jspecify.annotations.NullMarked;
