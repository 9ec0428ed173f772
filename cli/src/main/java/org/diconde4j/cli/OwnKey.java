package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who we are in TLS, as client or server. */
final class OwnKey {
    @Option(names = "--tls-key", paramLabel = "FILE", description = "TLS: our private key, PEM.")
    private @Nullable Path key;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "TLS: our certificate and those of intermediate authorities, PEM.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key-password-file",
            paramLabel = "FILE",
            description = "TLS: a file with the password of the key in its first line.")
    private @Nullable Path password;

    /** The files, and those whom we trust; null if we have no key. */
    ServeConfig.@Nullable Files files(@Nullable Path trust) {
        if ((key == null) != (certificate == null)) {
            throw new WrongUsage("--tls-key and --tls-cert belong together");
        }
        if (key == null || certificate == null) {
            if (password != null) {
                throw new WrongUsage("--tls-key-password-file needs --tls-key and --tls-cert");
            }
            return null;
        }
        return new ServeConfig.Files(key, certificate, password, trust, null);
    }

    /** Secrets come from files, since everybody on a host sees the arguments of commands. */
    static String firstLine(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() ? "" : lines.get(0);
    }
}
