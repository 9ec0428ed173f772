package org.diconde4j.agree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.DicomXml;
import org.junit.jupiter.api.Test;

/** Every readable file comes back from its JSON, its XML and a new file as what it was; see {@link Samples}. */
class SurvivalTest {
    @Test
    void every_file_comes_back_from_json_xml_and_a_new_file() throws IOException {
        List<String> lost = new ArrayList<>();
        for (Samples.Read file : Samples.readable().values()) {
            Dataset dataset = file.dataset();
            String json = DicomJson.inline().toString(dataset);
            if (!leaves(DicomJson.inline().toString(DicomJson.inline().read(json)))
                    .equals(leaves(json))) {
                lost.add(file.name() + " through JSON");
            }
            String xml = DicomXml.inline().toString(dataset);
            if (!xmlLeaves(DicomXml.inline().toString(DicomXml.inline().read(xml)))
                    .equals(xmlLeaves(xml))) {
                lost.add(file.name() + " through XML");
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomWriter.write(file.object(), out);
            Dataset again = DicomReader.lenient()
                    .read(new ByteArrayInputStream(out.toByteArray()))
                    .dataset();
            if (!again.sameContent(dataset)) {
                lost.add(file.name() + " through a file");
            }
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void every_file_that_breaks_no_rule_is_written_as_the_bytes_that_were_read() throws IOException {
        List<String> different = new ArrayList<>();
        int same = 0;
        int broken = 0;
        for (Samples.Read file : Samples.readable().values()) {
            if (!file.deviations().isEmpty()) {
                broken++;
                continue;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomWriter.write(file.object(), out);
            byte[] bytes = Files.readAllBytes(file.path());
            if (file.object().transferSyntax().deflated() || Arrays.equals(bytes, out.toByteArray())) {
                same++; // another deflater gives other bytes; the data set is compared above
            } else {
                different.add(file.name() + " from byte " + Arrays.mismatch(bytes, out.toByteArray()));
            }
        }
        System.out.printf("bytes: %d files come back the same, %d break a rule%n", same, broken);
        assertThat(different).isEmpty();
        assertThat(same).isPositive();
    }

    private static Map<String, String> leaves(String json) {
        return JsonLeaves.of(json).map;
    }

    private static Map<String, String> xmlLeaves(String xml) {
        return XmlLeaves.ours(xml.getBytes(StandardCharsets.UTF_8)).map;
    }
}
