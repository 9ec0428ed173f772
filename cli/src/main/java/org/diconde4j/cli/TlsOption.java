package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.net.tls.Tls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** TLS towards a peer (PS3.15 B.12). */
@SuppressWarnings("NullAway.Init")
final class TlsOption {
    @Option(names = "--tls", description = "Speak TLS; understood if another option of TLS is given.")
    private boolean tls;

    @Mixin
    private OwnKey own;

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
        ServeConfig.Files files = own.files(trust);
        if (!tls && files == null && trust == null && fingerprints.isEmpty() && !anyHost) {
            return null;
        }
        Tls.Builder builder = files == null ? Tls.builder().trust(trust) : files.builder();
        builder.checkHostName(!anyHost);
        for (String fingerprint : fingerprints) {
            try {
                builder.peerFingerprint(fingerprint);
            } catch (IllegalArgumentException e) {
                throw new WrongUsage("--tls-fingerprint: " + e.getMessage());
            }
        }
        return builder.open();
    }
}
