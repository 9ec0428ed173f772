package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;
import org.diconde4j.web.WebServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what an archive does. */
@Command(
        name = "demo",
        header = "Show the archive's whole job on realistic NDE objects, in a few seconds.",
        description = {
            "",
            "Makes a weld radiograph with indications, a small CT of a casting, an ultrasonic C-scan and a report, starts"
                    + " an archive, sends them to it over the network, finds them by component, fetches them back,"
                    + " compares them byte for byte and draws the weld. If any of it fails, the exit code is 1."
        },
        footer = {"  diconde4j demo", "  diconde4j demo --keep playground"})
final class DemoCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Work in this folder and leave everything there; else in a temporary one that is deleted.")
    private @Nullable Path keep;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (keep != null) {
            Demo demo = new Demo(terminal, keep);
            boolean held = demo.run();
            terminal.out().println();
            terminal.out().println("Everything is in " + keep + ". Look around:");
            Path data = keep.resolve("archive");
            terminal.out().println("  diconde4j find --data " + data + " --level series");
            terminal.out().println("  diconde4j export --data " + data + " --to out Modality=DX");
            terminal.out()
                    .println("  diconde4j dump " + keep.resolve(Demo.SAMPLES).resolve("weld-radiograph.dcm"));
            terminal.out().println("  diconde4j serve --data " + data + " --http-port 8080");
            terminal.out().println("and then the weld in a browser:");
            terminal.out().println("  http://127.0.0.1:8080" + WebServer.PATH + demo.weldPath());
            return held ? 0 : 1;
        }
        Path temporary = Files.createTempDirectory("diconde4j-demo-");
        boolean held;
        try {
            held = new Demo(terminal, temporary).run();
        } finally {
            delete(temporary);
        }
        terminal.out().println();
        terminal.out().println("All files of it are deleted again. To keep them: diconde4j demo --keep DIR");
        return held ? 0 : 1;
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
