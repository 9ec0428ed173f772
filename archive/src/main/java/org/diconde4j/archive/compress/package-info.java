/**
 * Lossless compression at rest: objects lie in the store as smaller DICOM files of which the file as received can be made again,
 * byte for byte, and everybody above the store sees nothing but that.
 */
@org.jspecify.annotations.NullMarked
package org.diconde4j.archive.compress;
