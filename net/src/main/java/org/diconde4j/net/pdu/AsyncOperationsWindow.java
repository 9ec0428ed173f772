package org.diconde4j.net.pdu;

/**
 * Asynchronous operations window (PS3.7 D.3.3.3). Without it both values are 1.
 *
 * @param maxInvoked how many operations the sender of this item may have outstanding as invoker; 0 is unlimited
 * @param maxPerformed how many it may have outstanding as performer; 0 is unlimited
 */
public record AsyncOperationsWindow(int maxInvoked, int maxPerformed) {}
