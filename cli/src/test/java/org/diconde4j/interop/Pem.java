package org.diconde4j.interop;

import java.nio.file.Path;
import java.util.List;
import org.diconde4j.net.tck.TestAuthority;
import org.diconde4j.net.tls.Tls;

/**
 * Who somebody is and whom he trusts, as PEM files.
 *
 * @param key file with the private key
 * @param certificate file with its certificate
 * @param trust file with the authority's certificate
 */
record Pem(Path key, Path certificate, Path trust) {
    static Pem issuedBy(TestAuthority authority, String name, Path folder) {
        TestAuthority.Identity identity = authority.issue(name, "RSA", 2048);
        return new Pem(
                identity.keyTo(folder.resolve(name + ".key")),
                identity.certificateTo(folder.resolve(name + ".crt")),
                authority.certificateTo(folder.resolve("authority.crt")));
    }

    Tls tls() {
        return Tls.builder().identity(key, certificate).trust(trust).open();
    }

    /** What DCMTK is told, the same for its clients and servers. */
    List<Object> dcmtk() {
        return List.of("+tls", key, certificate, "+cf", trust);
    }
}
