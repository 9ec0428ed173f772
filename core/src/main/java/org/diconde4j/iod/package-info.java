/** Whether an object is what its class says: the modules of PS3.3, the value rules of PS3.5, and a report to read. */
@NullMarked
package org.diconde4j.iod;

import org.jspecify.annotations.NullMarked;
