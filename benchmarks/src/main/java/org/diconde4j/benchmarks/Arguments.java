package org.diconde4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a table is told, in words {@code name=value}. */
final class Arguments {
    private final Map<String, String> given = new HashMap<>();

    Arguments(List<String> args, String... names) {
        List<String> known = List.of(names);
        for (String arg : args) {
            String[] parts = arg.split("=", 2);
            if (parts.length != 2 || !known.contains(parts[0])) {
                throw new IllegalArgumentException("expected one of " + known + " = a value, found " + arg);
            }
            given.put(parts[0], parts[1]);
        }
    }

    /** The value; null if it was not given. */
    @Nullable
    String get(String name) {
        return given.get(name);
    }

    String get(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        String value = given.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    /** A new folder in that of the argument {@code dir}, which is made where it is missing, or where the system has such. */
    Path newFolder(String prefix) throws IOException {
        Path folder = Files.createDirectories(Path.of(get("dir", System.getProperty("java.io.tmpdir"))));
        return Files.createTempDirectory(folder, prefix);
    }
}
