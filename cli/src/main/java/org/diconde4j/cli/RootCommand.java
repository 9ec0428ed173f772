package org.diconde4j.cli;

import java.util.concurrent.Callable;
import org.diconde4j.io.Implementation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What all commands have in common. */
@Command(
        name = "diconde4j",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nArguments:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:something could not be done", "2:wrong usage"},
        header = "An archive for DICONDE, the DICOM of non-destructive testing.",
        footer = {
            "  diconde4j demo",
            "  diconde4j serve --data inspections",
            "  diconde4j find --data inspections ComponentIDNumber='SN-17*'"
        })
final class RootCommand implements Callable<Integer> {
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    boolean debug() {
        return debug;
    }

    @Override
    public Integer call() {
        throw new WrongUsage("say which command");
    }

    /** Asked for with {@code --version}. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            @Nullable String version = RootCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "diconde4j " + (version == null ? Implementation.VERSION_NAME : version) + " on Java "
                        + Runtime.version().feature()
            };
        }
    }
}
