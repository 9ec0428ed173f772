package org.diconde4j.cli;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.ArchiveBuilder;
import org.diconde4j.archive.Receiver;
import org.diconde4j.archive.Reception;
import org.diconde4j.data.DicondeException;
import org.diconde4j.net.AssociationOptions;
import org.diconde4j.net.Peer;
import org.diconde4j.net.tls.Tls;
import org.diconde4j.web.WebServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The archive as a server. */
@Command(
        name = "serve",
        header =
                "Run an archive as a DIMSE server: storage, query and retrieve, storage commitment, worklist, procedure"
                        + " steps.",
        description = {
            "",
            "Makes the archive if there is none. Prints one line READY dimse=HOST:PORT aet=TITLE once it accepts"
                    + " associations; everything else goes to standard error. Ctrl-C or SIGTERM ends it in order: what is"
                    + " under way may end, and the exit code is 0.",
            "It listens on this host only unless --bind says otherwise, since DIMSE by itself knows no users. With TLS the line"
                    + " READY goes on with tls=HOST:PORT; with --tls-only it has no dimse=. With --http-port it ends in"
                    + " http=HOST:PORT, or https= with --https-key, where DICOMweb is under /dicom-web. HTTP listens on this host alone and asks nobody"
                    + " who they are, unless --http-users or --oidc-issuer and --http-address say otherwise."
        },
        footer = {
            "  diconde4j serve --data inspections",
            "  diconde4j serve --data inspections --http-port 8080",
            "  diconde4j serve --data inspections --http-port 8080 --http-url https://pacs.example.com/dicom-web --http-results 1000",
            "  diconde4j serve --data inspections --http-port 8443 --http-address 0.0.0.0 --https-key own.key --https-cert own.crt --http-users users.txt",
            "  diconde4j serve --data inspections --bind 0.0.0.0 --dimse-port 104 --peer STATION=10.0.0.7:11113",
            "  diconde4j serve --data inspections --tls-key own.key --tls-cert own.crt --tls-ca ca.pem --tls-only",
            "  diconde4j serve --data inspections --config archive.json"
        })
@SuppressWarnings("NullAway.Init")
final class ServeCommand implements Callable<Integer> {
    /** Slow enough for a disk that has other work to do. */
    private static final long SCRUB_RATE = 20L << 20;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ArchiveOption at;

    @Mixin
    private CompressOption compress;

    @Mixin
    private CallingTitle title;

    @Option(
            names = "--dimse-port",
            paramLabel = "PORT",
            defaultValue = "11112",
            description = "The port to listen on, 0 for a free one; default: ${DEFAULT-VALUE}.")
    private int port;

    @Mixin
    private HttpOption http;

    @Option(
            names = "--bind",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address to listen on, 0.0.0.0 for all; default: ${DEFAULT-VALUE}.")
    private InetAddress bind;

    @Option(
            names = "--peer",
            paramLabel = "AET=HOST:PORT",
            converter = PeerText.EqualsHost.class,
            description = "A destination of C-MOVE; may be given more than once.")
    private List<Peer> peers = List.of();

    @Mixin
    private TlsServerOption tls;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A JSON file with peers, TLS, who gets in, limits and users; options come before it.")
    private @Nullable Path file;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Write every PDU to a file as text, for finding faults.")
    private @Nullable Path trace;

    @Option(
            names = "--keep-free",
            paramLabel = "SIZE",
            converter = KeepFree.Converter.class,
            description =
                    "How much of the disk to keep free, such as 20g, 500m or 2%%: new objects are refused (A700) while there is"
                            + " less; 1g or 1%%, whichever is less, if not given.")
    private KeepFree keepFree = KeepFree.USUAL;

    @Option(
            names = "--scrub",
            paramLabel = "PERIOD",
            converter = Period.class,
            description =
                    "Read everything again and compare digests once in a period, such as 30d; see diconde4j verify.")
    private @Nullable Duration scrub;

    @Option(
            names = "--scrub-rate",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "With --scrub: how many bytes a second; 20m if not given.")
    private @Nullable Long scrubRate;

    @Option(
            names = "--replicate-to",
            paramLabel = "STORE",
            converter = StoreUri.class,
            description = "Keep a second store in step, see diconde4j replicate; may be given more than once.")
    private List<URI> replicas = List.of();

    @Option(
            names = "--forget-workitems",
            paramLabel = "PERIOD",
            converter = Period.class,
            description =
                    "Forget workitems so long after they were completed or canceled, such as 90d, unless somebody holds a"
                            + " deletion lock on them; they are kept if not given.")
    private @Nullable Duration workitemsKept;

    @Option(names = "--outbox", description = "Also send what is in the outbox, see diconde4j outbox.")
    private boolean outbox;

    private volatile @Nullable WebServer web;

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        requirePort(port);
        http.require();
        if (scrubRate != null && (scrub == null || scrubRate < 1)) {
            throw new WrongUsage("--scrub-rate goes with --scrub, and is at least 1 byte a second");
        }
        ServeConfig config = config();
        Tls secure = config.tls() == null ? null : config.tls().files().open();
        String level = "org.slf4j.simpleLogger.log.org.diconde4j";
        if (System.getProperty(level) == null) {
            System.setProperty(level, "info"); // the one command whose log is read afterwards
        }
        ArchiveBuilder builder = http.apply(keepFree.apply(compress.apply(at.builder())));
        if (workitemsKept != null) {
            builder.forgetWorkitemsAfter(workitemsKept);
        }
        Archive archive = builder.open();
        Thread ending = new Thread(() -> endOnSignal(archive), "diconde4j-shutdown");
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            archive.findings().forEach(finding -> terminal.complain("found at opening: " + finding));
            Receiver receiver = start(archive, config, secure);
            WebServer served = http.start(archive, terminal);
            web = served;
            terminal.out()
                    .println(ready(receiver, config)
                            + (served == null
                                    ? ""
                                    : " " + served.uri().getScheme() + "="
                                            + served.uri().getAuthority()));
            if (outbox) {
                archive.outbox()
                        .dispatch()
                        .options(peer -> config.peers().getOrDefault(peer, AssociationOptions.DEFAULT))
                        .start();
            }
            keep(archive);
            archive.awaitReady(); // senders wait for the index too; here it shows if there is none
            new CountDownLatch(1).await();
            return 0; // not reached
        } catch (InterruptedException e) {
            return 0;
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(ending);
                close(archive);
            } catch (IllegalStateException e) {
                // the hook is at work, and it closes
            }
        }
    }

    private static void requirePort(int port) {
        if (port < 0 || port > 65535) {
            throw new WrongUsage("port " + port + ", expected 0 to 65535");
        }
    }

    /** Closes the doors that the archive does not know of, and it. */
    private void close(Archive archive) {
        try (archive) {
            WebServer open = web;
            if (open != null) {
                open.close();
            }
        }
    }

    /** Runs beside the service. */
    private void keep(Archive archive) {
        if (scrub != null) {
            archive.verify().rate(scrubRate == null ? SCRUB_RATE : scrubRate).every(scrub);
        }
        replicas.forEach(uri -> archive.replicate().to(uri).start());
    }

    /** What the file says, and before it what the options say. */
    private ServeConfig config() throws IOException {
        ServeConfig said = file == null ? ServeConfig.NONE : ServeConfig.read(file);
        ServeConfig.Secure asked = tls.secure();
        ServeConfig.Secure secure = asked == null ? said.tls() : asked;
        if (tls.only() && secure == null) {
            throw new WrongUsage("--tls-only needs --tls-key and --tls-cert, or tls in --config");
        }
        return new ServeConfig(
                said.aeTitle() == null || given("--ae-title") ? title.value() : said.aeTitle(),
                said.requireCalledAeTitle(),
                said.bind() == null || given("--bind") ? bind : said.bind(),
                said.port() == null || given("--dimse-port") ? Integer.valueOf(port) : said.port(),
                !tls.only() && (said.plain() || given("--dimse-port")),
                secure,
                said.peers(),
                said.access(),
                said.maxAssociations(),
                said.users());
    }

    private boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private Receiver start(Archive archive, ServeConfig config, @Nullable Tls secure) throws IOException {
        Reception reception = archive.receive();
        config.configure(reception, secure);
        peers.forEach(reception::peer);
        if (trace != null) {
            Path to = trace;
            reception.server(server -> server.trace(to));
        }
        try {
            return reception.start();
        } catch (IOException e) {
            if (e.getCause() instanceof FileSystemException) {
                throw e; // of the trace
            }
            throw new DicondeException(
                    e.getMessage()
                            + "; choose another port with --dimse-port or --tls-port, 0 for a free one, or another address with"
                            + " --bind",
                    e);
        }
    }

    private static String ready(Receiver receiver, ServeConfig config) {
        InetSocketAddress beside = receiver.tlsAddress();
        String first = hostAndPort(receiver.address());
        String title = " aet=" + receiver.aeTitle();
        return "READY"
                + (config.plain()
                        ? " dimse=" + first + title + (beside == null ? "" : " tls=" + hostAndPort(beside))
                        : title + " tls=" + first);
    }

    /** A signal makes the JVM run this and then end with a code of its own; halting gives it ours. */
    private void endOnSignal(Archive archive) {
        int code = 0;
        try {
            close(archive);
        } catch (RuntimeException e) {
            terminal.complain(Failures.sentence(e));
            code = 1;
        }
        terminal.out().flush();
        terminal.err().flush();
        Runtime.getRuntime().halt(code);
    }

    private static String hostAndPort(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String text = host.getHostAddress();
        return (host instanceof Inet6Address ? "[" + text + "]" : text) + ":" + address.getPort();
    }
}
