package org.diconde4j.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The key of HTTPS, and whom to trust: the same as of TLS for DIMSE, since the two doors may have different ones. */
final class HttpsOption {
    @Option(
            names = "--https-key",
            paramLabel = "FILE",
            description =
                    "HTTPS with this private key, PEM, or PKCS#12 with the certificate in it; HTTP/2 for those who can.")
    private @Nullable Path key;

    @Option(
            names = "--https-cert",
            paramLabel = "FILE",
            description = "HTTPS: the certificate, and those of intermediate authorities, PEM.")
    private @Nullable Path certificate;

    @Option(
            names = "--https-key-password-file",
            paramLabel = "FILE",
            description = "HTTPS: a file with the password of the key, or of the PKCS#12 file, in its first line.")
    private @Nullable Path password;

    @Option(
            names = "--https-ca",
            paramLabel = "FILE",
            description =
                    "HTTPS: whom to trust, PEM; clients must show a certificate then, and say who they are besides.")
    private @Nullable Path trust;

    boolean isGiven() {
        return key != null || certificate != null || password != null || trust != null;
    }

    /** The files; null for plain HTTP. */
    ServeConfig.@Nullable Files files() {
        ServeConfig.Files files = OwnKey.files("--https", key, certificate, password, trust);
        if (files == null && trust != null) {
            throw new WrongUsage("--https-ca needs --https-key");
        }
        return files;
    }
}
