/** An index on Jakarta Persistence, with embedded H2. */
@NullMarked
package org.diconde4j.storage.jdbc;

import org.jspecify.annotations.NullMarked;
