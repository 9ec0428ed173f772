/** Object store on an S3 service; {@code FORMAT.md} describes what is in the bucket. */
@NullMarked
package org.diconde4j.storage.s3;

import org.jspecify.annotations.NullMarked;
