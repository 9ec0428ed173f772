package org.diconde4j.cli;

import java.nio.file.Path;
import org.diconde4j.io.BulkFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where bulk values go that shall not stand in line. */
final class BulkOption {
    /** Bytes; shorter values are no trouble in line. */
    private static final long LEAST = 1024;

    @Option(
            names = "--bulk-to",
            paramLabel = "DIR",
            description = {
                "Write bulk values of 1 KiB and more into files of this folder, and their names as URIs; without it, they"
                        + " are in line."
            })
    private @Nullable Path folder;

    @Nullable
    BulkFolder folder() {
        return folder == null ? null : new BulkFolder(folder, LEAST);
    }
}
