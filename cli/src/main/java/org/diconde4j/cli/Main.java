package org.diconde4j.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The {@code diconde4j} command. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the JVM: 0 done, 1 something could not be done, 2 wrong usage.
     *
     * @param args the command and its arguments
     */
    public static void main(String[] args) {
        // Hibernate's log facade knows no slf4j-simple and would write to java.util.logging instead.
        System.setProperty("org.jboss.logging.provider", "slf4j");
        Terminal terminal = Terminal.system();
        int code = run(terminal, args);
        terminal.out().flush();
        terminal.err().flush();
        System.exit(code);
    }

    static int run(Terminal terminal, String... args) {
        return commandLine(terminal).execute(args);
    }

    private static CommandLine commandLine(Terminal terminal) {
        RootCommand root = new RootCommand();
        CommandLine quarantine = new CommandLine(new QuarantineCommand())
                .addSubcommand(new QuarantineListCommand(terminal))
                .addSubcommand(new QuarantineShowCommand(terminal))
                .addSubcommand(new QuarantineReleaseCommand(terminal))
                .addSubcommand(new QuarantineDiscardCommand(terminal));
        CommandLine dicomdir = new CommandLine(new DicomdirCommand())
                .addSubcommand(new DicomdirListCommand(terminal))
                .addSubcommand(new DicomdirCreateCommand(terminal))
                .addSubcommand(new DicomdirCheckCommand(terminal));
        CommandLine worklist = new CommandLine(new WorklistCommand())
                .addSubcommand(new WorklistQueryCommand(terminal))
                .addSubcommand(new WorklistAddCommand(terminal))
                .addSubcommand(new WorklistListCommand(terminal))
                .addSubcommand(new WorklistRemoveCommand(terminal));
        CommandLine outbox = new CommandLine(new OutboxCommand())
                .addSubcommand(new OutboxAddCommand(terminal))
                .addSubcommand(new OutboxListCommand(terminal))
                .addSubcommand(new OutboxRunCommand(terminal))
                .addSubcommand(new OutboxRetryCommand(terminal))
                .addSubcommand(new OutboxDiscardCommand(terminal));
        CommandLine attributes = new CommandLine(new AttributesCommand())
                .addSubcommand(new AttributesAddCommand(terminal))
                .addSubcommand(new AttributesListCommand(terminal))
                .addSubcommand(new AttributesRemoveCommand(terminal));
        CommandLine keys = new CommandLine(new KeysCommand())
                .addSubcommand(new KeysCreateCommand(terminal))
                .addSubcommand(new KeysListCommand(terminal))
                .addSubcommand(new KeysRotateCommand(terminal))
                .addSubcommand(new KeysExportCommand(terminal));
        CommandLine all = new CommandLine(root)
                .addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new ServeCommand(terminal))
                .addSubcommand(new UserCommand(terminal))
                .addSubcommand(new ImportCommand(terminal))
                .addSubcommand(new FindCommand(terminal))
                .addSubcommand(new ExportCommand(terminal))
                .addSubcommand(dicomdir)
                .addSubcommand(quarantine)
                .addSubcommand(new CorrectCommand(terminal))
                .addSubcommand(new ReassignCommand(terminal))
                .addSubcommand(new DeleteCommand(terminal))
                .addSubcommand(new HistoryCommand(terminal))
                .addSubcommand(new SendCommand(terminal))
                .addSubcommand(worklist)
                .addSubcommand(new CommitCommand(terminal))
                .addSubcommand(new EchoCommand(terminal))
                .addSubcommand(new QueryCommand(terminal))
                .addSubcommand(new GetCommand(terminal))
                .addSubcommand(new MoveCommand(terminal))
                .addSubcommand(outbox)
                .addSubcommand(new StatsCommand(terminal))
                .addSubcommand(new VerifyCommand(terminal))
                .addSubcommand(new ReindexCommand(terminal))
                .addSubcommand(new ReplicateCommand(terminal))
                .addSubcommand(new RepairCommand(terminal))
                .addSubcommand(new MigrateCommand(terminal))
                .addSubcommand(new BackupCommand(terminal))
                .addSubcommand(new RestoreCommand(terminal))
                .addSubcommand(attributes)
                .addSubcommand(keys)
                .addSubcommand(new ChangesCommand(terminal))
                .addSubcommand(new DescribeCommand(terminal))
                .addSubcommand(new DumpCommand(terminal))
                .addSubcommand(new JsonCommand(terminal))
                .addSubcommand(new XmlCommand(terminal))
                .addSubcommand(new ComposeCommand(terminal))
                .addSubcommand(new ValidateCommand(terminal))
                .addSubcommand(new PixelsCommand(terminal))
                .addSubcommand(new RenderCommand(terminal))
                .addSubcommand(new ResliceCommand(terminal))
                .addSubcommand(new TranscodeCommand(terminal))
                .addSubcommand(new ConformanceCommand(terminal));
        all.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        all.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        all.setParameterExceptionHandler((e, args) -> {
            CommandSpec spec = e.getCommandLine().getCommandSpec();
            return wrongUsage(terminal, e, spec);
        });
        all.setExecutionExceptionHandler((e, line, result) -> {
            CommandSpec spec = line.getCommandSpec();
            if (root.debug()) {
                e.printStackTrace(terminal.err());
            }
            if (e instanceof WrongUsage wrong) {
                terminal.complain(wrong.getMessage());
                return adviseOn(terminal, spec);
            }
            terminal.complain(Failures.sentence(e));
            return spec.exitCodeOnExecutionException();
        });
        return all;
    }

    private static int wrongUsage(Terminal terminal, CommandLine.ParameterException e, CommandSpec spec) {
        terminal.complain(String.valueOf(e.getMessage()).replaceFirst("^Error: ", ""));
        CommandLine.UnmatchedArgumentException.printSuggestions(
                e, e.getCommandLine().getErr());
        return adviseOn(terminal, spec);
    }

    private static int adviseOn(Terminal terminal, CommandSpec spec) {
        CommandLine line = spec.commandLine();
        terminal.err().print(line.getHelp().fullSynopsis());
        terminal.err().println("What it all means, with examples: " + spec.qualifiedName() + " --help");
        return spec.exitCodeOnInvalidInput();
    }
}
