/** DICOM media: File-sets and their directory, the DICOMDIR (PS3.10 8, PS3.3 F). */
@NullMarked
package org.diconde4j.media;

import org.jspecify.annotations.NullMarked;
