package org.diconde4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Where a command speaks.
 *
 * @param out for results
 * @param err for messages and progress
 * @param interactive whether a person looks on
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive) {
    /** The terminal or pipe that this process was started in. */
    static Terminal system() {
        Charset charset = System.console() == null
                ? Charset.defaultCharset()
                : System.console().charset();
        if (charset.equals(StandardCharsets.US_ASCII)) {
            charset = StandardCharsets.UTF_8; // what the locale "C" stands for says nothing about the reader
        }
        return new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
                System.console() != null);
    }

    /** Says in one line what went wrong. */
    void complain(String message) {
        err.println("diconde4j: " + clean(message));
    }

    /** Values come from files of strangers: without control characters they cannot command a terminal. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == '\n' || c == '\r' || c == '\t' ? ' ' : Character.isISOControl(c) ? '?' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
