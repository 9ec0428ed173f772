/** Application entities and associations: the DICOM upper layer and the DIMSE services (PS3.7, PS3.8). */
@NullMarked
package org.diconde4j.net;

import org.jspecify.annotations.NullMarked;
