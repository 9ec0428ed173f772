package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.net.tls.Tls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** TLS towards a peer (PS3.15 B.12). */
final class TlsOption {
    @Option(names = "--tls", description = "Speak TLS; understood if another option of TLS is given.")
    private boolean tls;

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
    private @Nullable Path keyPassword;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "TLS: whom to trust, PEM; the authorities that Java trusts if not given.")
    private @Nullable Path trust;

    @Option(
            names = "--tls-fingerprint",
            paramLabel = "SHA256",
            description = "TLS: take this certificate of the peer and no other, whoever signed it.")
    private List<String> fingerprints = List.of();

    @Option(names = "--tls-any-host", description = "TLS: the peer's certificate need not name its host.")
    private boolean anyHost;

    /** What was asked for; null for plain TCP. */
    @Nullable
    Tls open() throws IOException {
        if ((key == null) != (certificate == null)) {
            throw new WrongUsage("--tls-key and --tls-cert belong together");
        }
        if (!tls && key == null && trust == null && fingerprints.isEmpty() && keyPassword == null && !anyHost) {
            return null;
        }
        Tls.Builder builder = Tls.builder().trust(trust).checkHostName(!anyHost);
        if (key != null && certificate != null) {
            builder.identity(key, certificate);
        }
        if (keyPassword != null) {
            builder.keyPassword(firstLine(keyPassword).toCharArray());
        }
        for (String fingerprint : fingerprints) {
            try {
                builder.peerFingerprint(fingerprint);
            } catch (IllegalArgumentException e) {
                throw new WrongUsage("--tls-fingerprint: " + e.getMessage());
            }
        }
        return builder.open();
    }

    /** Secrets come from files, since everybody on a host sees the arguments of commands. */
    static String firstLine(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() ? "" : lines.get(0);
    }
}
