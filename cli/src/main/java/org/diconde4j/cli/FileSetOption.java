package org.diconde4j.cli;

import java.nio.file.Path;
import org.diconde4j.media.FileSetWriter;
import org.jspecify.annotations.Nullable;

/** Begins a File-set as the options of a command say. */
final class FileSetOption {
    private FileSetOption() {}

    static FileSetWriter.Builder builder(Path folder, @Nullable String fileSetId, Terminal terminal) {
        FileSetWriter.Builder builder =
                FileSetWriter.in(folder).notes(note -> terminal.err().println("note " + Terminal.clean(note)));
        if (fileSetId == null) {
            return builder;
        }
        try {
            return builder.fileSetId(fileSetId);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--file-set-id: " + e.getMessage());
        }
    }
}
