package org.diconde4j.cli;

import org.diconde4j.net.RetrieveOutcome;
import org.diconde4j.net.service.Status;

/** How a retrieval ended, for people. */
final class Retrieved {
    private Retrieved() {}

    /** Names what failed, and says whether nothing did. */
    static boolean tell(Terminal terminal, RetrieveOutcome outcome) {
        outcome.failedInstanceUids().forEach(uid -> terminal.err().println(Terminal.clean("failed " + uid)));
        if (outcome.status() == Status.CANCEL) {
            terminal.complain("cancelled");
        } else if (outcome.status() != Status.SUCCESS) {
            String comment = outcome.errorComment();
            terminal.complain("the peer answered with status " + Status.hex(outcome.status())
                    + (comment == null ? "" : ", " + comment));
        }
        return outcome.complete();
    }
}
