package org.diconde4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who we are in TLS, as client or server. */
final class OwnKey {
    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "TLS: our private key, PEM; or PKCS#12 with the certificate in it.")
    private @Nullable Path key;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "TLS: our certificate and those of intermediate authorities, PEM.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key-password-file",
            paramLabel = "FILE",
            description = "TLS: a file with the password of the key, or of the PKCS#12 file, in its first line.")
    private @Nullable Path password;

    /** The files, and those whom we trust; null if we have no key. */
    ServeConfig.@Nullable Files files(@Nullable Path trust) {
        return files("--tls", key, certificate, password, trust);
    }

    /** Checks that options belong together, which begin with a name; null if there is no key. */
    static ServeConfig.@Nullable Files files(
            String options,
            @Nullable Path key,
            @Nullable Path certificate,
            @Nullable Path password,
            @Nullable Path trust) {
        if (key == null ? certificate != null : certificate == null && !isPkcs12(key)) {
            throw new WrongUsage(
                    options + "-key and " + options + "-cert belong together, unless the key is in a PKCS#12 file");
        }
        if (key == null) {
            if (password != null) {
                throw new WrongUsage(options + "-key-password-file needs " + options + "-key");
            }
            return null;
        }
        return new ServeConfig.Files(key, certificate, password, trust, null);
    }

    /** Whether a file begins as PKCS#12 does, with a SEQUENCE of DER, which no text does. */
    static boolean isPkcs12(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x30 && (in.read() & 0x80) != 0;
        } catch (IOException e) {
            return false; // which is said then
        }
    }

    /** Secrets come from files, since everybody on a host sees the arguments of commands. */
    static String firstLine(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() ? "" : lines.get(0);
    }
}
