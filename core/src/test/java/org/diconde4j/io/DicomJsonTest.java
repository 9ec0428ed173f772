package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Bytes;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PS3.18 annex F. */
class DicomJsonTest {
    private static String json(Dataset dataset) {
        return DicomJson.inline().toString(dataset).replace('"', '\'');
    }

    private static Dataset read(String json) {
        return DicomJson.inline().read(json.replace('\'', '"'));
    }

    @Test
    void writes_tags_in_order_with_their_representation_and_values() {
        Dataset dataset = Dataset.builder()
                .set(Tag.PatientID, "SN-1")
                .set(Tag.ImageType, "ORIGINAL", "PRIMARY")
                .set(Tag.Rows, 512)
                .set(Tag.FrameIncrementPointer, VR.AT, "00181063")
                .build();
        assertThat(json(dataset))
                .isEqualTo("{'00080008':{'vr':'CS','Value':['ORIGINAL','PRIMARY']},"
                        + "'00100020':{'vr':'LO','Value':['SN-1']},"
                        + "'00280009':{'vr':'AT','Value':['00181063']},"
                        + "'00280010':{'vr':'US','Value':[512]}}");
    }

    @Test
    void leaves_group_lengths_out_and_says_that_the_text_is_utf_8() {
        Dataset dataset = Dataset.builder()
                .set(0x00080000, VR.UL, "10")
                .set(Tag.SpecificCharacterSet, "ISO 2022 IR 100", "ISO 2022 IR 126")
                .set(Tag.PatientComments, "Δé")
                .build();
        assertThat(json(dataset))
                .isEqualTo("{'00080005':{'vr':'CS','Value':['ISO_IR 192']},'00104000':{'vr':'LT','Value':['Δé']}}");
    }

    @Test
    void writes_the_component_groups_of_names_that_are_not_empty() {
        Dataset dataset = Dataset.builder()
                .set(Tag.OtherPatientNames, "Wang^XiaoDong=王^小东=", "=王", "", "A=B=C")
                .build();
        assertThat(json(dataset))
                .endsWith("'00101001':{'vr':'PN','Value':[{'Alphabetic':'Wang^XiaoDong','Ideographic':'王^小东'},"
                        + "{'Ideographic':'王'},null,{'Alphabetic':'A','Ideographic':'B','Phonetic':'C'}]}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "-0.50", "0", "1E3", "1e-7", "-0", "123456789.123456"})
    void writes_decimal_strings_as_numbers_where_that_keeps_every_character(String decimal) {
        Dataset dataset = Dataset.builder().set(Tag.PatientWeight, decimal).build();
        assertThat(json(dataset)).isEqualTo("{'00101030':{'vr':'DS','Value':[" + decimal + "]}}");
        assertThat(read(json(dataset)).string(Tag.PatientWeight)).isEqualTo(decimal);
    }

    /** PS3.18 F.2.3: a string can be used to preserve the original format. */
    @ParameterizedTest
    @ValueSource(
            strings = {"+12", "007", ".5", "5.", "0.1234567890123456789", "12345678901234567", "1E400", "abc", "1 2"})
    void writes_other_decimal_strings_as_strings(String decimal) {
        Dataset dataset = Dataset.builder().set(Tag.PatientWeight, decimal).build();
        assertThat(json(dataset)).isEqualTo("{'00101030':{'vr':'DS','Value':['" + decimal + "']}}");
        assertThat(read(json(dataset)).string(Tag.PatientWeight)).isEqualTo(decimal);
    }

    @Test
    void writes_integer_strings_as_numbers_where_they_are_such() {
        Dataset dataset = Dataset.builder()
                .set(Tag.ReferencedFrameNumber, "1", "+2", "-3", "1E1", "9007199254740993", "")
                .build();
        assertThat(json(dataset)).contains("'Value':[1,'+2',-3,'1E1','9007199254740993',null]");
        assertThat(read(json(dataset)).sameContent(dataset)).isTrue();
    }

    @Test
    void numbers_that_are_cut_off_are_bulk_data_that_carries_their_bytes() {
        Dataset dataset = Dataset.builder()
                .setBytes(Tag.SelectorULValue, VR.UL, new byte[] {1, 0, 0, 0, 9, 0})
                .setBytes(Tag.SelectorFDValue, VR.FD, Bytes.of("01000000 0000F07F"))
                .build();
        assertThat(json(dataset)).contains("'BulkDataURI':'data:application/octet-stream;base64,AQAAAAkA'");
        assertThat(read(json(dataset)).sameContent(dataset)).isTrue();
    }

    @Test
    void fragments_come_back_as_fragments() throws IOException {
        byte[] frame = {1, 2, 3, 4};
        Fragments fragments =
                new Fragments((o, l) -> new ByteArrayInputStream(frame, 0, (int) l), new long[2], new long[] {0, 4});
        Dataset dataset = Dataset.builder()
                .set(Element.of(Tag.PixelData, VR.OB, fragments))
                .build();
        assertThat(read(json(dataset)).sameContent(dataset)).isTrue();
        Fragments dcm4che = read("{'7FE00010':{'vr':'OB','DataFragment':[null,{'InlineBinary':'AQIDBA=='}]}}")
                .get(Tag.PixelData)
                .fragments();
        assertThat(dcm4che.count()).isEqualTo(2);
        assertThat(dcm4che.open(1).readAllBytes()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void items_take_part_in_the_character_set_around_them() {
        Dataset dataset = read("{'00080005':{'vr':'CS','Value':['ISO_IR 144']},"
                + "'00081110':{'vr':'SQ','Value':[{'00104000':{'vr':'LT','Value':['Жш']}}]}}");
        Dataset item = dataset.items(Tag.ReferencedStudySequence).get(0);
        assertThat(item.string(Tag.PatientComments)).isEqualTo("Жш");
        assertThat(item.contains(Tag.SpecificCharacterSet)).isFalse();
    }

    @Test
    void writes_numbers_that_json_has_not_as_strings() {
        Dataset dataset = Dataset.builder()
                .set(Tag.SelectorFDValue, "NaN", "Infinity", "-Infinity", "0.1")
                .set(Tag.SelectorUVValue, "18446744073709551615", "1")
                .set(Tag.SelectorSVValue, "-9223372036854775808", "-1")
                .build();
        assertThat(json(dataset))
                .contains("'Value':['NaN','Infinity','-Infinity',0.1]")
                .contains("'Value':['18446744073709551615',1]")
                .contains("'Value':['-9223372036854775808',-1]");
        assertThat(read(json(dataset)).sameContent(dataset)).isTrue();
    }

    @Test
    void writes_empty_values_as_nothing_and_those_between_others_as_null() {
        Dataset dataset = Dataset.builder()
                .setEmpty(Tag.StudyDate)
                .set(Tag.ImageType, "A", "", "B")
                .set(Tag.PixelSpacing, "1", "")
                .setItems(Tag.ReferencedStudySequence)
                .build();
        assertThat(json(dataset))
                .isEqualTo("{'00080008':{'vr':'CS','Value':['A',null,'B']},'00080020':{'vr':'DA'},"
                        + "'00081110':{'vr':'SQ'},'00280030':{'vr':'DS','Value':[1,null]}}");
        assertThat(read(json(dataset)).sameContent(dataset)).isTrue();
    }

    @Test
    void writes_sequences_as_arrays_of_objects() {
        Dataset dataset = Dataset.builder()
                .setItems(
                        Tag.ReferencedStudySequence,
                        Dataset.builder()
                                .set(Tag.ReferencedSOPInstanceUID, "1.2")
                                .build(),
                        Dataset.empty())
                .build();
        assertThat(json(dataset))
                .isEqualTo("{'00081110':{'vr':'SQ','Value':[{'00081155':{'vr':'UI','Value':['1.2']}},{}]}}");
        assertThat(read(json(dataset)).items(Tag.ReferencedStudySequence)).hasSize(2);
    }

    @Test
    void writes_bytes_in_line_in_little_endian_order() throws IOException {
        byte[] bigEndian = Bytes.of("7FE0 0010", "4F57 0000 00000004", "0102 0304");
        Dataset dataset = DicomReader.lenient()
                .readDataset(new ByteArrayInputStream(bigEndian), TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
        assertThat(json(dataset)).isEqualTo("{'7FE00010':{'vr':'OW','InlineBinary':'AgEEAw=='}}");
    }

    @Test
    void writes_fragments_in_line_with_their_item_headers() {
        BulkData.Source source = (offset, length) -> new ByteArrayInputStream(new byte[] {1, 2, 3, 4});
        Dataset dataset = Dataset.builder()
                .set(Element.of(Tag.PixelData, VR.OB, new Fragments(source, new long[] {0, 0}, new long[] {0, 4})))
                .build();
        // FFFE,E000 length 0 without bytes would be read from the source: it gives four; only lengths count
        assertThat(json(dataset)).startsWith("{'7FE00010':{'vr':'OB','InlineBinary':'/v8A4AAAAAAB");
    }

    @Test
    void gives_bulk_values_as_uris_that_a_callback_names() throws IOException {
        Dataset dataset = Dataset.builder()
                .setItems(
                        Tag.WaveformSequence,
                        Dataset.builder()
                                .setBytes(Tag.WaveformData, VR.OW, new byte[] {1, 2})
                                .build())
                .build();
        DicomJson model = DicomJson.inline()
                .withBulkUris((path, element) -> "bulk/" + path.get(0) + "/" + path.get(1) + "/" + element.tag())
                .withBulkSource((uri, tag, vr) ->
                        new BulkData((o, l) -> new ByteArrayInputStream(new byte[] {1, 2}), 0, 2, false));
        String text = model.toString(dataset);
        assertThat(text).contains("\"BulkDataURI\":\"bulk/" + 0x54000100 + "/0/" + 0x54001010 + "\"");
        assertThat(model.read(text).sameContent(dataset)).isTrue();
        Element unresolved =
                DicomJson.inline().read(text).items(Tag.WaveformSequence).get(0).get(Tag.WaveformData);
        assertThatThrownBy(unresolved::open).isInstanceOf(IOException.class).hasMessageContaining("bulk/");
    }

    @Test
    void fetches_a_text_behind_a_uri_only_when_it_is_asked_for() {
        AtomicInteger fetched = new AtomicInteger();
        BulkData text = new BulkData(
                (offset, length) -> {
                    fetched.incrementAndGet();
                    return new ByteArrayInputStream("a long text ".getBytes(StandardCharsets.US_ASCII));
                },
                0,
                12,
                false);
        Dataset dataset = DicomJson.inline()
                .withBulkSource((uri, tag, vr) -> text)
                .read(
                        "{\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 192\"]},"
                                + "\"00104000\":{\"vr\":\"LT\",\"BulkDataURI\":\"b/1\"},"
                                + "\"00100020\":{\"vr\":\"LO\",\"Value\":[\"A\"]},"
                                + "\"00110010\":{\"vr\":\"LO\",\"BulkDataURI\":\"b/2\"},"
                                + "\"00400555\":{\"vr\":\"SQ\",\"Value\":[{\"0040A160\":{\"vr\":\"UT\",\"BulkDataURI\":\"b/3\"}}]}}");
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
        assertThat(fetched).hasValue(0);
        assertThat(dataset.string(0x00104000)).isEqualTo("a long text");
        assertThat(fetched).hasValue(1);
    }

    @Test
    void streams_arrays_both_ways() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DicomJson.Array array = DicomJson.inline().array(out)) {
            for (int i = 0; i < 3; i++) {
                array.add(Dataset.builder().set(Tag.InstanceNumber, i).build());
            }
        }
        List<String> numbers = new ArrayList<>();
        DicomJson.inline()
                .readArray(
                        new ByteArrayInputStream(out.toByteArray()),
                        dataset -> numbers.add(dataset.string(Tag.InstanceNumber)));
        assertThat(numbers).containsExactly("0", "1", "2");
    }

    @Test
    void reads_what_other_writers_write() {
        Dataset dataset = read("{'PatientID':{'Value':['A'],'vr':'LO'},"
                + "'00080018':{'Value':['1.2']},"
                + "'00101030':{'vr':'DS','Value':[0.10000000149011612]},"
                + "'00280010':{'vr':'US','Value':[5.0]},"
                + "'00200013':{'vr':'IS','Value':['7']},"
                + "'00280301':{'vr':'CS','Value':null,'extra':[{}]},"
                + "'7FE00010':{'InlineBinary':['AQI='],'vr':'OB'}}");
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
        assertThat(dataset.get(Tag.SOPInstanceUID).vr()).isEqualTo(VR.UI);
        assertThat(dataset.string(Tag.PatientWeight)).isEqualTo(".100000001490116");
        assertThat(dataset.integer(Tag.Rows, 0)).isEqualTo(5);
        assertThat(dataset.integer(Tag.InstanceNumber, 0)).isEqualTo(7);
        assertThat(dataset.get(Tag.PixelData).bytes()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]",
                "{'0010002':{'vr':'LO'}}",
                "{'00100020':{'vr':'XX'}}",
                "{'00100020':{'vr':'LO','Value':'A'}}",
                "{'00100020':{'vr':'LO','Value':[true]}}",
                "{'00280010':{'vr':'US','Value':['A']}}",
                "{'00280010':{'vr':'US','Value':[70000]}}",
                "{'00280010':{'vr':'US','Value':[1e999999999]}}",
                "{'00280010':{'vr':'AT','Value':['XYZ']}}",
                "{'7FE00010':{'vr':'OB','InlineBinary':'!'}}",
                "{'00100020':{'vr':'LO'",
                "nonsense",
                "{'00100020':{'vr':'LO'}} nonsense",
                "{'00100020':{'vr':'LO'}}{}",
            })
    void refuses_what_is_no_dicom_json_and_says_where(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining("no DICOM JSON")
                .hasMessageContaining("offset");
    }

    @Test
    void refuses_what_follows_an_array() {
        for (String json : List.of("[{}] x", "[{}][", "{} {}")) {
            assertThatThrownBy(() -> DicomJson.inline()
                            .readArray(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), dataset -> {}))
                    .as(json)
                    .isInstanceOf(DicomParseException.class);
        }
    }

    @Test
    void refuses_bytes_that_are_no_text_as_no_json() {
        byte[] bytes = {0, 0, 0, 0x7B, 0x31, 0x2F, 0x30, 0x30}; // UTF-32 with a character beyond U+10FFFF
        assertThatThrownBy(() -> DicomJson.inline().read(new ByteArrayInputStream(bytes)))
                .isInstanceOf(DicomParseException.class);
    }

    @Test
    void refuses_nesting_beyond_the_limit() {
        String json = "{'00081110':{'vr':'SQ','Value':[".repeat(100) + "{}" + "]}}".repeat(100);
        assertThatThrownBy(() -> read(json)).isInstanceOf(DicomParseException.class);
    }

    @Test
    void text_is_the_same_after_both_ways() {
        Dataset dataset = Dataset.builder()
                .set(Tag.PatientName, "Müller^山田")
                .set(Tag.PatientComments, "line\r\n\"quoted\" \\ back")
                .build();
        Dataset again = DicomJson.inline()
                .read(new String(
                        DicomJson.inline().toString(dataset).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        assertThat(again.sameContent(dataset)).isTrue();
    }

    @Test
    @Timeout(5)
    void an_exponent_takes_no_time_however_far_it_is() {
        String json = "{\"00720078\":{\"vr\":\"UL\",\"Value\":[%s]}}";
        assertThatThrownBy(() -> DicomJson.inline().read(json.formatted("444092651E-110869536")))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining("integer");
        assertThatThrownBy(() -> DicomJson.inline().read(json.formatted("1e999999999")))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining("64 bits");
        assertThat(DicomJson.inline()
                        .read(json.formatted("0e-110869536, 5.0, 1e3"))
                        .strings(0x00720078))
                .containsExactly("0", "5", "1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E99999999999", "0E-99999999999", "1E-9999999999"})
    void writes_a_decimal_string_that_is_no_double_as_text(String decimal) {
        Dataset dataset =
                Dataset.builder().set(Tag.PatientWeight, VR.DS, decimal).build();
        assertThat(DicomJson.inline().toString(dataset)).contains("[\"" + decimal + "\"]");
    }
}
