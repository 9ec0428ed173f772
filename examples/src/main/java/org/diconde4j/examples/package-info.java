/** One short program for each kind of user. */
@NullMarked
package org.diconde4j.examples;

import org.jspecify.annotations.NullMarked;
