/**
 * Who may open an association with a server, and how much of it one peer may use. Immutable rules by AE title, address, certificate
 * and user; limits for associations, operations and bytes.
 */
@NullMarked
package org.diconde4j.net.access;

import org.jspecify.annotations.NullMarked;
