package org.diconde4j.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.Negotiation;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.storage.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is asked of whom: peer, level, information model and keys (PS3.4 C.6). */
@SuppressWarnings("NullAway.Init")
final class RemoteKeys {
    /** The unique keys, from the top level down (PS3.4 C.6.1.1). */
    private static final List<Integer> UNIQUE =
            List.of(Tag.PatientID, Tag.StudyInstanceUID, Tag.SeriesInstanceUID, Tag.SOPInstanceUID);

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "study",
            converter = LevelName.class,
            completionCandidates = LevelName.class,
            description = "What is meant: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private Level level;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "The information model: patient (the component is on top) or study; default: study, but patient for"
                            + " components.")
    private @Nullable String model;

    @Parameters(
            index = "0",
            paramLabel = "AET@HOST:PORT",
            converter = PeerText.AtHost.class,
            description = "Whom to ask: its AE title, host and port.")
    private Peer peer;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "key=value", description = "What shall match.")
    private List<String> words = List.of();

    Peer peer() {
        return peer;
    }

    Level level() {
        return level;
    }

    InformationModel model() {
        String name = model == null ? (level == Level.COMPONENT ? "patient" : "study") : model;
        if (name.equals("patient")) {
            return InformationModel.PATIENT_ROOT;
        }
        if (!name.equals("study") || level == Level.COMPONENT) {
            throw new WrongUsage("--model " + name + ", expected patient or study, and patient for components");
        }
        return InformationModel.STUDY_ROOT;
    }

    /** The keys as they were given. */
    Dataset matching() {
        return Keys.parse(words, level);
    }

    /** Relational matching is asked for; who does not know it says so. */
    Negotiation options(String sopClassUid) {
        return Negotiation.NONE.withExtended(QueryOptions.RELATIONAL.of(sopClassUid));
    }

    /**
     * What a table shows: attributes of the level alone, and what was asked for besides. Others than the unique keys of levels above
     * are an error to peers that know no relational queries (PS3.4 C.4.1.2.1).
     */
    List<Integer> columns() {
        Set<Integer> columns = new LinkedHashSet<>(
                switch (level) {
                    case COMPONENT, STUDY -> Columns.of(level, Dataset.builder().build());
                    case SERIES, INSTANCE -> Columns.own(level);
                });
        if (level == Level.STUDY && model() == InformationModel.PATIENT_ROOT) {
            columns.remove(Tag.PatientName);
        }
        columns.addAll(Columns.asked(matching()));
        return List.copyOf(columns);
    }

    /** The identifier of a C-FIND, with the columns as return keys. */
    Dataset query() {
        Dataset.Builder identifier = Dataset.builder();
        columns().forEach(identifier::setEmpty);
        Columns.summaries(level).forEach(identifier::setEmpty);
        return complete(identifier);
    }

    /** The identifier of a C-FIND that tells which SOP classes a retrieval is about. */
    Dataset instances() {
        return retrieval().toBuilder()
                .set(Tag.QueryRetrieveLevel, nameOf(Level.INSTANCE))
                .setEmpty(Tag.SOPClassUID)
                .build();
    }

    /** The identifier of a C-MOVE or C-GET, which knows unique keys only (PS3.4 C.4.2.1.4). */
    Dataset retrieval() {
        Dataset given = matching();
        for (int tag : Keys.tags(given)) {
            if (!UNIQUE.contains(tag)) {
                throw new WrongUsage(Dictionary.standard().keyword(tag)
                        + " chooses nothing to retrieve, expected PatientID, StudyInstanceUID, SeriesInstanceUID or"
                        + " SOPInstanceUID; query finds their values");
            }
        }
        int unique = UNIQUE.get(level.ordinal());
        if (given.string(unique, "").isEmpty()) {
            throw new WrongUsage("--level " + Keys.name(level) + " needs "
                    + Dictionary.standard().keyword(unique) + "=VALUE");
        }
        return complete(Dataset.builder());
    }

    private Dataset complete(Dataset.Builder identifier) {
        Dataset given = matching();
        boolean ascii = words.stream().allMatch(word -> word.chars().allMatch(c -> c < 0x80));
        if (!ascii) {
            identifier.set(Tag.SpecificCharacterSet, "ISO_IR 192");
        }
        return identifier
                .setAll(given)
                .set(Tag.QueryRetrieveLevel, nameOf(level))
                .build();
    }

    /** PS3.4 C.6.1.1.1: the words of DICOM, whatever DICONDE calls them. */
    private static String nameOf(Level level) {
        return switch (level) {
            case COMPONENT -> "PATIENT";
            case STUDY -> "STUDY";
            case SERIES -> "SERIES";
            case INSTANCE -> "IMAGE";
        };
    }
}
