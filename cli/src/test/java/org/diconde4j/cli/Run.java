package org.diconde4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;

/**
 * What a run of the command in this JVM came to.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
public record Run(int code, String out, String err) {
    /** Runs the command; of lists among the arguments each element is one. */
    public static Run diconde4j(Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
        int code = Main.run(terminal, words(args));
        return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    static String[] words(Object... args) {
        List<String> words = new ArrayList<>();
        Arrays.stream(args).forEach(arg -> {
            if (arg instanceof List<?> list) {
                list.forEach(word -> words.add(word.toString()));
            } else {
                words.add(arg.toString());
            }
        });
        return words.toArray(String[]::new);
    }

    String lastLine() {
        List<String> lines = out.lines().toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    /** An archive of files whose index is made anew in memory each time: what it says comes from the files alone. */
    static List<String> in(Path data) {
        return List.of("--objects", "fs:" + data.resolve("objects").toUri().getRawPath(), "--index", "memory:test");
    }

    /** Writes objects as files 01.dcm, 02.dcm and so on. */
    static List<Path> write(Path folder, List<DicomObject> objects) {
        List<Path> files = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (DicomObject object : objects) {
                Path file = folder.resolve(String.format("%02d.dcm", files.size() + 1));
                try (OutputStream out = Files.newOutputStream(file)) {
                    DicomWriter.write(object, out);
                }
                files.add(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
