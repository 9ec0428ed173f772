package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.diconde4j.dict.UID;
import org.diconde4j.net.service.Status;
import org.junit.jupiter.api.Test;

class ConformanceTest {
    private static final Pattern STATUS = Pattern.compile("(?<= )[0-9ABF][0-9A-F]{3}(?=[, ])");

    @Test
    void the_statement_in_the_documentation_is_what_a_server_agrees_to() throws IOException {
        Run run = diconde4j("conformance");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .as("after a change of services: ./diconde4j conformance > docs/conformance-statement.md")
                .isEqualTo(Files.readString(statement()));
    }

    @Test
    void names_every_service_of_an_archive_with_its_class_and_syntaxes() {
        String text = diconde4j("conformance").out();

        for (String sopClass : Set.of(
                UID.Verification,
                UID.StudyRootQueryRetrieveInformationModelFind,
                UID.ModalityWorklistInformationModelFind,
                UID.StorageCommitmentPushModel,
                UID.EddyCurrentImageStorage,
                UID.DigitalXRayImageStorageForPresentation)) {
            assertThat(text).contains("| " + sopClass + " |");
        }
        assertThat(text)
                .contains("| Explicit VR Little Endian | 1.2.840.10008.1.2.1 | yes | yes |")
                .contains("| JPEG 2000 Image Compression | 1.2.840.10008.1.2.4.91 | yes |  |")
                .doesNotContain(UID.BasicGrayscalePrintManagementMeta, "{{", "}}");
    }

    @Test
    void every_status_in_it_is_one_that_the_code_has() throws Exception {
        Set<String> known = new TreeSet<>(Set.of("B007"));
        for (var field : Arrays.stream(Status.class.getFields())
                .filter(f -> Modifier.isStatic(f.getModifiers()) && f.getType() == int.class)
                .toList()) {
            known.add(String.format("%04X", field.getInt(null)));
        }
        Set<String> named = new TreeSet<>();
        Files.readAllLines(statement()).stream()
                .dropWhile(line -> !line.startsWith("#### 4.2.5"))
                .takeWhile(line -> !line.startsWith("### 4.3"))
                .filter(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", 4)[2])
                .forEach(cell -> STATUS.matcher(cell).results().forEach(match -> named.add(match.group())));

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(known).containsAll(named);
    }

    private static Path statement() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("docs"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs/conformance-statement.md");
    }
}
