/** What several codecs need. */
@NullMarked
package org.diconde4j.codec.internal;

import org.jspecify.annotations.NullMarked;
