package org.diconde4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.net.service.PasswordFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the lines of the file that {@code serve --config} knows users by. */
@Command(
        name = "user",
        header = "Make or change a user of serve, with a hashed passcode.",
        description = {
            "",
            "Asks for the passcode on the terminal; where there is none, it is the first line of standard input. It is never an"
                    + " argument, since everybody on a host sees those. A server takes the change with the next association."
        },
        footer = {"  diconde4j user anna --to users.txt", "  diconde4j user anna < passcode"})
@SuppressWarnings("NullAway.Init")
final class UserCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The user's name.")
    private String name;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description =
                    "Put the line into this file, in place of the user's line if there is one, instead of printing it.")
    private @Nullable Path file;

    UserCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        String line;
        try {
            line = PasswordFile.line(name, passcode());
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(String.valueOf(e.getMessage()));
        }
        if (file == null) {
            terminal.out().println(line);
        } else {
            terminal.out().println(Terminal.clean((put(line, file) ? "changed " : "added ") + name));
        }
        return 0;
    }

    private static String passcode() throws IOException {
        Console console = System.console();
        if (console == null) {
            String line = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
            return line == null ? "" : line;
        }
        char[] once = console.readPassword("Passcode: ");
        char[] again = console.readPassword("Again: ");
        if (once == null || again == null || !String.valueOf(once).equals(String.valueOf(again))) {
            throw new WrongUsage("the two passcodes differ");
        }
        return String.valueOf(once);
    }

    /** Whole or not at all, as a server may read it at any time; whether the user was there before is told. */
    private boolean put(String line, Path users) throws IOException {
        boolean there = Files.exists(users);
        List<String> lines = new ArrayList<>(there ? Files.readAllLines(users) : List.of());
        boolean changed = false;
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).strip().startsWith(name + ":")) {
                lines.remove(i);
                changed = true;
            }
        }
        lines.add(line);
        Path target = there ? users.toRealPath() : users.toAbsolutePath();
        Path fresh = Files.createTempFile(target.getParent(), ".users", null); // which only its owner may read
        try {
            Files.write(fresh, lines);
            if (there && Files.getFileStore(target).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(target));
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        return changed;
    }
}
