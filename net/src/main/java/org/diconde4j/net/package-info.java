/**
 * DICOM networking: a server that serves handlers, and clients for each service. Knows no archive.
 */
@NullMarked
package org.diconde4j.net;

import org.jspecify.annotations.NullMarked;
