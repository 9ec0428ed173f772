package org.diconde4j.net.internal.scu;

/** Where a C-MOVE sends to, and how associations are opened there. */
public record MoveTarget(Destination to, ScuConfig how) {}
