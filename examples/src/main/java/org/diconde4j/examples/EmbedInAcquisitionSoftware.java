package org.diconde4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.StoreResult;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.testkit.samples.NdeSamples;

/**
 * For equipment vendors: acquisition software that keeps what it acquires. An image counts as taken when the archive has
 * it on stable storage; the inspector finds earlier inspections of the same component by its number.
 */
public final class EmbedInAcquisitionSoftware {
    private EmbedInAcquisitionSoftware() {}

    /**
     * Runs the example.
     *
     * @param args the data directory; {@code inspections} if not given
     * @throws IOException if the archive cannot be written
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args.length > 0 ? args[0] : "inspections");
        try (Archive archive = Archive.open(directory)) {
            DicomObject exposure = expose();
            StoreResult result = archive.store(exposure);
            System.out.println(
                    "exposure " + result.outcome() + " as " + exposure.dataset().string(Tag.SOPInstanceUID));

            String component = exposure.dataset().string(Tag.PatientID, "");
            System.out.println("inspections of component " + component + ":");
            archive.find()
                    .studies()
                    .where("ComponentIDNumber", component)
                    .newestFirst()
                    .forEach(study -> System.out.println("  " + study.string(Tag.StudyDate, "no date") + "  "
                            + study.string(Tag.StudyDescription, "")));

            List<Path> copies = archive.retrieve(exposure.dataset().string(Tag.StudyInstanceUID, ""))
                    .to(directory.resolve("for-the-customer"));
            System.out.println("copied " + copies.size() + " files for the customer");
        }
    }

    /** Stands for the detector: in your software the pixels come from the device. */
    private static DicomObject expose() {
        return NdeSamples.seeded(17).weldRadiograph();
    }
}
