package org.diconde4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    @TempDir
    Path directory;

    @Test
    void acquisition_software_keeps_what_it_acquires() throws Exception {
        assertThat(output(() -> EmbedInAcquisitionSoftware.main(new String[] {directory.toString()})))
                .contains("exposure STORED", "inspections of component", "copied 1 files");
        assertThat(output(() -> EmbedInAcquisitionSoftware.main(new String[] {directory.toString()})))
                .contains("exposure DUPLICATE");
    }

    @Test
    void a_pacs_of_ones_own_receives_and_finds() throws Exception {
        assertThat(output(() -> BuildYourOwnPacs.main(new String[] {directory.toString()})))
                .contains("SHOPFLOOR receives on port", " 0 failed", "studies=1");
    }

    @Test
    void a_test_has_an_archive_in_memory() throws Exception {
        assertThat(output(() -> TestWithAnArchive.main(new String[0]))).contains("has it");
    }

    private interface Program {
        void run() throws Exception;
    }

    private static String output(Program program) throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(console);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }
}
