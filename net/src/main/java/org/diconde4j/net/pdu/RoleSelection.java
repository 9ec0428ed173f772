package org.diconde4j.net.pdu;

/**
 * SCP/SCU role selection (PS3.7 D.3.3.4).
 *
 * @param sopClassUid the abstract syntax that the roles are about
 * @param scu in a request: the requestor proposes to be SCU; in an answer: that is accepted
 * @param scp in a request: the requestor proposes to be SCP; in an answer: that is accepted
 */
public record RoleSelection(String sopClassUid, boolean scu, boolean scp) {}
