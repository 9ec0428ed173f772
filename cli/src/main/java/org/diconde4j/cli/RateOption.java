package org.diconde4j.cli;

import picocli.CommandLine.Option;

/** How fast to read what is only looked after. */
@SuppressWarnings("NullAway.Init")
final class RateOption {
    @Option(
            names = "--rate",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "Read no more than so many bytes a second, such as 50m, so that others are not slowed down.")
    private long rate = Long.MAX_VALUE;

    long bytes() {
        if (rate < 1) {
            throw new WrongUsage("--rate must be at least 1 byte a second");
        }
        return rate;
    }
}
