/** What DICOMweb needs of HTTP: media types, what a client accepts, queries, parts of a body, problems. Knows no archive. */
@NullMarked
package org.diconde4j.web.http;

import org.jspecify.annotations.NullMarked;
