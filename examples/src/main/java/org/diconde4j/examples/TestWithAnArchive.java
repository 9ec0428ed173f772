package org.diconde4j.examples;

import java.util.List;
import org.diconde4j.io.DicomObject;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.testkit.TestArchive;
import org.diconde4j.testkit.samples.NdeSamples;

/**
 * For developers who test what they send: a real archive in memory, ready in a blink. In JUnit,
 * {@code @ExtendWith(ArchiveExtension.class)} gives the same as parameters of the test.
 */
public final class TestWithAnArchive {
    private TestWithAnArchive() {}

    /**
     * Runs the example.
     *
     * @param args none
     */
    public static void main(String[] args) {
        DicomObject made = NdeSamples.seeded(1).cScan();
        try (TestArchive test = TestArchive.start()) {
            DimseClient.as("MYDEVICE").store(test.peer(), List.of(OutgoingObject.of(made)), result -> {
                if (!result.stored()) {
                    throw new AssertionError("not stored: " + result);
                }
            });
            long found = test.archive()
                    .find()
                    .instances()
                    .where("ComponentIDNumber", made.dataset().string(org.diconde4j.dict.Tag.PatientID, ""))
                    .count();
            if (found != 1) {
                throw new AssertionError("expected the object that was sent, found " + found);
            }
            System.out.println("the archive in memory has it");
        }
    }
}
