package org.diconde4j.cli;

import java.nio.file.Path;
import org.diconde4j.net.tls.Tls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A port for TLS (PS3.15 B.12) on the command line. */
@SuppressWarnings("NullAway.Init")
final class TlsServerOption {
    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            description = "Speak TLS on this port, 0 for a free one; 2762 if only --tls-key and --tls-cert are given.")
    private @Nullable Integer port;

    @Mixin
    private OwnKey own;

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
        ServeConfig.Files files = own.files(trust);
        if (files != null) {
            return new ServeConfig.Secure(port == null ? Tls.PORT : port, files);
        }
        if (port != null || trust != null) {
            throw new WrongUsage("TLS needs --tls-key and --tls-cert");
        }
        return null;
    }
}
