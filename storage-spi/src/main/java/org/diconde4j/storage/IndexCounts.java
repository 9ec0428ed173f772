package org.diconde4j.storage;

/**
 * How much an index knows.
 *
 * @param components number of components
 * @param studies number of studies
 * @param series number of series
 * @param instances number of instances
 * @param quarantined number of objects in quarantine
 * @param bytes length of all instances together, in bytes
 */
public record IndexCounts(long components, long studies, long series, long instances, long quarantined, long bytes) {}
