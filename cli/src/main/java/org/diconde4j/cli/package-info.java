/** The {@code diconde4j} command. */
@NullMarked
package org.diconde4j.cli;

import org.jspecify.annotations.NullMarked;
