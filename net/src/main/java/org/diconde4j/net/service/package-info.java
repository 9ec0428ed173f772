/**
 * What an application implements to offer DIMSE services, and what it is given: small interfaces with records in and a
 * result or a stream out (PS3.7, PS3.4).
 */
@NullMarked
package org.diconde4j.net.service;

import org.jspecify.annotations.NullMarked;
