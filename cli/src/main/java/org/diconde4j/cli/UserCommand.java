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
import org.diconde4j.archive.access.Role;
import org.diconde4j.net.service.PasswordFile;
import org.diconde4j.storage.Restriction;
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
        footer = {
            "  diconde4j user anna --to users.txt --role view --role store --only ComponentIDNumber=TURBINE-*",
            "  diconde4j user --list --to users.txt",
            "  diconde4j user anna --remove --to users.txt",
            "  diconde4j user anna < passcode"
        })
@SuppressWarnings("NullAway.Init")
final class UserCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The user's name.")
    private @Nullable String name;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description =
                    "Put the line into this file, in place of the user's line if there is one, instead of printing it.")
    private @Nullable Path file;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description =
                    "What the user may do over HTTP: view, store, annotate, approve, delete, administer; may be given more than"
                            + " once. Without any they may nothing there.")
    private List<String> roles = List.of();

    @Option(
            names = "--only",
            paramLabel = "RESTRICTION",
            description =
                    "What the user may know of over HTTP, such as ComponentIDNumber=TURBINE-* or StudyID=P-17; may be given"
                            + " more than once. Without any they may know of everything.")
    private List<String> only = List.of();

    @Option(names = "--remove", description = "Take the user out of the file.")
    private boolean remove;

    @Option(names = "--list", description = "List the users of the file, and what they may.")
    private boolean list;

    UserCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if ((list || remove) && (file == null || list == (name != null))) {
            throw new WrongUsage("expected --list --to FILE, or NAME --remove --to FILE");
        }
        if (list && file != null) {
            PasswordFile.of(file)
                    .rights()
                    .forEach((user, rights) -> terminal.out().println(Terminal.clean(user + "  " + rights)));
            return 0;
        }
        if (name == null) {
            throw new WrongUsage("expected the name of a user");
        }
        if (remove && file != null) {
            boolean there = put(name, null, file);
            terminal.out().println(Terminal.clean(there ? "removed " + name : "there is no " + name));
            return there ? 0 : 1;
        }
        String line;
        try {
            String rights = roles.isEmpty() && only.isEmpty() ? rightsBefore(name, file) : rights();
            line = PasswordFile.line(name, passcode()) + (rights.isEmpty() ? "" : ":" + rights);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(String.valueOf(e.getMessage()));
        }
        if (file == null) {
            terminal.out().println(line);
        } else {
            terminal.out().println(Terminal.clean((put(name, line, file) ? "changed " : "added ") + name));
        }
        return 0;
    }

    private static String rightsBefore(String name, @Nullable Path users) throws IOException {
        return users == null || !Files.exists(users)
                ? ""
                : PasswordFile.of(users).rights().getOrDefault(name, "");
    }

    /** As {@link org.diconde4j.web.access.LocalUsers} reads it. */
    private String rights() {
        List<String> names =
                roles.stream().map(role -> Role.parse(role).toString()).toList();
        if (!only.isEmpty()) {
            Restriction.parse(only);
        }
        if (only.stream().anyMatch(text -> text.contains("|") || text.contains("\n"))) {
            throw new IllegalArgumentException("a restriction has no | in it");
        }
        return String.join(",", names) + (only.isEmpty() ? "" : ":" + String.join("|", only));
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
    private static boolean put(String name, @Nullable String line, Path users) throws IOException {
        boolean there = Files.exists(users);
        List<String> lines = new ArrayList<>(there ? Files.readAllLines(users) : List.of());
        boolean changed = false;
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).strip().startsWith(name + ":")) {
                lines.remove(i);
                changed = true;
            }
        }
        if (line != null) {
            lines.add(line);
        }
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
