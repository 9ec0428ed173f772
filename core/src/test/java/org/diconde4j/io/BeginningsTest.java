package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Bytes;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.junit.jupiter.api.Test;

/** What may stand before a data set in the place of preamble, prefix and File Meta Information. */
class BeginningsTest {
    private static final String DICM = "4449434D";
    private static final String PREAMBLE = "00".repeat(128);
    private static final String DATASET = "08001800 5549 0400 312E3300" + "10002000 4C4F 0200 4120";
    private static final String IMPLICIT = "08001800 04000000 312E3300" + "10002000 02000000 4120";
    /** (0002,0010) Explicit VR Little Endian. */
    private static final String SYNTAX = "02001000 5549 1400" + Bytes.hex("1.2.840.10008.1.2.1\0".getBytes());

    private static final String META = "02000000 554C 0400 1C000000" + SYNTAX;

    private final List<String> deviations = new ArrayList<>();

    private DicomObject read(String... hex) throws IOException {
        deviations.clear();
        return DicomReader.lenient()
                .withDeviations(d -> deviations.add(d.problem()))
                .read(new ByteArrayInputStream(Bytes.of(hex)));
    }

    private DicomObject deviating(String problem, String... hex) throws IOException {
        DicomObject object = read(hex);
        assertThat(deviations).anyMatch(d -> d.contains(problem));
        assertThatThrownBy(() -> DicomReader.strict().read(new ByteArrayInputStream(Bytes.of(hex))))
                .isInstanceOf(DicomParseException.class);
        assertThat(object.dataset().string(Tag.SOPInstanceUID)).isEqualTo("1.3");
        assertThat(object.dataset().string(Tag.PatientID)).isEqualTo("A");
        return object;
    }

    @Test
    void a_file_as_it_should_be() throws IOException {
        DicomObject object = read(PREAMBLE, DICM, META, DATASET);
        assertThat(deviations).isEmpty();
        assertThat(object.datasetOffset()).isEqualTo(132 + 40);
        DicomReader.strict().read(new ByteArrayInputStream(Bytes.of(PREAMBLE, DICM, META, DATASET)));
    }

    @Test
    void a_prefix_without_preamble_or_with_a_short_or_late_one() throws IOException {
        deviating("a preamble of 128 bytes is missing", DICM, META, DATASET);
        deviating("a preamble has 128 bytes, found 100", "00".repeat(100), DICM, META, DATASET);
        deviating("20 bytes stand before the preamble", "41".repeat(20), PREAMBLE, DICM, META, DATASET);
        byte[] http = "HTTP/1.1 200 OK\r\nContent-Type: application/dicom\r\n\r\n".getBytes();
        assertThat(deviating("bytes stand before the preamble", Bytes.hex(http), PREAMBLE, DICM, META, DATASET)
                        .datasetOffset())
                .isEqualTo(http.length + 172);
    }

    @Test
    void the_meta_information_of_another_file_in_the_data_set_does_not_say_how_it_is_encoded() throws IOException {
        String implicit =
                "02000000 554C 0400 1A000000" + "02001000 5549 1200" + Bytes.hex("1.2.840.10008.1.2\0".getBytes());
        DicomObject object = deviating("stands twice", PREAMBLE, DICM, META, implicit, DATASET);
        assertThat(object.transferSyntax().uid()).isEqualTo(UID.ExplicitVRLittleEndian);
        assertThat(object.dataset().string(Tag.TransferSyntaxUID)).isEqualTo(UID.ImplicitVRLittleEndian);
        assertThat(object.datasetOffset()).isEqualTo(132 + 40);
    }

    @Test
    void a_preamble_without_prefix() throws IOException {
        deviating("the prefix DICM is missing", PREAMBLE, META, DATASET);
        deviating("the prefix DICM is damaged", PREAMBLE, "4443494D", META, DATASET);
        deviating("128 stray bytes stand before", PREAMBLE, DATASET);
        deviating("128 stray bytes stand before", PREAMBLE, IMPLICIT);
        deviating("128 stray bytes stand before", PREAMBLE, "00080018 5549 0004 312E3300 00100020 4C4F 0002 4120");
    }

    @Test
    void stray_bytes_before_the_first_element() throws IOException {
        deviating("1 stray byte stands", "0A", DATASET);
        deviating("5 stray bytes stand", "00".repeat(5), DATASET);
        deviating("5 stray bytes stand", "00".repeat(5), IMPLICIT);
    }

    @Test
    void file_meta_information_without_preamble_or_none_at_all() throws IOException {
        deviating("preamble and prefix DICM are missing", META, DATASET);
        deviating("preamble and prefix DICM are missing", DATASET);
        deviating("Transfer Syntax UID (0002,0010) is missing", PREAMBLE, DICM, DATASET);
        deviating("Transfer Syntax UID (0002,0010) is missing", PREAMBLE, DICM, IMPLICIT);
        deviating("Transfer Syntax UID (0002,0010) is missing", PREAMBLE, DICM, "02000000 554C 0400 00000000", DATASET);
    }

    @Test
    void file_meta_information_with_a_missing_or_wrong_group_length() throws IOException {
        deviating("begins with its group length", PREAMBLE, DICM, SYNTAX, DATASET);
        deviating("group 0002 should end", PREAMBLE, DICM, "02000000 554C 0400 FF000000", SYNTAX, DATASET);
        deviating("group 0002 should end", PREAMBLE, DICM, "02000000 554C 0400 02000000", SYNTAX, DATASET);
    }

    @Test
    void file_meta_information_in_another_encoding() throws IOException {
        DicomObject implicit = deviating(
                "expected a value representation",
                PREAMBLE,
                DICM,
                "02000000 04000000 1C000000 02001000 14000000",
                Bytes.hex("1.2.840.10008.1.2.1\0".getBytes()),
                DATASET);
        assertThat(implicit.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        DicomObject big = deviating(
                "found big endian",
                PREAMBLE,
                DICM,
                "00020000 554C 0004 0000001C 00020010 5549 0014",
                Bytes.hex("1.2.840.10008.1.2.1\0".getBytes()),
                DATASET);
        assertThat(big.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    @Test
    void a_transfer_syntax_padded_with_a_blank() throws IOException {
        assertThat(read(PREAMBLE, DICM, META.replace("2E3100", "2E3120"), DATASET)
                        .transferSyntax())
                .isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    @Test
    void acr_nema_in_both_byte_orders() throws IOException {
        for (String hex : List.of(
                "08000000 04000000 2C000000" // group length
                        + "08000100 04000000 FFFF0000" // length to end
                        + "08001000 0C000000" // recognition code
                        + Bytes.hex("ACR-NEMA 2.0".getBytes())
                        + "08001800 04000000 312E3300"
                        + "10000000 04000000 0A000000"
                        + "10002000 02000000 4120"
                        + "28001000 02000000 0201",
                "00080000 00000004 0000002C"
                        + "00080001 00000004 0000FFFF"
                        + "00080010 0000000C"
                        + Bytes.hex("ACR-NEMA 2.0".getBytes())
                        + "00080018 00000004 312E3300"
                        + "00100000 00000004 0000000A"
                        + "00100020 00000002 4120"
                        + "00280010 00000002 0102")) {
            DicomObject object = deviating("preamble and prefix DICM are missing", hex);
            assertThat(object.dataset().string(Tag.RecognitionCode)).isEqualTo("ACR-NEMA 2.0");
            assertThat(object.dataset().integer(Tag.Rows, 0)).isEqualTo(258);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomWriter.writeDataset(object.dataset(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, out);
            assertThat(DicomReader.lenient()
                            .readDataset(
                                    new ByteArrayInputStream(out.toByteArray()),
                                    TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                            .sameContent(object.dataset()))
                    .isTrue();
        }
    }

    @Test
    void the_framing_of_every_transfer_syntax() {
        record Framing(boolean explicit, boolean big, boolean deflated, boolean encapsulated) {}
        for (var uid : org.diconde4j.dict.Dictionary.standard().uids().values()) {
            if (!uid.type().equals("Transfer Syntax")) {
                continue;
            }
            TransferSyntax syntax = TransferSyntax.of(uid.uid());
            Framing expected = switch (uid.uid()) {
                case UID.ImplicitVRLittleEndian, UID.Papyrus3ImplicitVRLittleEndian ->
                    new Framing(false, false, false, false);
                case UID.ExplicitVRBigEndian -> new Framing(true, true, false, false);
                case UID.DeflatedExplicitVRLittleEndian, UID.JPIPReferencedDeflate, UID.JPIPHTJ2KReferencedDeflate ->
                    new Framing(true, false, true, false);
                case UID.ExplicitVRLittleEndian,
                        UID.JPIPReferenced,
                        UID.JPIPHTJ2KReferenced,
                        UID.SMPTEST211020UncompressedProgressiveActiveVideo,
                        UID.SMPTEST211020UncompressedInterlacedActiveVideo,
                        UID.SMPTEST211030PCMDigitalAudio,
                        UID.RFC2557MIMEEncapsulation,
                        UID.XMLEncoding -> new Framing(true, false, false, false);
                default -> new Framing(true, false, false, true);
            };
            assertThat(new Framing(syntax.explicitVr(), syntax.bigEndian(), syntax.deflated(), syntax.encapsulated()))
                    .as(syntax.name())
                    .isEqualTo(expected);
        }
    }

    // ---- several objects

    @Test
    void objects_back_to_back_are_read_one_after_the_other() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int count = 0;
        for (int seed = 0; seed < 3 * ConformantFiles.SYNTAXES.size(); seed++, count++) {
            all.writeBytes(new ConformantFiles(seed).file());
        }
        try (ConcatenatedObjects objects = DicomReader.strict().objects(new ByteArrayInputStream(all.toByteArray()))) {
            ByteArrayOutputStream again = new ByteArrayOutputStream();
            for (int seed = 0; seed < count; seed++) {
                DicomObject object = objects.next();
                assertThat(object).as("object %d", seed).isNotNull();
                assertThat(object.fileMeta().string(Tag.TransferSyntaxUID)).isEqualTo(new ConformantFiles(seed).syntax);
                if (!object.transferSyntax().deflated()) {
                    again.reset();
                    DicomWriter.write(object, again);
                    assertThat(again.toByteArray()).as("object %d", seed).isEqualTo(new ConformantFiles(seed).file());
                }
            }
            assertThat(objects.next()).isNull();
        }
    }

    @Test
    void the_first_of_several_objects_is_given_with_a_deviation() throws IOException {
        deviating(
                "expected the end of the input, found another object",
                PREAMBLE,
                DICM,
                META,
                DATASET,
                PREAMBLE,
                DICM,
                META,
                DATASET);
        String tiff = "49492A00" + "41".repeat(124);
        deviating("found another object", PREAMBLE, DICM, META, DATASET, tiff, DICM, META, DATASET);
    }

    @Test
    void an_object_that_holds_a_file_is_one_object() throws IOException {
        String file = PREAMBLE + DICM + META + DATASET;
        int length = Bytes.of(file).length;
        DicomObject object = read(
                PREAMBLE,
                DICM,
                META,
                "42001100 4F42 0000",
                Bytes.hex(new byte[] {(byte) length, (byte) (length >> 8), 0, 0}),
                file);
        assertThat(deviations).isEmpty();
        assertThat(object.dataset().get(Tag.EncapsulatedDocument).length()).isEqualTo(length);
    }
}
