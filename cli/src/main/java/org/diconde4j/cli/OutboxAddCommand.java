package org.diconde4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.StoreResult;
import org.diconde4j.archive.outbox.Destination;
import org.diconde4j.net.Peer;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stores and queues. */
@Command(
        name = "add",
        header = "Store files in the archive and queue them, or queue what it has.",
        description = {
            "",
            "Makes the archive if there is none, and the destination; a destination of the same title is changed. When it ends, all"
                    + " that counts as queued is on stable storage. The last line is queued=N failed=N; what was set aside in"
                    + " quarantine counts as failed, and then the exit code is 1."
        },
        footer = {
            "  diconde4j outbox add --data station --to PACS@archive.example.com:104 --commit /data/today",
            "  diconde4j outbox add --data station --to PACS@archive.example.com:104 --study 1.2.3"
        })
@SuppressWarnings("NullAway.Init")
final class OutboxAddCommand implements Callable<Integer> {
    private final Terminal terminal;
    private long queued;
    private long failed;

    @Mixin
    private ArchiveOption at;

    @Mixin
    private CallingTitle title;

    @Option(
            names = "--to",
            paramLabel = "AET@HOST:PORT",
            required = true,
            converter = PeerText.AtHost.class,
            description = "The archive that is to get them.")
    private Peer to;

    @Option(
            names = "--commit",
            description = "Release objects only after that archive committed itself to keep them safe.")
    private boolean commit;

    @Option(
            names = "--associations",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many associations to use at once; default: ${DEFAULT-VALUE}.")
    private int associations;

    @Option(names = "--study", paramLabel = "UID", description = "Study Instance UID; may be given more than once.")
    private List<String> studies = List.of();

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "Files and folders.")
    private List<Path> paths = List.of();

    OutboxAddCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (studies.isEmpty() && paths.isEmpty()) {
            throw new WrongUsage("say what to queue: PATHs, or --study UID");
        }
        Destination destination;
        try {
            destination = new Destination(to, title.value(), commit, associations);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(String.valueOf(e.getMessage()));
        }
        try (Archive archive = at.open()) {
            archive.outbox().destination(destination);
            for (String study : studies) {
                long instances = archive.outbox().add(to.aeTitle(), Selection.studies(study));
                if (instances == 0) {
                    failed++;
                    terminal.complain("failed study " + study + ": it is not in the archive");
                }
                queued += instances;
            }
            if (!paths.isEmpty()) {
                addFiles(archive);
            }
        }
        terminal.out().println("queued=" + queued + " failed=" + failed);
        return failed == 0 ? 0 : 1;
    }

    private void addFiles(Archive archive) {
        try (Progress progress =
                new Progress(terminal, "queueing", "files", FileWalk.count(terminal, paths, at.ownFolders()))) {
            FileWalk files = new FileWalk(
                    paths,
                    at.ownFolders(),
                    progress::skipped,
                    (path, reason) -> fail(progress, path, Failures.sentence(reason)));
            while (files.hasNext()) {
                add(archive, progress, files.next());
                progress.step();
            }
        }
    }

    private void add(Archive archive, Progress progress, Path file) {
        try {
            if (DicomFile.isMediaDirectory(file)) {
                progress.skipped(file, DicomFile.MEDIA_DIRECTORY);
                return;
            }
            StoreResult result = archive.store(file);
            InstanceRef instance = result.instance();
            if (instance == null) {
                fail(progress, file, "it was set aside: " + result.reason());
            } else {
                archive.outbox().add(to.aeTitle(), instance);
                queued++;
            }
        } catch (Exception e) { // whatever is wrong with one file, the others have their turn
            fail(progress, file, Failures.sentence(e));
        }
    }

    private void fail(Progress progress, Path file, String reason) {
        failed++;
        progress.say("failed " + file + ": " + reason);
    }
}
