package org.diconde4j.net;

/**
 * How far a C-MOVE or C-GET has come. A count that the peer left out is 0.
 *
 * @param remaining sub-operations still to be done
 * @param completed objects that arrived
 * @param failed objects that did not
 * @param warning objects that arrived with a warning
 */
public record RetrieveProgress(int remaining, int completed, int failed, int warning) {}
