/** WebSockets of Jetty, which calls them by reflection and wants them public for that. */
@NullMarked
package org.diconde4j.web.socket;

import org.jspecify.annotations.NullMarked;
