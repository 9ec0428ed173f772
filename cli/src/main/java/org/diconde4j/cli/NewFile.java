package org.diconde4j.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that a command makes: never over another, and gone again if it was not finished, since half a file must not look
 * whole.
 */
final class NewFile {
    private NewFile() {}

    /** What gives the content. */
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    static void write(Path target, Writing writing) throws IOException {
        OutputStream created = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean done = false;
        try (OutputStream out = created) {
            writing.to(out);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(target);
            }
        }
    }
}
