package org.diconde4j.net.tck;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An authority that signs certificates for tests of TLS (RFC 5280), as PEM files. The JDK can make keys but no certificates.
 * Thread-safe.
 */
public final class TestAuthority {
    private static final byte[] TRUE = tlv(0x01, new byte[] {(byte) 0xFF});
    private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());
    private static final byte[] ECDSA_WITH_SHA256 = sequence(oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02));

    private final String name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    private TestAuthority(String name, KeyPair keys, X509Certificate certificate) {
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
    }

    /**
     * A certificate and its key.
     *
     * @param keys public and private key
     * @param certificate the certificate of the public one
     */
    public record Identity(KeyPair keys, X509Certificate certificate) {
        /**
         * Writes the key as PKCS#8.
         *
         * @param file where to
         * @return the file
         */
        public Path keyTo(Path file) {
            return write(file, "PRIVATE KEY", keys.getPrivate().getEncoded());
        }

        /**
         * Writes the certificate.
         *
         * @param file where to
         * @return the file
         */
        public Path certificateTo(Path file) {
            return TestAuthority.write(file, certificate);
        }
    }

    /**
     * Makes an authority that trusts itself.
     *
     * @param name its common name
     * @return the authority
     */
    public static TestAuthority create(String name) {
        KeyPair keys = keys("EC", 256);
        byte[] basicConstraints = sequence(oid(0x55, 0x1D, 0x13), TRUE, octets(sequence(TRUE)));
        return new TestAuthority(
                name,
                keys,
                sign(
                        name,
                        keys,
                        name,
                        keys,
                        basicConstraints,
                        Instant.now().minus(Duration.ofDays(1)),
                        Instant.now().plus(Duration.ofDays(1))));
    }

    /**
     * Signs a certificate that is valid today, for {@code localhost} and {@code 127.0.0.1}, with a key on P-256.
     *
     * @param subject its common name
     * @return the certificate and its key
     */
    public Identity issue(String subject) {
        return issue(subject, "EC", 256);
    }

    /**
     * Signs such a certificate with another key.
     *
     * @param subject its common name
     * @param algorithm {@code EC}, {@code RSA} or {@code Ed25519}
     * @param bits length of the key
     * @return the certificate and its key
     */
    public Identity issue(String subject, String algorithm, int bits) {
        Instant now = Instant.now();
        return issue(
                subject,
                "127.0.0.1",
                keys(algorithm, bits),
                now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(1)));
    }

    /**
     * Signs a certificate that is not valid any more.
     *
     * @param subject its common name
     * @return the certificate and its key
     */
    public Identity issueExpired(String subject) {
        Instant now = Instant.now();
        return issue(
                subject, "127.0.0.1", keys("EC", 256), now.minus(Duration.ofDays(2)), now.minus(Duration.ofHours(1)));
    }

    /**
     * Signs a certificate for another host.
     *
     * @param subject its common name
     * @param address the address of the host
     * @return the certificate and its key
     */
    public Identity issueFor(String subject, String address) {
        Instant now = Instant.now();
        return issue(subject, address, keys("EC", 256), now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
    }

    private Identity issue(String subject, String address, KeyPair subjectKeys, Instant from, Instant to) {
        byte[] names;
        try {
            names = sequence(
                    oid(0x55, 0x1D, 0x11),
                    octets(sequence(tlv(0x87, InetAddress.getByName(address).getAddress()))));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        return new Identity(subjectKeys, sign(subject, subjectKeys, name, keys, names, from, to));
    }

    /**
     * Writes the authority's own certificate.
     *
     * @param file where to
     * @return the file
     */
    public Path certificateTo(Path file) {
        return write(file, certificate);
    }

    private static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (!algorithm.startsWith("Ed")) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static X509Certificate sign(
            String subject,
            KeyPair subjectKeys,
            String issuer,
            KeyPair issuerKeys,
            byte[] extension,
            Instant from,
            Instant to) {
        byte[] body = sequence(
                tlv(0xA0, tlv(0x02, new byte[] {2})), // version 3
                tlv(0x02, BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray()),
                ECDSA_WITH_SHA256,
                commonName(issuer),
                sequence(time(from), time(to)),
                commonName(subject),
                subjectKeys.getPublic().getEncoded(),
                tlv(0xA3, sequence(extension)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(issuerKeys.getPrivate());
            signature.update(body);
            byte[] bits = signature.sign();
            byte[] der = sequence(body, ECDSA_WITH_SHA256, tlv(0x03, concat(new byte[1], bits)));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] commonName(String name) {
        return sequence(tlv(0x31, sequence(oid(0x55, 0x04, 0x03), tlv(0x0C, name.getBytes(StandardCharsets.UTF_8)))));
    }

    private static byte[] time(Instant time) {
        String text = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").format(time.atOffset(ZoneOffset.UTC));
        return tlv(0x17, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Path write(Path file, X509Certificate certificate) {
        try {
            return write(file, "CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path write(Path file, String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        try {
            return Files.writeString(
                    file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // DER (ITU-T X.690)

    private static byte[] sequence(byte[]... parts) {
        return tlv(0x30, concat(parts));
    }

    private static byte[] octets(byte[] value) {
        return tlv(0x04, value);
    }

    private static byte[] oid(int... encoded) {
        byte[] bytes = new byte[encoded.length];
        for (int i = 0; i < encoded.length; i++) {
            bytes[i] = (byte) encoded[i];
        }
        return tlv(0x06, bytes);
    }

    private static byte[] tlv(int tag, byte[] value) {
        int n = value.length;
        byte[] head = n < 0x80
                ? new byte[] {(byte) tag, (byte) n}
                : n < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) n}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (n >> 8), (byte) n};
        return concat(head, value);
    }

    private static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
