package org.diconde4j.benchmarks;

import java.net.URI;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;

/** How long it takes from nothing to the first answer. */
final class ScaleOpening {
    private ScaleOpening() {}

    /** Prints the milliseconds from the start of the JVM. */
    public static void main(String[] args) {
        long start = ProcessHandle.current()
                .info()
                .startInstant()
                .orElseThrow(() -> new IllegalStateException("the system does not say when this JVM was started"))
                .toEpochMilli();
        open(URI.create(args[0]));
        System.out.println(System.currentTimeMillis() - start);
        System.out.flush();
        Runtime.getRuntime().halt(0); // closing is not part of it
    }

    static double milliseconds(URI index) {
        long start = System.nanoTime();
        try (Index opened = open(index)) {
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private static Index open(URI uri) {
        Index index = StorageProviders.openIndex(uri, OpenOptions.defaults());
        Dataset first = Dataset.builder()
                .set(Tag.PatientID, ScaleObjects.componentId(0))
                .build();
        if (index.find(IndexQuery.of(Level.STUDY, first)).toList().isEmpty()) {
            throw new IllegalStateException("the index " + uri + " does not know the first component");
        }
        return index;
    }
}
