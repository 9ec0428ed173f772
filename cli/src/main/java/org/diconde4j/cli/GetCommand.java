package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.FindMatches;
import org.diconde4j.net.RetrieveOutcome;
import org.diconde4j.net.StorageContext;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.pixel.FrameExtractionException;
import org.diconde4j.pixel.FrameList;
import org.diconde4j.storage.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** C-GET as SCU. */
@Command(
        name = "get",
        header = "Fetch objects from an archive or station into a folder, by C-GET.",
        description = {
            "",
            "Chosen are objects by unique keys: PatientID, StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID. Several values are"
                    + " written a\\b. They become files STUDY/SERIES/INSTANCE.dcm, data sets byte for byte as they come. A file that"
                    + " is there already is left if it is the same.",
            "An association has room for 127 storage classes. Which are needed is asked of the peer first; where it does not tell, name"
                    + " them with --class.",
            "The last line is received=N failed=N. If any failed, or Ctrl-C cancelled, the exit code is 1."
        },
        footer = {
            "  diconde4j get DICONDE4J@127.0.0.1:11112 --to fetched StudyInstanceUID=1.2.3",
            "  diconde4j get DICONDE4J@127.0.0.1:11112 --to fetched --level instance --frames 1-3 SOPInstanceUID=1.2.3.4",
            "  diconde4j get PACS@archive.example.com:104 --to fetched --level component PatientID=SN-17 \\",
            "      --class 1.2.840.10008.5.1.4.1.1.2"
        })
@SuppressWarnings("NullAway.Init")
final class GetCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--to", paramLabel = "OUT", required = true, description = "The folder, made if missing.")
    private Path to;

    @Option(
            names = "--class",
            paramLabel = "UID",
            description = "A storage class to be ready for; may be given more than once.")
    private List<String> classes = List.of();

    @Option(
            names = "--frames",
            paramLabel = "LIST",
            description =
                    "Some frames of one instance, such as 1,5-9,20-100/20, as a new instance: the peer makes it, if it"
                            + " serves frame level retrieve.")
    private @Nullable String frames;

    @Option(
            names = "--no-bulk",
            description = "Instances without pixels and other bulk data, if the peer serves such retrieve.")
    private boolean noBulk;

    @Mixin
    private RemoteKeys keys;

    @Mixin
    private Caller caller;

    GetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        for (String uid : classes) {
            if (!uid.matches("[0-9.]{1,64}")) {
                throw new WrongUsage("--class " + uid + ", expected a UID such as 1.2.840.10008.5.1.4.1.1.2");
            }
        }
        InformationModel model = model();
        Dataset identifier = identifier();
        DimseClient client = caller.client(keys.options(model.getUid()));
        Files.createDirectories(to);
        RetrieveOutcome outcome;
        ReceivedFiles files;
        try (Interruption interruption = new Interruption();
                Progress progress = new Progress(terminal, "fetching", "objects", Progress.UNKNOWN)) {
            files = new ReceivedFiles(to, progress);
            outcome = client.get(keys.peer(), model, identifier, contexts(), files, now -> !interruption.wanted());
        }
        boolean complete = Retrieved.tell(terminal, outcome);
        long failed = Math.max(outcome.progress().failed(), files.failed());
        terminal.out().println("received=" + files.received() + " failed=" + failed);
        return complete && failed == 0 ? 0 : 1;
    }

    private InformationModel model() {
        if (frames != null && noBulk) {
            throw new WrongUsage("--frames and --no-bulk, expected one of them");
        }
        if (frames == null && !noBulk) {
            return keys.model();
        }
        if (keys.level() != Level.INSTANCE) {
            throw new WrongUsage((noBulk ? "--no-bulk" : "--frames") + " needs --level instance");
        }
        return noBulk ? InformationModel.WITHOUT_BULK_DATA : InformationModel.INSTANCE_ROOT;
    }

    /** These two models know instances by their UIDs alone (PS3.4 Y.3.1, Z.1.2). */
    private Dataset identifier() {
        Dataset retrieval = keys.retrieval();
        if (frames == null && !noBulk) {
            return retrieval;
        }
        Dataset.Builder identifier = Dataset.builder()
                .set(Tag.QueryRetrieveLevel, noBulk ? "IMAGE" : "FRAME")
                .set(Tag.SOPInstanceUID, retrieval.strings(Tag.SOPInstanceUID).toArray(String[]::new));
        try {
            return (frames == null ? identifier : FrameList.parse(frames).into(identifier)).build();
        } catch (FrameExtractionException e) {
            throw new WrongUsage("--frames " + frames + ", expected frames that ascend, such as 1,5-9,20-100/20");
        }
    }

    private List<StorageContext> contexts() throws IOException {
        Set<String> wanted = new TreeSet<>(classes);
        if (wanted.isEmpty()) {
            wanted.addAll(askedOfPeer());
        }
        if (wanted.isEmpty()) {
            return StorageContext.defaults();
        }
        if (wanted.size() > StorageContext.MAX) {
            throw new DicondeException(wanted.size() + " storage classes, at most " + StorageContext.MAX
                    + " fit one association; fetch a part of them with --class");
        }
        int room = StorageContext.MAX / wanted.size() - 1;
        return StorageContext.of(
                wanted, compressed().subList(0, Math.min(room, compressed().size())));
    }

    /** The classes of the objects, as far as the peer answers a query for instances without the keys of all levels above. */
    private Set<String> askedOfPeer() throws IOException {
        Set<String> found = new TreeSet<>();
        DimseClient client = caller.client(keys.options(keys.model().findUid()));
        try (FindMatches matches = client.find(keys.peer(), keys.model(), keys.instances())) {
            matches.forEachRemaining(match -> found.add(match.string(Tag.SOPClassUID, "")));
        } catch (DicondeException e) {
            return Set.of(); // then the standard's classes have to do, or those of --class
        }
        found.remove("");
        return found;
    }

    private static List<String> compressed() {
        return Dictionary.standard().uids().values().stream()
                .filter(uid -> uid.uid().startsWith("1.2.840.10008.1.2.4.")
                        || uid.uid().equals("1.2.840.10008.1.2.5")
                        || uid.uid().startsWith("1.2.840.10008.1.2.8."))
                .filter(uid -> uid.type().equals("Transfer Syntax") && !uid.retired())
                .map(Dictionary.UidEntry::uid)
                .sorted()
                .toList();
    }
}
