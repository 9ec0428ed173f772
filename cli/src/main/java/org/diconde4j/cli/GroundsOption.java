package org.diconde4j.cli;

import org.diconde4j.archive.Grounds;
import picocli.CommandLine.Option;

/** Who changes what is kept, and why. */
@SuppressWarnings("NullAway.Init")
final class GroundsOption {
    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why; kept in the receipts for good.")
    private String reason;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who; kept in the receipts for good. Default: ${DEFAULT-VALUE}.")
    private String by;

    Grounds grounds() {
        if (by.isBlank() || reason.isBlank()) {
            throw new WrongUsage("say --reason and --by in words, since their receipts are kept for good");
        }
        return new Grounds(by, reason);
    }
}
