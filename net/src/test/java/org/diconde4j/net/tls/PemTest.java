package org.diconde4j.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.net.tck.TestAuthority;
import org.diconde4j.net.tck.TestAuthority.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms that keys and certificates have in files. */
class PemTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create("Works CA");
    private static final Map<String, Identity> IDENTITIES = new HashMap<>();
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    private Tls open(Path key, Path certificate) {
        return Tls.builder().identity(key, certificate).open();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC-256", "EC-521", "RSA-2048", "Ed25519-255"})
    void keys_of_all_kinds_are_read_as_pkcs_8_with_text_around_them(String kind) throws Exception {
        Identity identity = identity(kind);
        Path key = identity.keyTo(dir.resolve("key"));
        Path certificate = identity.certificateTo(dir.resolve("certificate"));
        Path both = Files.writeString(
                dir.resolve("both.pem"),
                "subject=CN = x\r\n" + Files.readString(certificate).replace("\n", "\r\n") + "Key Attributes\n"
                        + Files.readString(key));

        open(key, certificate);
        open(both, both);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC-256", "EC-521", "RSA-2048"})
    void keys_are_read_in_the_forms_that_openssl_writes(String kind) {
        Path openssl = Peers.command("openssl", "openssl");
        Identity identity = identity(kind);
        boolean rsa = kind.startsWith("RSA");
        Path key = identity.keyTo(dir.resolve("key"));
        Path certificate = identity.certificateTo(dir.resolve("certificate"));

        Path old = dir.resolve("old");
        if (rsa) {
            run(openssl, "rsa", "-traditional", "-in", key, "-out", old); // PKCS#1
        } else {
            run(openssl, "ec", "-in", key, "-out", old); // SEC 1
        }
        assertThat(PemFile.read(old).labels()).isEqualTo(rsa ? "RSA PRIVATE KEY" : "EC PRIVATE KEY");
        open(old, certificate);

        Path encrypted = dir.resolve("encrypted");
        run(openssl, "pkcs8", "-topk8", "-passout", "pass:weld", "-in", key, "-out", encrypted);
        assertThat(PemFile.read(encrypted).labels()).isEqualTo("ENCRYPTED PRIVATE KEY");
        Tls.builder()
                .identity(encrypted, certificate)
                .keyPassword("weld".toCharArray())
                .open();
        assertThatThrownBy(() -> open(encrypted, certificate)).hasMessageContaining("no password");
        assertThatThrownBy(() -> Tls.builder()
                        .identity(encrypted, certificate)
                        .keyPassword("seam".toCharArray())
                        .open())
                .hasMessageContaining(encrypted.toString())
                .hasMessageContaining("password is another");

        Path oldEncrypted = dir.resolve("old-encrypted");
        if (rsa) {
            run(openssl, "rsa", "-traditional", "-aes128", "-passout", "pass:weld", "-in", key, "-out", oldEncrypted);
        } else {
            run(openssl, "ec", "-aes128", "-passout", "pass:weld", "-in", key, "-out", oldEncrypted);
        }
        assertThatThrownBy(() -> open(oldEncrypted, certificate)).hasMessageContaining("openssl pkcs8 -topk8");
    }

    private static void run(Object... command) {
        Peers.run(LONG, command).succeeded();
    }

    /** Long RSA keys take seconds to make, so that each kind is made once. */
    private static Identity identity(String kind) {
        String[] parts = kind.split("-");
        return IDENTITIES.computeIfAbsent(kind, k -> AUTHORITY.issue("x", parts[0], Integer.parseInt(parts[1])));
    }

    @Test
    void what_cannot_be_used_is_refused_with_file_and_reason() throws Exception {
        Identity identity = AUTHORITY.issue("x");
        Path key = identity.keyTo(dir.resolve("key"));
        Path certificate = identity.certificateTo(dir.resolve("certificate"));
        Path other = AUTHORITY.issue("y").keyTo(dir.resolve("other"));
        Path rsa = identity("RSA-2048").keyTo(dir.resolve("rsa"));
        Path text = Files.writeString(dir.resolve("text"), "nothing");
        Path cut = Files.writeString(
                dir.resolve("cut"), Files.readString(certificate).substring(0, 200));
        Path garbage = Files.writeString(
                dir.resolve("garbage"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        Path missing = dir.resolve("missing");

        refused(other, certificate, other + ": the private key does not belong to the certificate");
        refused(rsa, certificate, rsa + ": expected an EC key");
        refused(certificate, certificate, certificate + " holds no private key, found CERTIFICATE");
        refused(key, key, key + " holds no CERTIFICATE, found PRIVATE KEY");
        refused(key, text, text + " is no PEM file");
        refused(key, cut, cut + " is no PEM file");
        refused(key, garbage, garbage + ": certificate 1 cannot be read");
        refused(missing, certificate, missing + " does not exist");
        assertThatThrownBy(() -> Tls.builder()
                        .clientAuthentication(ClientAuthentication.REQUIRED)
                        .open())
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("nothing says which to trust");
        assertThatThrownBy(() -> Tls.normalized("12:34")).hasMessageContaining("64 hexadecimal digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC-256", "RSA-2048"})
    void key_and_certificates_are_read_from_pkcs_12_as_openssl_and_java_write_it(String kind) throws Exception {
        Path openssl = Peers.command("openssl", "openssl");
        Identity identity = identity(kind);
        Path key = identity.keyTo(dir.resolve("key"));
        Path certificate = identity.certificateTo(dir.resolve("certificate"));
        Path ca = AUTHORITY.certificateTo(dir.resolve("ca"));
        Path export = dir.resolve("export.p12");
        run(
                openssl,
                "pkcs12",
                "-export",
                "-inkey",
                key,
                "-in",
                certificate,
                "-certfile",
                ca,
                "-passout",
                "pass:weld",
                "-out",
                export);
        Path open = dir.resolve("open.p12");
        run(openssl, "pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", "pass:", "-out", open);
        Path old = dir.resolve("old.p12");
        run(
                openssl,
                "pkcs12",
                "-export",
                "-certpbe",
                "PBE-SHA1-3DES",
                "-keypbe",
                "PBE-SHA1-3DES",
                "-macalg",
                "sha1",
                "-inkey",
                key,
                "-in",
                certificate,
                "-passout",
                "pass:weld",
                "-out",
                old);
        Path java = dir.resolve("java.p12");
        store(java, identity, "x");

        for (Path file : List.of(export, old, java)) {
            Tls.builder()
                    .identity(file)
                    .keyPassword("weld".toCharArray())
                    .open()
                    .requireIdentity();
            assertThatThrownBy(() -> Tls.builder()
                            .identity(file)
                            .keyPassword("seam".toCharArray())
                            .open())
                    .isInstanceOf(TlsException.class)
                    .hasMessageContaining(file + " cannot be read as PKCS#12: it is none, or its password is another");
        }
        Tls.builder().identity(open).open().requireIdentity();
        assertThat(Pkcs12File.read(export, "weld".toCharArray()).getCertificateChain())
                .hasSize(2)
                .startsWith(identity.certificate());
    }

    @Test
    void pkcs_12_that_cannot_be_used_is_refused_with_file_and_reason() throws Exception {
        Identity identity = AUTHORITY.issue("x");
        Path two = dir.resolve("two.p12");
        store(two, identity, "first", "second");
        Path none = dir.resolve("none.p12");
        store(none, identity);
        Path pem = identity.keyTo(dir.resolve("key"));
        Path big = dir.resolve("big.p12");
        try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
            file.setLength(9 << 20);
        }

        refusedPkcs12(two, two + " holds 2 private keys, expected one, found first, second");
        refusedPkcs12(none, none + " holds 0 private keys");
        refusedPkcs12(pem, pem + " cannot be read as PKCS#12");
        refusedPkcs12(big, big + " has 9437184 bytes");
        refusedPkcs12(dir.resolve("missing"), "missing does not exist");
    }

    private static void store(Path file, Identity identity, String... aliases) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = "weld".toCharArray();
        for (String alias : aliases) {
            store.setKeyEntry(
                    alias, identity.keys().getPrivate(), password, new X509Certificate[] {identity.certificate()});
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password);
        }
    }

    private void refusedPkcs12(Path file, String why) {
        assertThatThrownBy(() -> Tls.builder()
                        .identity(file)
                        .keyPassword("weld".toCharArray())
                        .open())
                .isInstanceOf(TlsException.class)
                .hasMessageContaining(why);
    }

    private void refused(Path key, Path certificate, String why) {
        assertThatThrownBy(() -> open(key, certificate))
                .isInstanceOf(TlsException.class)
                .hasMessageContaining(why);
    }
}
