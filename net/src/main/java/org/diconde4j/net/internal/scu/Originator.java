package org.diconde4j.net.internal.scu;

/** Who asked for the C-MOVE that objects are sent for (PS3.7 9.1.1.1.6). */
public record Originator(String aeTitle, int messageId) {}
