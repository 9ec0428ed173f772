package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.diconde4j.net.AssociationOptions;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Timeouts;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.service.Negotiation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command calls a peer: what it is named, how it is protected, who uses it. */
@SuppressWarnings("NullAway.Init")
final class Caller {
    @Mixin
    private CallingTitle title;

    @Mixin
    private TlsOption tls;

    @Option(names = "--user", paramLabel = "NAME", description = "The user to name to the peer.")
    private @Nullable String user;

    @Option(
            names = "--passcode-file",
            paramLabel = "FILE",
            description = "With --user: a file with the passcode in its first line.")
    private @Nullable Path passcode;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long the peer may take to answer; default: 10 to connect, 300 for a response.")
    private @Nullable Integer timeout;

    /** What we are called. */
    String title() {
        return title.value();
    }

    /** The client that all this describes. */
    DimseClient client() throws IOException {
        return client(Negotiation.NONE);
    }

    DimseClient client(Negotiation negotiation) throws IOException {
        AssociationOptions options = AssociationOptions.DEFAULT
                .withTls(tls.open())
                .withIdentity(identity())
                .withNegotiation(negotiation);
        if (timeout != null) {
            if (timeout < 1) {
                throw new WrongUsage("--timeout " + timeout + ", expected at least 1");
            }
            Duration time = Duration.ofSeconds(timeout);
            options = options.withTimeouts(
                    Timeouts.DEFAULT.withConnect(time).withAccept(time).withResponse(time));
        }
        return DimseClient.as(title.value()).with(options);
    }

    private @Nullable UserIdentity identity() throws IOException {
        if (user == null) {
            if (passcode != null) {
                throw new WrongUsage("--passcode-file needs --user");
            }
            return null;
        }
        return passcode == null
                ? UserIdentity.username(user)
                : UserIdentity.usernameAndPasscode(user, OwnKey.firstLine(passcode));
    }
}
