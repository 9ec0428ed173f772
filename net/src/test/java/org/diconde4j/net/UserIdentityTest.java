package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociationAbortedException;
import org.diconde4j.net.pdu.AssociationRejectedException;
import org.diconde4j.net.pdu.Octets;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.pdu.UserIdentityResponse;
import org.diconde4j.net.service.IdentityVerifier.Verdict;
import org.diconde4j.net.service.Negotiation;
import org.diconde4j.net.service.PasswordFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who the users of an association are, and whether a server lets them in (PS3.7 D.3.3.7). */
@Timeout(30)
class UserIdentityTest {
    private final List<DimseServer> servers = new ArrayList<>();

    @TempDir
    Path dir;

    @AfterEach
    void closeServers() {
        servers.forEach(DimseServer::close);
    }

    private static DimseServer.Builder builder() {
        return DimseServer.builder()
                .aeTitle("SERVER")
                .port(0)
                .drain(Duration.ZERO)
                .timeouts(Timeouts.all(Duration.ofSeconds(10)));
    }

    private Peer start(DimseServer.Builder builder) throws IOException {
        DimseServer server = builder.start();
        servers.add(server);
        return new Peer("SERVER", "127.0.0.1", server.port());
    }

    private static DimseClient client(AssociationOptions options) {
        return DimseClient.as("CLIENT").with(options.withTimeouts(Timeouts.all(Duration.ofSeconds(10))));
    }

    @Test
    void lets_in_whom_the_verifier_knows_and_answers_what_it_says() throws Exception {
        Peer peer = start(builder().identities((identity, requestor) -> {
            if (identity == null) {
                return Verdict.reject("nobody");
            }
            return switch (identity.type()) {
                case UserIdentity.KERBEROS -> Verdict.accept(Octets.of((byte) 7, (byte) 8));
                case UserIdentity.SAML ->
                    Verdict.accept(Octets.of("<Response/>".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
                case UserIdentity.JWT -> Verdict.accept(identity.primary());
                case UserIdentity.USERNAME -> throw new IllegalStateException("the directory is down");
                default -> Verdict.reject("wrong\nforged line");
            };
        }));
        assertThat(response(peer, UserIdentity.kerberos(Octets.of((byte) 1)))).isEqualTo(Octets.of((byte) 7, (byte) 8));
        assertThat(response(peer, UserIdentity.saml("<Assertion/>")).utf8()).isEqualTo("<Response/>");
        assertThat(response(peer, UserIdentity.jwt("a.b.c")).utf8()).isEqualTo("a.b.c");
        assertThat(response(peer, UserIdentity.jwt("a.b.c").withoutPositiveResponse()))
                .isNull();
        for (UserIdentity refused :
                new UserIdentity[] {null, UserIdentity.username("anna"), UserIdentity.usernameAndPasscode("anna", "x")
                }) {
            assertThatThrownBy(() -> response(peer, refused))
                    .isInstanceOf(AssociationRejectedException.class)
                    .hasMessageContaining("permanent, by service user: no reason given");
        }
    }

    private static Octets response(Peer peer, UserIdentity identity) {
        List<AssociateAc> agreed = new ArrayList<>();
        client(AssociationOptions.DEFAULT
                        .withIdentity(identity)
                        .withNegotiation(Negotiation.NONE.withAgreed(agreed::add)))
                .echo(peer);
        UserIdentityResponse response = agreed.get(0).userInformation().identityResponse();
        return response == null ? null : response.serverResponse();
    }

    @Test
    void confirms_nobody_when_it_verifies_nobody_and_the_client_decides_whether_that_will_do() throws Exception {
        Peer peer = start(builder());
        assertThat(response(peer, UserIdentity.username("anna"))).isNull();
        Negotiation strict = Negotiation.NONE.withIdentityConfirmed(true);
        AssociationOptions options = AssociationOptions.DEFAULT.withNegotiation(strict);
        assertThatThrownBy(() -> client(options.withIdentity(UserIdentity.username("anna")))
                        .echo(peer))
                .isInstanceOf(AssociationAbortedException.class)
                .hasMessageContaining("did not confirm the user identity");
        assertThat(client(options.withIdentity(UserIdentity.username("anna").withoutPositiveResponse()))
                        .echo(peer))
                .isPositive();
    }

    @Test
    void knows_users_from_a_password_file() throws Exception {
        Path file = dir.resolve("users");
        Files.writeString(file, "# users\n\n" + PasswordFile.line("anna", "gr\u00fcn") + "\n");
        Peer peer = start(builder().identities(PasswordFile.of(file)));
        assertThat(response(peer, UserIdentity.usernameAndPasscode("anna", "gr\u00fcn")))
                .isEqualTo(Octets.EMPTY);
        for (UserIdentity refused : new UserIdentity[] {
            null,
            UserIdentity.username("anna"),
            UserIdentity.usernameAndPasscode("anna", "gruen"),
            UserIdentity.usernameAndPasscode("anna", ""),
            UserIdentity.usernameAndPasscode("bert", "gr\u00fcn"),
            UserIdentity.jwt("anna")
        }) {
            assertThatThrownBy(() -> response(peer, refused)).isInstanceOf(AssociationRejectedException.class);
        }
        Files.writeString(file, PasswordFile.line("bert", "rot"));
        assertThat(response(peer, UserIdentity.usernameAndPasscode("bert", "rot")))
                .isEqualTo(Octets.EMPTY);
        Files.writeString(file, "bert:plain");
        assertThatThrownBy(() -> PasswordFile.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 1 of")
                .hasMessageContaining("expected name:pbkdf2-sha256:iterations:salt:hash");
        assertThatThrownBy(() -> response(peer, UserIdentity.usernameAndPasscode("bert", "plain")))
                .isInstanceOf(AssociationRejectedException.class);
        assertThatThrownBy(() -> PasswordFile.line("a:b", "x")).hasMessageContaining("without colon");
    }
}
