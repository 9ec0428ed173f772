/** DICOMweb (PS3.18) of an archive. {@link org.diconde4j.web.DicomWeb} is the way in, {@link org.diconde4j.web.WebServer} a server for it. */
@NullMarked
package org.diconde4j.web;

import org.jspecify.annotations.NullMarked;
