package org.diconde4j.net;

/**
 * How sending ended.
 *
 * @param stored objects that the receiver has, warnings included
 * @param failed objects that it has not
 */
public record SendSummary(long stored, long failed) {}
