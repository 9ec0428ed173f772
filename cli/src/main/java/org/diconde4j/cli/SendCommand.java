package org.diconde4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** C-STORE as SCU. */
@Command(
        name = "send",
        header = "Send files to an archive or station by C-STORE.",
        description = {
            "",
            "Data sets go out byte for byte wherever the receiver takes their transfer syntax. Each file that it does not"
                    + " store is named with the status and comment of the answer, or with the reason.",
            "The last line is sent=N failed=N. If any failed, the exit code is 1."
        },
        footer = {
            "  diconde4j send --to DICONDE4J@127.0.0.1:11112 weld-17.dcm",
            "  diconde4j send --to PACS@archive.example.com:104 --ae-title XRAY1 /data/today"
        })
@SuppressWarnings("NullAway.Init")
final class SendCommand implements Callable<Integer> {
    private final Terminal terminal;
    private long sent;
    private long failed;

    @Option(
            names = "--to",
            paramLabel = "AET@HOST:PORT",
            required = true,
            converter = PeerText.AtHost.class,
            description = "The receiver: its AE title, host and port.")
    private Peer to;

    @Mixin
    private Caller caller;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.")
    private List<Path> paths;

    SendCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A file on its way; knows its path, so that the answer can be told of it. */
    private record FileObject(Path file, OutgoingObject object) implements OutgoingObject {
        @Override
        public String sopClassUid() {
            return object.sopClassUid();
        }

        @Override
        public String sopInstanceUid() {
            return object.sopInstanceUid();
        }

        @Override
        public String transferSyntaxUid() {
            return object.transferSyntaxUid();
        }

        @Override
        public InputStream open() throws IOException {
            return object.open();
        }

        @Override
        public boolean canEncode(TransferSyntax target) {
            return object.canEncode(target);
        }

        @Override
        public void encode(TransferSyntax target, OutputStream out) throws IOException {
            object.encode(target, out);
        }
    }

    @Override
    public Integer call() throws IOException {
        DimseClient client = caller.client();
        @Nullable AssociationException unreachable = null;
        try (Progress progress =
                new Progress(terminal, "sending", "files", FileWalk.count(terminal, paths, List.of()))) {
            try {
                client.store(to, () -> objects(progress), result -> account(result, progress));
            } catch (AssociationException e) {
                unreachable = e;
            }
        }
        if (unreachable != null) {
            terminal.complain(Failures.sentence(unreachable));
        }
        terminal.out().println("sent=" + sent + " failed=" + failed);
        return failed == 0 && unreachable == null ? 0 : 1;
    }

    private void account(SendResult result, Progress progress) {
        Path file = ((FileObject) result.object()).file();
        if (result.stored()) {
            sent++;
            if (result.status() != Status.SUCCESS) {
                progress.say("warning " + file + ": " + answer(result));
            }
        } else {
            failed++;
            Exception failure = result.failure();
            progress.say("failed " + file + ": " + answer(result)
                    + (failure == null ? "" : ", " + Failures.sentence(failure)));
        }
        progress.step();
    }

    private static String answer(SendResult result) {
        return "status " + Status.hex(result.status())
                + (result.errorComment() == null ? "" : ", " + result.errorComment());
    }

    /** The files as they are asked for; those that are no objects are told of and passed over. */
    private Iterator<OutgoingObject> objects(Progress progress) {
        FileWalk files =
                new FileWalk(paths, List.of(), progress::skipped, (path, reason) -> fail(path, reason, progress));
        return new Iterator<>() {
            private @Nullable OutgoingObject next;

            @Override
            public boolean hasNext() {
                while (next == null && files.hasNext()) {
                    Path file = files.next();
                    try {
                        if (DicomFile.isMediaDirectory(file)) {
                            progress.skipped(file, DicomFile.MEDIA_DIRECTORY);
                            continue;
                        }
                        next = new FileObject(file, OutgoingObject.ofFile(file));
                    } catch (Exception e) { // whatever is wrong with one file, the others have their turn
                        fail(file, e, progress);
                    }
                }
                return next != null;
            }

            @Override
            public OutgoingObject next() {
                OutgoingObject object = hasNext() ? next : null;
                if (object == null) {
                    throw new NoSuchElementException();
                }
                next = null;
                return object;
            }
        };
    }

    private void fail(Path file, Exception reason, Progress progress) {
        failed++;
        progress.say("failed " + file + ": " + Failures.sentence(reason));
    }
}
