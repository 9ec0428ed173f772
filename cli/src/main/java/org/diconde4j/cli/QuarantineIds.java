package org.diconde4j.cli;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.archive.Archive;
import org.diconde4j.data.DicondeException;
import org.diconde4j.storage.QuarantineEntry;
import picocli.CommandLine.Parameters;

/** Entries named on the command line. */
@SuppressWarnings("NullAway.Init")
final class QuarantineIds {
    @Parameters(arity = "1..*", paramLabel = "ID", description = "What quarantine list shows in front.")
    private List<String> ids;

    /** The entries; all must be there before anything is done with one. */
    List<QuarantineEntry> in(Archive archive) {
        List<QuarantineEntry> entries = new ArrayList<>();
        for (String id : ids) {
            entries.add(archive.quarantine()
                    .entry(id)
                    .orElseThrow(() -> new DicondeException(
                            "there is no entry " + id + " in quarantine; quarantine list shows what there is")));
        }
        return entries;
    }
}
