/** Who sends a request: tokens of an OpenID Connect provider, and local users. */
@NullMarked
package org.diconde4j.web.access;

import org.jspecify.annotations.NullMarked;
