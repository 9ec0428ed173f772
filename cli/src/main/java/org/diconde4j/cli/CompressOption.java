package org.diconde4j.cli;

import org.diconde4j.archive.ArchiveBuilder;
import org.diconde4j.io.TransferSyntax;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How new objects are kept. */
final class CompressOption {
    @Option(
            names = "--compress",
            paramLabel = "UID|NAME",
            converter = SyntaxName.class,
            description =
                    "Keep new objects compressed without a loss, such as by JPEGLSLossless; they come out as they were"
                            + " received, byte for byte.")
    private @Nullable TransferSyntax syntax;

    ArchiveBuilder apply(ArchiveBuilder builder) {
        try {
            return syntax == null ? builder : builder.compress(syntax);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--compress: " + e.getMessage());
        }
    }
}
