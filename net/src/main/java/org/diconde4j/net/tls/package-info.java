/**
 * TLS for associations (PS3.15 B.12): keys, certificates and trust from PEM files that are read again when they change, or the
 * context of a host application.
 */
@NullMarked
package org.diconde4j.net.tls;

import org.jspecify.annotations.NullMarked;
