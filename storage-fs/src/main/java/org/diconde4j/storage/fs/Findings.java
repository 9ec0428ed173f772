package org.diconde4j.storage.fs;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;

/** What was found in disorder in a folder since it was opened; each is logged when it is new. Thread-safe. */
final class Findings {
    private static final int MOST = 1000;

    private final Logger log;
    private final Path root;
    private final Set<String> all = new LinkedHashSet<>();

    Findings(Logger log, Path root) {
        this.log = log;
        this.root = root;
    }

    synchronized void note(String finding) {
        if (all.size() < MOST && all.add(finding)) {
            log.warn("{}: {}", root, finding);
        }
    }

    synchronized List<String> list() {
        return List.copyOf(all);
    }
}
