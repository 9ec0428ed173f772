/** Frame codecs of every transfer syntax that has compressed frames; here are the names of the options that only some take. */
@NullMarked
package org.diconde4j.codec;

import org.jspecify.annotations.NullMarked;
