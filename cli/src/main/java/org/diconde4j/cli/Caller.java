package org.diconde4j.cli;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Write every PDU to a file as text, for finding faults.")
    private @Nullable Path trace;

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
        DimseClient client = DimseClient.as(title.value()).with(options);
        if (trace == null) {
            return client;
        }
        try {
            Files.newOutputStream(trace, CREATE, APPEND).close(); // the client would only log that it can't be written
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "there is no such folder" : e.toString();
            throw new IOException("can't write the trace " + trace + ": " + why, e);
        }
        return client.trace(trace);
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
