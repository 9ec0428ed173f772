package org.diconde4j.cli;

import java.nio.file.Path;
import org.diconde4j.net.tls.Tls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A port for TLS (PS3.15 B.12) on the command line. */
final class TlsServerOption {
    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            description = "Speak TLS on this port, 0 for a free one; 2762 if only --tls-key and --tls-cert are given.")
    private @Nullable Integer port;

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
            description = "TLS: whom to trust, PEM; clients must show a certificate then.")
    private @Nullable Path trust;

    @Option(names = "--tls-only", description = "TLS: have no plain port.")
    private boolean only;

    boolean only() {
        return only;
    }

    /** The port; null if none is asked for. */
    ServeConfig.@Nullable Secure secure() {
        if (port != null && (port < 0 || port > 65535)) {
            throw new WrongUsage("port " + port + ", expected 0 to 65535");
        }
        if (key == null && certificate == null) {
            if (port != null || keyPassword != null || trust != null) {
                throw new WrongUsage("TLS needs --tls-key and --tls-cert");
            }
            return null;
        }
        if (key == null || certificate == null) {
            throw new WrongUsage("--tls-key and --tls-cert belong together");
        }
        return new ServeConfig.Secure(
                port == null ? Tls.PORT : port, new ServeConfig.Files(key, certificate, keyPassword, trust, null));
    }
}
