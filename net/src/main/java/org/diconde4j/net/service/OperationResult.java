package org.diconde4j.net.service;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of an operation.
 *
 * @param status the status of the last response, see {@link Status}; null if there was none
 * @param bytes of all its data sets, in both directions
 * @param time from the request to the last response
 */
public record OperationResult(@Nullable Integer status, long bytes, Duration time) {}
