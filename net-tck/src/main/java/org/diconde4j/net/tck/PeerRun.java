package org.diconde4j.net.tck;

import java.util.List;

/**
 * How a peer's command ended.
 *
 * @param command the command and its arguments
 * @param exitCode its exit code
 * @param output its standard output and error output, in the order of their coming
 */
public record PeerRun(List<String> command, int exitCode, String output) {
    /**
     * Fails the test, telling what the command said, unless it ended with exit code 0.
     *
     * @return this run
     * @throws AssertionError if the exit code is not 0
     */
    public PeerRun succeeded() {
        if (exitCode != 0) {
            throw new AssertionError(
                    String.join(" ", command) + " ended with exit code " + exitCode + ". It said:\n" + output);
        }
        return this;
    }
}
