package org.diconde4j.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.commitment.CommitmentInbox;
import org.diconde4j.archive.commitment.CommitmentResult;
import org.diconde4j.archive.commitment.CommitmentScu;
import org.diconde4j.archive.commitment.SopReference;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.UID;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.storage.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Storage commitment as SCU. */
@Command(
        name = "commit",
        header = "Ask an archive to commit itself to keep objects safe, before they are deleted here.",
        description = {
            "",
            "Names the objects in files, or of studies of an archive here, and waits for the answer: on the same association,"
                    + " or, with --listen, on one that the other archive opens. For the latter it must know our title and port.",
            "Each object that is not safe there is named with the reason. The last line is committed=N failed=N. If any"
                    + " failed, or no answer came in time, the exit code is 1."
        },
        footer = {
            "  diconde4j commit --to DICONDE4J@127.0.0.1:11112 weld-17.dcm",
            "  diconde4j commit --to PACS@archive.example.com:104 --ae-title XRAY1 --listen 11113 /data/today",
            "  diconde4j commit --to PACS@archive.example.com:104 --data inspections --study 1.2.3"
        })
@SuppressWarnings("NullAway.Init")
final class CommitCommand implements Callable<Integer> {
    private static final Duration BEFORE_LISTENING = Duration.ofSeconds(2);

    private final Terminal terminal;
    private long unreadable;

    @Option(
            names = "--to",
            paramLabel = "AET@HOST:PORT",
            required = true,
            converter = PeerText.AtHost.class,
            description = "The archive to ask: its AE title, host and port.")
    private Peer to;

    @Mixin
    private Caller caller;

    @Option(
            names = "--listen",
            paramLabel = "PORT",
            description =
                    "Listen on this port of all addresses for the answer, under the title --ae-title, without TLS.")
    private @Nullable Integer listen;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for the answer; default: ${DEFAULT-VALUE}.")
    private int wait;

    @ArgGroup(exclusive = false)
    private @Nullable ArchiveOption at;

    @Option(
            names = "--study",
            paramLabel = "UID",
            description = "With --data: Study Instance UID in an archive here; may be given more than once.")
    private List<String> studies = List.of();

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "Files and folders.")
    private List<Path> paths = List.of();

    CommitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (studies.isEmpty() == paths.isEmpty() || studies.isEmpty() != (at == null)) {
            throw new WrongUsage("say which objects: either PATHs, or --data DIR and --study UID");
        }
        if (wait < 0) {
            throw new WrongUsage("--wait " + wait + ", expected 0 or more");
        }
        List<SopReference> objects = at == null ? ofFiles() : ofStudies(at);
        if (objects.isEmpty()) {
            terminal.complain("there is no object to ask for");
            return 1;
        }
        long asked = System.nanoTime();
        CommitmentResult result = ask(objects);
        if (result == null) {
            boolean late = System.nanoTime() - asked >= Duration.ofSeconds(wait).toNanos();
            terminal.complain(to + " has taken the request but has not answered "
                    + (late ? "within " + wait + " s" : "before it closed the association")
                    + (listen == null
                            ? "; it may want to answer on an association of its own: make " + caller.title()
                                    + " known to it and use --listen"
                            : "; does it know where " + caller.title() + " is?"));
            return 1;
        }
        result.failed()
                .forEach(failure ->
                        terminal.out().println("failed " + failure.object().sopInstanceUid() + ": " + failure.text()));
        terminal.out()
                .println("committed=" + result.committed().size() + " failed="
                        + result.failed().size());
        return result.isComplete() && unreadable == 0 ? 0 : 1;
    }

    private @Nullable CommitmentResult ask(List<SopReference> objects) throws InterruptedException, IOException {
        CommitmentInbox inbox = new CommitmentInbox();
        CommitmentScu scu = new CommitmentScu(caller.client(), inbox);
        Duration whole = Duration.ofSeconds(wait);
        if (listen == null) {
            return scu.await(scu.request(to, objects, whole), Duration.ZERO);
        }
        try (DimseServer server = DimseServer.builder()
                .aeTitle(caller.title())
                .bind(InetAddress.getByName("0.0.0.0"))
                .port(listen)
                .drain(Duration.ofSeconds(1))
                .service(UID.StorageCommitmentPushModel, inbox)
                .start()) {
            Duration linger = whole.compareTo(BEFORE_LISTENING) < 0 ? whole : BEFORE_LISTENING;
            return scu.await(scu.request(to, objects, linger), whole.minus(linger));
        }
    }

    private List<SopReference> ofStudies(ArchiveOption here) {
        List<SopReference> objects = new ArrayList<>();
        try (Archive archive = here.openExisting()) {
            for (String study : studies) {
                int before = objects.size();
                archive.retrieve(Selection.studies(study))
                        .instances()
                        .forEachRemaining(instance -> objects.add(
                                new SopReference(String.valueOf(instance.sopClassUid()), instance.sopInstanceUid())));
                if (objects.size() == before) {
                    unreadable++;
                    terminal.complain("failed study " + study + ": it is not in the archive");
                }
            }
        }
        return objects;
    }

    private List<SopReference> ofFiles() {
        List<SopReference> objects = new ArrayList<>();
        FileWalk files = new FileWalk(
                paths, List.of(), (path, reason) -> terminal.complain("skipped " + path + ": " + reason), this::fail);
        while (files.hasNext()) {
            Path file = files.next();
            try {
                if (!DicomFile.isMediaDirectory(file)) {
                    OutgoingObject object = OutgoingObject.ofFile(file);
                    objects.add(new SopReference(object.sopClassUid(), object.sopInstanceUid()));
                }
            } catch (IOException | DicondeException e) {
                fail(file, e);
            }
        }
        return objects;
    }

    private void fail(Path file, Exception reason) {
        unreadable++;
        terminal.complain("failed " + file + ": " + Failures.sentence(reason));
    }
}
