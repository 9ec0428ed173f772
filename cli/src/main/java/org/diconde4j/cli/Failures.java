package org.diconde4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.diconde4j.data.DicondeException;

/** Failures in one sentence for people. */
final class Failures {
    private Failures() {}

    static String sentence(Throwable e) {
        if (e instanceof UncheckedIOException && e.getCause() != null) {
            return sentence(e.getCause());
        }
        if (e instanceof FileSystemException file) {
            return ofFile(file);
        }
        if (e instanceof DicondeException || e instanceof IOException) {
            return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        }
        return "internal error, " + e + "; --debug shows where; please report it";
    }

    private static String ofFile(FileSystemException e) {
        String file = e.getFile();
        String reason = e.getReason();
        if (e instanceof NoSuchFileException) {
            return file + " does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return file + " may not be opened: permission denied";
        }
        if (e instanceof NotDirectoryException) {
            return file + " is no folder";
        }
        if (e instanceof FileSystemLoopException) {
            return file + " is a link to a folder that it lies in";
        }
        if (e instanceof FileAlreadyExistsException && reason == null) {
            return file + " is in the way";
        }
        return file + (reason == null ? " cannot be used: " + e.getClass().getSimpleName() : ": " + reason);
    }
}
