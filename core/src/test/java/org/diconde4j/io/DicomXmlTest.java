package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Bytes;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PS3.19 A.1. */
class DicomXmlTest {
    private static String xml(Dataset dataset) {
        String xml = DicomXml.inline().toString(dataset);
        assertThat(xml)
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<NativeDicomModel"
                        + " xmlns=\"http://dicom.nema.org/PS3.19/models/NativeDICOM\" xml:space=\"preserve\">\n")
                .endsWith("</NativeDicomModel>\n");
        return xml.substring(xml.indexOf("preserve\">\n") + 11, xml.indexOf("</NativeDicomModel>"))
                .replace("\n", "")
                .replace('"', '\'');
    }

    private static Dataset read(String attributes) {
        return DicomXml.inline().read("<NativeDicomModel>" + attributes + "</NativeDicomModel>");
    }

    private static void comesBack(Dataset dataset) {
        Dataset again = DicomXml.inline().read(DicomXml.inline().toString(dataset));
        assertThat(again.sameContent(dataset))
                .as(DicomXml.inline().toString(dataset))
                .isTrue();
    }

    @Test
    void writes_tags_with_representation_keyword_and_numbered_values() {
        Dataset dataset = Dataset.builder()
                .set(0x00080000, VR.UL, "10")
                .set(Tag.ImageType, "MPG", "", "XR3")
                .setEmpty(Tag.StudyDate)
                .set(Tag.Rows, 512)
                .set(Tag.FrameIncrementPointer, VR.AT, "0018106a")
                .build();
        assertThat(xml(dataset))
                .isEqualTo(
                        "<DicomAttribute tag='00080008' vr='CS' keyword='ImageType'>"
                                + "<Value number='1'>MPG</Value><Value number='2'></Value><Value number='3'>XR3</Value>"
                                + "</DicomAttribute>"
                                + "<DicomAttribute tag='00080020' vr='DA' keyword='StudyDate'/>"
                                + "<DicomAttribute tag='00280009' vr='AT' keyword='FrameIncrementPointer'>"
                                + "<Value number='1'>0018106A</Value></DicomAttribute>"
                                + "<DicomAttribute tag='00280010' vr='US' keyword='Rows'><Value number='1'>512</Value></DicomAttribute>");
    }

    @Test
    void writes_names_by_group_and_component() {
        Dataset dataset = Dataset.builder()
                .set(Tag.OtherPatientNames, "Wang^Xiao^^Dr=王^小", "", "=王")
                .build();
        assertThat(xml(dataset))
                .contains("<PersonName number='1'><Alphabetic><FamilyName>Wang</FamilyName><GivenName>Xiao</GivenName>"
                        + "<NamePrefix>Dr</NamePrefix></Alphabetic>"
                        + "<Ideographic><FamilyName>王</FamilyName><GivenName>小</GivenName></Ideographic></PersonName>"
                        + "<PersonName number='2'></PersonName>"
                        + "<PersonName number='3'><Ideographic><FamilyName>王</FamilyName></Ideographic></PersonName>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A^^^^", "^", "=", "==", "A==", "A^B^C^D^E^F^G", "A=B=C=D", "A^=B^", "=^=", "a<b&c>\"d"})
    void names_come_back_with_all_their_delimiters(String name) {
        Dataset dataset = Dataset.builder().set(Tag.PatientName, name).build();
        assertThat(DicomXml.inline().read(DicomXml.inline().toString(dataset)).string(Tag.PatientName))
                .isEqualTo(dataset.string(Tag.PatientName));
        comesBack(dataset);
    }

    @Test
    void writes_sequences_as_numbered_items() {
        Dataset item =
                Dataset.builder().set(Tag.ReferencedSOPInstanceUID, "1.2").build();
        Dataset dataset = Dataset.builder()
                .setItems(Tag.ReferencedStudySequence, item, Dataset.empty())
                .setItems(Tag.ReferencedSeriesSequence)
                .build();
        assertThat(xml(dataset))
                .isEqualTo("<DicomAttribute tag='00081110' vr='SQ' keyword='ReferencedStudySequence'><Item number='1'>"
                        + "<DicomAttribute tag='00081155' vr='UI' keyword='ReferencedSOPInstanceUID'>"
                        + "<Value number='1'>1.2</Value></DicomAttribute></Item><Item number='2'></Item></DicomAttribute>"
                        + "<DicomAttribute tag='00081115' vr='SQ' keyword='ReferencedSeriesSequence'/>");
        comesBack(dataset);
    }

    @Test
    void gives_private_elements_by_creator_and_finds_their_blocks_again() {
        Dataset dataset = Dataset.builder()
                .set(0x00090010, VR.LO, "ACME <1>")
                .set(0x00090011, VR.LO, "OTHER")
                .set(0x00090012, VR.LO, "OTHER")
                .set(0x00091001, VR.SH, "one")
                .set(0x00091101, VR.SH, "two")
                .set(0x00091201, VR.SH, "three")
                .set(0x00092001, VR.SH, "orphan")
                .build();
        assertThat(xml(dataset))
                .contains("<DicomAttribute tag='00090010' vr='LO'><Value number='1'>ACME &lt;1&gt;</Value>")
                .contains("tag='00090001' vr='SH' privateCreator='ACME &lt;1&gt;'><Value number='1'>one<")
                .contains("tag='00090001' vr='SH' privateCreator='OTHER'><Value number='1'>two<")
                .contains("tag='00091201' vr='SH'><Value number='1'>three<") // the creator has a block before
                .contains("tag='00092001' vr='SH'><Value number='1'>orphan<");
        comesBack(dataset);
    }

    @Test
    void reserves_a_block_for_a_creator_that_is_only_named() {
        Dataset dataset = read(
                "<DicomAttribute tag='00090002' vr='SH' privateCreator='B'><Value>b</Value></DicomAttribute>"
                        + "<DicomAttribute tag='00091001' vr='SH'><Value>orphan</Value></DicomAttribute>"
                        + "<DicomAttribute tag='00091F02' vr='SH' privateCreator='C'><Value>c</Value></DicomAttribute>");
        assertThat(dataset.string(0x00090011)).isEqualTo("B");
        assertThat(dataset.string(0x00091102)).isEqualTo("b");
        assertThat(dataset.string(0x0009001F)).isEqualTo("C");
        assertThat(dataset.string(0x00091F02)).isEqualTo("c");
        assertThat(dataset.size()).isEqualTo(5);
    }

    @Test
    void writes_bytes_in_line_in_little_endian_order_and_fragments_with_their_headers() throws IOException {
        byte[] bigEndian = Bytes.of("7FE0 0010", "4F57 0000 00000004", "0102 0304");
        Dataset dataset = DicomReader.lenient()
                .readDataset(new ByteArrayInputStream(bigEndian), TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
        assertThat(xml(dataset)).contains("<InlineBinary>AgEEAw==</InlineBinary>");
        comesBack(dataset);

        byte[] frame = {1, 2, 3, 4};
        Fragments fragments =
                new Fragments((o, l) -> new ByteArrayInputStream(frame, 0, (int) l), new long[2], new long[] {0, 4});
        Dataset encapsulated = Dataset.builder()
                .set(Element.of(Tag.PixelData, VR.OB, fragments))
                .build();
        assertThat(xml(encapsulated)).contains("<InlineBinary>/v8A4AAAAAD+/wDgBAAAAAECAwQ=</InlineBinary>");
        comesBack(encapsulated);
    }

    @Test
    void gives_bulk_values_as_uris_or_uuids() {
        Dataset dataset = Dataset.builder()
                .setItems(
                        Tag.WaveformSequence,
                        Dataset.builder()
                                .setBytes(Tag.WaveformData, VR.OW, new byte[] {1, 2})
                                .build())
                .setBytes(Tag.PixelData, VR.OW, new byte[] {3, 4})
                .build();
        DicomXml model = DicomXml.inline()
                .withBulkUris((path, element) ->
                        path.isEmpty() ? "urn:uuid:0-1" : "http://x/?a&b=" + path.get(0) + "/" + path.get(1))
                .withBulkSource((uri, tag, vr) -> {
                    byte[] found = uri.equals("urn:uuid:0-1") ? new byte[] {3, 4} : new byte[] {1, 2};
                    return new BulkData((o, l) -> new ByteArrayInputStream(found), 0, 2, false);
                });
        String text = model.toString(dataset);
        assertThat(text)
                .contains("<BulkData uuid=\"0-1\"/>")
                .contains("<BulkData uri=\"http://x/?a&amp;b=" + 0x54000100 + "/0\"/>");
        assertThat(model.read(text).sameContent(dataset)).isTrue();
        Element unresolved = DicomXml.inline().read(text).get(Tag.PixelData);
        assertThatThrownBy(unresolved::open).isInstanceOf(IOException.class).hasMessageContaining("urn:uuid:0-1");
    }

    @Test
    void text_comes_back_in_the_character_set_that_it_had() throws IOException {
        Dataset item = Dataset.builder().set(Tag.PatientComments, "Жш").build();
        Dataset dataset = Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 144")
                .set(Tag.PatientComments, " Жшв\t<&>\r\n\r \\ end")
                .setItems(Tag.ReferencedStudySequence, item)
                .build();
        Dataset again = DicomXml.inline().read(DicomXml.inline().toString(dataset));
        ByteArrayOutputStream one = new ByteArrayOutputStream();
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        DicomWriter.writeDataset(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, one);
        DicomWriter.writeDataset(again, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, two);
        assertThat(two.toByteArray()).isEqualTo(one.toByteArray());
    }

    @Test
    void items_take_part_in_the_character_set_around_them() throws IOException {
        byte[] bytes = Bytes.of(
                "0800 0500",
                "4353 0A00",
                "49534F5F4952203134 34", // ISO_IR 144
                "0800 1011",
                "5351 0000 12000000",
                "FEFF 00E0 0A000000",
                "1000 0040",
                "4C54 0200",
                "B6E8"); // Жш
        Dataset dataset = DicomReader.lenient()
                .readDataset(new ByteArrayInputStream(bytes), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        Dataset again = DicomXml.inline().read(DicomXml.inline().toString(dataset));
        assertThat(again.sameContent(dataset)).isTrue();
        Dataset item = again.items(Tag.ReferencedStudySequence).get(0);
        assertThat(item.string(Tag.PatientComments)).isEqualTo("Жш");
        assertThat(item.contains(Tag.SpecificCharacterSet)).isFalse();
    }

    @Test
    void what_xml_cannot_hold_is_bulk_data_that_carries_its_bytes() {
        Dataset dataset = Dataset.builder()
                .set(Tag.PatientComments, "page one\fpage two")
                .set(0x00090010, VR.LO, "A\u0001B")
                .set(0x00091001, VR.SH, "x")
                .setBytes(Tag.Rows, VR.UL, new byte[] {1, 0, 0, 0, 9, 0})
                .setBytes(Tag.SelectorFLValue, VR.FL, Bytes.of("0100807F"))
                .build();
        String text = DicomXml.inline().toString(dataset);
        assertThat(text)
                .contains(
                        "keyword=\"PatientComments\">\n<BulkData uri=\"data:application/octet-stream;base64,cGFnZSBvbmUM")
                .contains("keyword=\"Rows\">\n<BulkData uri=\"data:application/octet-stream;base64,AQAAAAkA\"/>");
        assertThat(DicomXml.inline().read(text).sameContent(dataset)).isTrue();
    }

    @Test
    void reads_what_other_writers_write() throws IOException {
        String dcm4che = "<?xml version='1.0' encoding='UTF-8'?><NativeDicomModel xml:space='preserve'>"
                + "<DicomAttribute keyword='PixelData' tag='7FE00010' vr='OB'>"
                + "<DataFragment number='2'><InlineBinary>AQI=</InlineBinary></DataFragment></DicomAttribute>"
                + "</NativeDicomModel>";
        Fragments fragments = DicomXml.inline().read(dcm4che).get(Tag.PixelData).fragments();
        assertThat(fragments.count()).isEqualTo(2);
        assertThat(fragments.length(0)).isZero();
        assertThat(fragments.open(1).readAllBytes()).containsExactly(1, 2);

        byte[] latin1 = ("<?xml version='1.0' encoding='ISO-8859-1'?><!-- comment --><n:NativeDicomModel xmlns:n='"
                        + DicomXml.NAMESPACE + "'><n:DicomAttribute keyword='InstitutionName'><n:Other><x/></n:Other>"
                        + "<n:Value number='1'>K\u00fc<![CDATA[ste]]>&#13;</n:Value></n:DicomAttribute></n:NativeDicomModel>")
                .getBytes(StandardCharsets.ISO_8859_1);
        Dataset dataset = DicomXml.inline().read(new ByteArrayInputStream(latin1));
        assertThat(dataset.get(Tag.InstitutionName).vr()).isEqualTo(VR.LO);
        assertThat(dataset.string(Tag.InstitutionName)).isEqualTo("K\u00fcste\r");

        assertThat(read("<DicomAttribute tag='00080008' vr='CS'><Value number='3'>C</Value><Value number='1'>A</Value>"
                                + "</DicomAttribute>")
                        .strings(Tag.ImageType))
                .containsExactly("A", "", "C");
        assertThat(read("<DicomAttribute tag='7FE00010' vr='OW'><InlineBinary>\n AQ\n ID \nBA==\n</InlineBinary>"
                                + "</DicomAttribute>")
                        .get(Tag.PixelData)
                        .bytes())
                .containsExactly(1, 2, 3, 4);
        assertThat(read("<DicomAttribute tag='00189087' vr='FD'><Value number='1'>inf</Value><Value number='2'>nan"
                                + "</Value></DicomAttribute>")
                        .get(0x00189087)
                        .doubles())
                .containsExactly(Double.POSITIVE_INFINITY, Double.NaN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<a/> | NativeDicomModel",
                "text | no Native DICOM Model",
                "<NativeDicomModel> | no Native DICOM Model",
                "<NativeDicomModel/><b/> | no Native DICOM Model",
                "<NativeDicomModel>text</NativeDicomModel> | found text: text",
                "<NativeDicomModel><b/></NativeDicomModel> | DicomAttribute",
                "<NativeDicomModel><DicomAttribute tag='0010002' vr='LO'/></NativeDicomModel> | eight hexadecimal digits",
                "<NativeDicomModel><DicomAttribute vr='LO'/></NativeDicomModel> | eight hexadecimal digits",
                "<NativeDicomModel><DicomAttribute tag='00100020' vr='XX'/></NativeDicomModel> | value representation",
                "<NativeDicomModel><DicomAttribute tag='00100020' vr='LO'><Value number='0'>A</Value></DicomAttribute></NativeDicomModel> | a number from 1",
                "<NativeDicomModel><DicomAttribute tag='00100020' vr='LO'><Value number='1'>A</Value><Value number='1'>B</Value></DicomAttribute></NativeDicomModel> | two values have number 1",
                "<NativeDicomModel><DicomAttribute tag='00100020' vr='LO'><Value number='1'><b/></Value></DicomAttribute></NativeDicomModel> | expected text",
                "<NativeDicomModel><DicomAttribute tag='00280010' vr='US'><Value>70000</Value></DicomAttribute></NativeDicomModel> | does not fit",
                "<NativeDicomModel><DicomAttribute tag='00280010' vr='US'><Value>1e999999999</Value></DicomAttribute></NativeDicomModel> | 64 bits",
                "<NativeDicomModel><DicomAttribute tag='7FE00010' vr='OB'><InlineBinary>!!!!</InlineBinary></DicomAttribute></NativeDicomModel> | base64",
                "<NativeDicomModel><DicomAttribute tag='7FE00010' vr='OB'><BulkData/></DicomAttribute></NativeDicomModel> | uri or uuid",
                "<!DOCTYPE NativeDicomModel><NativeDicomModel/> | document type",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><NativeDicomModel>&x;</NativeDicomModel> | document type",
                "<NativeDicomModel>&undeclared;</NativeDicomModel> | no Native DICOM Model",
            })
    void refuses_what_is_no_native_model_and_says_where(String xml, String expected) {
        assertThatThrownBy(() -> DicomXml.inline().read(xml))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining("no Native DICOM Model")
                .hasMessageContaining(expected)
                .hasMessageContaining("offset");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<NativeDicomModel><DicomAttribute tag='00100020' vr='LO'><Value>\u00fc</Value></DicomAttribute></NativeDicomModel>",
                "<?xml version='1.0' encoding='US-ASCII'?><NativeDicomModel a='\u00fc'/>",
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><!-- \u00fc --><NativeDicomModel/>",
                "<?xml version='1.0' encoding='\u00fc'?><NativeDicomModel/>",
                "\u00fc"
            })
    void refuses_bytes_that_are_no_text_and_prints_nothing(String latin1) {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThatThrownBy(() -> DicomXml.inline()
                            .read(new ByteArrayInputStream(latin1.getBytes(StandardCharsets.ISO_8859_1))))
                    .isInstanceOf(DicomParseException.class)
                    .hasMessageContaining("bytes that are no text in its encoding")
                    .hasMessageContaining("offset");
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16", "UTF-16LE", "UTF-16BE", "windows-1252", "IBM037"})
    void reads_the_encoding_that_is_declared(String encoding) throws IOException {
        String xml = "<?xml version='1.0' encoding='" + encoding + "'?><NativeDicomModel>"
                + "<DicomAttribute tag='00100020' vr='LO'><Value>\u00fc</Value></DicomAttribute></NativeDicomModel>";
        Dataset dataset = DicomXml.inline().read(new ByteArrayInputStream(xml.getBytes(Charset.forName(encoding))));
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("\u00fc");
    }

    @Test
    void a_byte_order_mark_says_utf_8() throws IOException {
        String xml = "\uFEFF<NativeDicomModel><DicomAttribute tag='00100020' vr='LO'><Value>\u5c71</Value>"
                + "</DicomAttribute></NativeDicomModel>";
        assertThat(DicomXml.inline()
                        .read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                        .string(Tag.PatientID))
                .isEqualTo("\u5c71");
        assertThat(DicomXml.inline().read(xml).string(Tag.PatientID)).isEqualTo("\u5c71");
    }

    @Test
    void refuses_nesting_sizes_and_counts_beyond_the_limits() {
        String deep =
                "<DicomAttribute tag='00081110' vr='SQ'><Item>".repeat(100) + "</Item></DicomAttribute>".repeat(100);
        assertThatThrownBy(() -> read(deep)).hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> read("<DicomAttribute tag='00081110' vr='SQ'>" + "<a>".repeat(1000)))
                .hasMessageContaining("nested deeper");
        ReadLimits limits = new ReadLimits(8, 20, 64, 128, 2, 1, 1);
        DicomXml model = DicomXml.inline().withLimits(limits);
        List<String> refused = new ArrayList<>();
        for (String attribute : List.of(
                "<DicomAttribute tag='00104000' vr='LT'><Value>" + "x".repeat(65) + "</Value></DicomAttribute>",
                "<DicomAttribute tag='7FE00010' vr='OB'><InlineBinary>" + "AAAA".repeat(22)
                        + "</InlineBinary></DicomAttribute>",
                ("<DicomAttribute tag='00104000' vr='LT'><Value>" + "x".repeat(60) + "</Value></DicomAttribute>")
                        .repeat(3),
                "<DicomAttribute tag='00080018'/>".repeat(21),
                "<DicomAttribute tag='00081110' vr='SQ'>" + "<Item/>".repeat(21) + "</DicomAttribute>",
                "<DicomAttribute tag='00080008' vr='CS'><Value number='21'>A</Value></DicomAttribute>")) {
            try {
                model.read("<NativeDicomModel>" + attribute + "</NativeDicomModel>");
            } catch (DicomParseException e) {
                refused.add(e.getMessage());
            }
        }
        assertThat(refused).hasSize(6);
    }

    @Test
    void ends_a_tag_that_does_not_end_and_reads_on_where_text_does() {
        InputStream endless = endless("<NativeDicomModel><DicomAttribute tag='", 1L << 40);
        assertThatThrownBy(() -> DicomXml.inline().read(endless)).hasMessageContaining("which is the limit");
        ReadLimits small = new ReadLimits(8, 100, 1 << 16, 1 << 20, 2, 1, 1);
        InputStream text = endless("<NativeDicomModel><DicomAttribute tag='7FE00010' vr='OB'><InlineBinary>", 1L << 40);
        assertThatThrownBy(() -> DicomXml.inline().withLimits(small).read(text))
                .hasMessageContaining("a value of more than 65536 bytes");
    }

    private static InputStream endless(String head, long length) {
        InputStream body = new InputStream() {
            private long left = length;

            @Override
            public int read() {
                return left-- > 0 ? 'A' : -1;
            }
        };
        return new SequenceInputStream(new ByteArrayInputStream(head.getBytes(StandardCharsets.US_ASCII)), body);
    }
}
