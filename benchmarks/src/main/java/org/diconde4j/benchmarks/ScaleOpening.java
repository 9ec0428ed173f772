package org.diconde4j.benchmarks;

import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.diconde4j.archive.Archive;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.ReceiptText;
import org.diconde4j.storage.StorageProviders;

/**
 * How long it takes from nothing to the first answer of an archive, whose objects are plain files. There are their receipts and the first of
 * them alone, as no opening looks at the others.
 */
final class ScaleOpening {
    private static final List<String> QUIET =
            List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.jboss.logging.provider=slf4j");

    /** As many as a file of the store has, about. */
    private static final long RECEIPTS_IN_A_FILE = 22_000;

    private final URI objects;
    private final URI index;

    ScaleOpening(URI objects, URI index) {
        this.objects = objects;
        this.index = index;
    }

    /** Makes a store that ends with the receipt that the index ends with; one that is there stays. */
    static ScaleOpening of(Path folder, URI index, long last) throws IOException {
        URI objects = StorageProviders.uri("fs", folder);
        try (ObjectStore store = StorageProviders.openObjects(objects, OpenOptions.defaults())) {
            if (store.lastSequence() == last) {
                return new ScaleOpening(objects, index);
            }
        }
        Path first = folder.resolve(ScaleObjects.receipt(1, 0, 1).name());
        Files.createDirectories(Objects.requireNonNull(first.getParent()));
        Files.writeString(first, "opening looks whether the first object is encrypted");
        Path receipts = folder.resolve("receipts");
        for (long from = 1; from <= last; from += RECEIPTS_IN_A_FILE) {
            try (Writer out = Files.newBufferedWriter(receipts.resolve(String.format("%019d.jsonl", from)))) {
                for (long i = from; i < Math.min(from + RECEIPTS_IN_A_FILE, last + 1); i++) {
                    out.append(ReceiptText.format(ScaleObjects.receipt(
                                    i, i / ScaleObjects.IN_A_STUDY, (int) (i % ScaleObjects.IN_A_STUDY))))
                            .append('\n');
                }
            }
        }
        return new ScaleOpening(objects, index);
    }

    /** In this JVM, which has done so before. */
    double warm() {
        long start = System.nanoTime();
        try (Archive opened = open(objects, index)) {
            return (System.nanoTime() - start) / 1e6;
        }
    }

    /** From the start of a JVM, as the one who started it sees it. */
    double fresh() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = FreshJvm.start(QUIET, ScaleOpening.class, objects.toString(), index.toString());
        int first = process.getInputStream().read();
        double millis = (System.nanoTime() - start) / 1e6;
        if (process.waitFor() != 0 || first < 0) {
            throw new IOException("the archive could not be opened, see above");
        }
        return millis;
    }

    /** Says when there is an answer. */
    public static void main(String[] args) {
        open(URI.create(args[0]), URI.create(args[1]));
        System.out.println("answered");
        System.out.flush();
        Runtime.getRuntime().halt(0); // closing is not part of it
    }

    private static Archive open(URI objects, URI index) {
        Archive archive = Archive.builder().objects(objects).index(index).open();
        var studies = archive.find().where(Tag.PatientID, ScaleObjects.componentId(0));
        if (studies.list().isEmpty()) {
            throw new IllegalStateException("the index " + index + " does not know the first component");
        }
        return archive;
    }
}
