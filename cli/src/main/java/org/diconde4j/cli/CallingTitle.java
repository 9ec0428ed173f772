package org.diconde4j.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The AE title that a command goes by (PS3.5 6.2: up to 16 characters, no backslash). */
@SuppressWarnings("NullAway.Init")
final class CallingTitle {
    static final String EXPECTED = "1 to 16 ASCII characters without backslash";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private String value = "DICONDE4J";

    @Option(
            names = "--ae-title",
            paramLabel = "TITLE",
            defaultValue = "DICONDE4J",
            description = "Our own AE title, up to 16 characters; default: ${DEFAULT-VALUE}.")
    void set(String title) {
        if (!isTitle(title)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--ae-title': expected " + EXPECTED + ", found '" + title + "'");
        }
        value = title.strip();
    }

    static boolean isTitle(String title) {
        return !title.isBlank()
                && title.length() <= 16
                && title.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != '\\');
    }

    String value() {
        return value;
    }
}
