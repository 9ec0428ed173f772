package org.diconde4j.net.pdu;

import java.util.List;

/**
 * A presentation context as proposed (PS3.8 9.3.2.2).
 *
 * @param id odd, 1 to 255
 * @param abstractSyntax SOP class UID, or meta SOP class UID
 * @param transferSyntaxes at least one, those the requestor likes best first
 */
public record ProposedContext(int id, String abstractSyntax, List<String> transferSyntaxes) {
    /**
     * Copies the list.
     *
     * @param id odd, 1 to 255
     * @param abstractSyntax SOP class UID, or meta SOP class UID
     * @param transferSyntaxes at least one, those the requestor likes best first
     */
    public ProposedContext {
        transferSyntaxes = List.copyOf(transferSyntaxes);
    }
}
