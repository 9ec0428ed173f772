package org.diconde4j.cli;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.archive.Archive;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Level;
import picocli.CommandLine.Parameters;

/** The instances that are to be changed, chosen by keys; never all of an archive because of a slip. */
final class ChosenOption {
    @Parameters(
            arity = "0..*",
            paramLabel = "key=value",
            description = "Which instances; as with find --level instance.")
    private List<String> words = List.of();

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** Their keys, checked before an archive is opened. */
    Dataset keys() {
        if (words.isEmpty()) {
            throw new WrongUsage("say which instances, such as StudyInstanceUID=1.2.3");
        }
        for (String word : words) {
            if (word.endsWith("=")) {
                throw new WrongUsage(word + " would choose every instance: expected a value");
            }
        }
        return Keys.parse(words, Level.INSTANCE);
    }

    /** Their SOP Instance UIDs, in the order of arrival, as they are when nothing is changed yet. */
    static List<String> in(Archive archive, Dataset keys) {
        List<String> uids = new ArrayList<>();
        try (Cursor<Dataset> found =
                archive.find().level(Level.INSTANCE).where(keys).cursor()) {
            found.forEachRemaining(instance -> uids.add(instance.string(Tag.SOPInstanceUID, "")));
        }
        return uids;
    }
}
