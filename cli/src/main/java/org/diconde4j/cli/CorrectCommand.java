package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Amendments;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Grounds;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.storage.InstanceRef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Corrects instances, and keeps what they said before. */
@Command(
        name = "correct",
        header = "Correct attributes of stored instances; what they said before is kept.",
        description = {
            "",
            "The corrected object takes the place of the one that was there, which stays as an earlier version; history"
                    + " lists them. What was replaced is named in the object (Original Attributes Sequence, PS3.3"
                    + " C.12.1.1.9). The UIDs of instance, series and study cannot be corrected.",
            "The last line is corrected=N unchanged=N failed=N. If any failed, the exit code is 1."
        },
        footer = {
            "  diconde4j correct --data inspections --reason 'typing error' --set StudyDescription='Weld 17' \\",
            "      StudyInstanceUID=1.2.3",
            "  diconde4j correct --data inspections --reason 'wrong gain map' --with corrected.dcm"
        })
@SuppressWarnings("NullAway.Init")
final class CorrectCommand implements Callable<Integer> {
    private final Terminal terminal;
    private long corrected;
    private long unchanged;
    private long failed;

    @Mixin
    private ArchiveOption at;

    @Mixin
    private GroundsOption why;

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "An attribute and its right value; nothing after = takes its value away. May be repeated.")
    private List<String> set = new ArrayList<>();

    @Option(names = "--with", paramLabel = "FILE", description = "Instead: the corrected object, in a file.")
    private @Nullable Path with;

    @Mixin
    private ChosenOption chosen;

    CorrectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private interface Correction {
        @Nullable
        InstanceRef in(Amendments amendments, String uid) throws IOException;
    }

    @Override
    public Integer call() throws IOException {
        if ((with == null) == set.isEmpty()) {
            throw new WrongUsage("say what is right: --set key=value, or --with FILE");
        }
        if (with != null && !chosen.isEmpty()) {
            throw new WrongUsage("--with names the instance by what is in the file: expected no keys");
        }
        Grounds grounds = why.grounds();
        DicomObject object = with == null ? null : DicomReader.lenient().read(with);
        Dataset values = NewValues.parse(set);
        Dataset keys = object == null
                ? chosen.keys()
                : Dataset.builder()
                        .set(Tag.SOPInstanceUID, object.dataset().string(Tag.SOPInstanceUID, "none"))
                        .build();
        try (Archive archive = at.openExisting()) {
            List<String> uids = ChosenOption.in(archive, keys);
            if (object != null && uids.isEmpty()) {
                throw new IOException("there is no instance " + keys.string(Tag.SOPInstanceUID) + " to be corrected");
            }
            try (Progress progress = new Progress(terminal, "correcting", "instances", uids.size())) {
                for (String uid : uids) {
                    correct(
                            archive,
                            uid,
                            (amendments, u) -> object == null
                                    ? amendments.correct(u, values, grounds)
                                    : amendments.correct(object, grounds),
                            progress);
                }
            }
        }
        terminal.out().println("corrected=" + corrected + " unchanged=" + unchanged + " failed=" + failed);
        return failed == 0 ? 0 : 1;
    }

    private void correct(Archive archive, String uid, Correction correction, Progress progress) {
        try {
            Amendments amendments = archive.amendments();
            List<InstanceRef> before = amendments.versions(uid);
            InstanceRef now = correction.in(amendments, uid);
            if (now != null && !before.contains(now)) {
                corrected++;
            } else {
                unchanged++;
            }
        } catch (Exception e) { // whatever is wrong with one, the others have their turn
            failed++;
            progress.say("failed " + uid + ": "
                    + (e instanceof IllegalArgumentException ? e.getMessage() : Failures.sentence(e)));
        }
        progress.step();
    }
}
