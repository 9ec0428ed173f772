package org.diconde4j.storage.s3;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was found in disorder in a store since it was opened; each is logged when it is new. Thread-safe. */
final class Findings {
    private static final Logger LOG = LoggerFactory.getLogger(Findings.class);
    private static final int MOST = 1000;

    private final URI uri;
    private final Set<String> all = new LinkedHashSet<>();

    Findings(URI uri) {
        this.uri = uri;
    }

    synchronized void note(String finding) {
        if (all.size() < MOST && all.add(finding)) {
            LOG.warn("{}: {}", uri, finding);
        }
    }

    synchronized List<String> list() {
        return List.copyOf(all);
    }
}
