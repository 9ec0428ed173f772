package org.diconde4j.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM file (RFC 7468); text around them, which many tools write, is passed over. */
record PemFile(Path path, List<Block> blocks) {
    /** A bundle of all public authorities has a quarter of a megabyte. */
    private static final int MAX_LENGTH = 8 << 20;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** What stands between a BEGIN and its END. */
    record Block(String label, byte[] der) {}

    static PemFile read(Path path) {
        String text;
        try {
            long length = Files.size(path);
            if (length > MAX_LENGTH) {
                throw new TlsException(path + " has " + length + " bytes, expected at most " + MAX_LENGTH, null);
            }
            text = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new TlsException(path + " does not exist", e);
        } catch (IOException e) {
            throw new TlsException(path + " cannot be read: " + e.getMessage(), e);
        }
        List<Block> blocks = new ArrayList<>();
        Matcher m = BLOCK.matcher(text);
        while (m.find()) {
            blocks.add(new Block(m.group(1), decode(path, m.group(1), m.group(2))));
        }
        if (blocks.isEmpty()) {
            throw new TlsException(
                    path + " is no PEM file: expected -----BEGIN …-----, found none"
                            + "; PKCS#12 is taken as key and certificate in one, and openssl x509 or rsa turns other formats into PEM",
                    null);
        }
        return new PemFile(path, List.copyOf(blocks));
    }

    private static byte[] decode(Path path, String label, String body) {
        if (body.contains("Proc-Type:")) {
            throw new TlsException(
                    path + ": the " + label + " is encrypted in the old way of OpenSSL, expected PKCS#8"
                            + "; openssl pkcs8 -topk8 converts it",
                    null);
        }
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new TlsException(path + ": the " + label + " is not base64: " + e.getMessage(), e);
        }
    }

    /** All certificates in their order; at least one. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
                try {
                    certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.der())));
                } catch (CertificateException e) {
                    throw new TlsException(
                            path + ": certificate " + (certificates.size() + 1) + " cannot be read: " + e.getMessage(),
                            e);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new TlsException(path + " holds no CERTIFICATE, found " + labels(), null);
        }
        return certificates;
    }

    String labels() {
        return String.join(", ", blocks.stream().map(Block::label).toList());
    }
}
