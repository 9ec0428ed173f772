package org.diconde4j.cli;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.diconde4j.dict.UID;
import org.diconde4j.net.DimseSession;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.AssociationInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** C-ECHO as SCU. */
@Command(
        name = "echo",
        header = "Ask whether an archive or station is there, by C-ECHO.",
        description = {"", "Says how long each answer took, and which implementation gave it."},
        footer = {
            "  diconde4j echo DICONDE4J@127.0.0.1:11112",
            "  diconde4j echo --repeat 5 PACS@archive.example.com:104",
            "  diconde4j echo --tls-key own.key --tls-cert own.crt --tls-ca ca.pem PACS@archive.example.com:2762"
        })
@SuppressWarnings("NullAway.Init")
final class EchoCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "AET@HOST:PORT",
            converter = PeerText.AtHost.class,
            description = "Whom to ask.")
    private Peer peer;

    @Mixin
    private Caller caller;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Ask so many times over one association.")
    private int times;

    EchoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (times < 1) {
            throw new WrongUsage("--repeat " + times + ", expected at least 1");
        }
        try (Interruption interruption = new Interruption();
                DimseSession session = caller.client().open(peer, UID.Verification)) {
            for (int i = 0; i < times && !interruption.wanted(); i++) {
                terminal.out().println(Terminal.clean(peer + " answered in " + millis(session.echo())));
            }
            terminal.out().println(Terminal.clean(describe(session.info())));
        }
        return 0;
    }

    private static String describe(AssociationInfo info) {
        X509Certificate certificate = info.certificate();
        String version = info.implementationVersionName();
        return "implementation " + (version == null ? "" : version + ", ") + info.implementationClassUid()
                + (certificate == null
                        ? ""
                        : "; TLS with " + certificate.getSubjectX500Principal().getName());
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }
}
