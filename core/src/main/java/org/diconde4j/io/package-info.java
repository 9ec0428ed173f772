/** Reading and writing: Part 10 files, data set streams, JSON and dumps. */
@NullMarked
package org.diconde4j.io;

import org.jspecify.annotations.NullMarked;
