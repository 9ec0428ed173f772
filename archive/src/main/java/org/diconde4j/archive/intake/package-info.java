/** The way in: one pass from the bytes that arrive to a durable object, its receipt and its index row. */
@NullMarked
package org.diconde4j.archive.intake;

import org.jspecify.annotations.NullMarked;
