package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.diconde4j.data.Bytes;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.data.RandomDatasets;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomStreamWriterTest {
    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

    private static Dataset meta(String syntax) {
        return FileMeta.of(UID.CTImageStorage, "1.2.3", syntax);
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void element_by_element_gives_the_bytes_of_the_whole_in_every_native_syntax() throws IOException {
        for (String uid : List.of(
                UID.ImplicitVRLittleEndian,
                UID.ExplicitVRLittleEndian,
                UID.ExplicitVRBigEndian,
                UID.DeflatedExplicitVRLittleEndian)) {
            for (int seed = 0; seed < 30; seed++) {
                Dataset dataset = new RandomDatasets(seed).next();
                ByteArrayOutputStream whole = new ByteArrayOutputStream();
                DicomWriter.write(new DicomObject(meta(uid), TransferSyntax.of(uid), 0, dataset), whole);
                bytes.reset();
                try (DicomStreamWriter out = DicomStreamWriter.to(bytes, meta(uid))) {
                    for (Element element : dataset) {
                        one(out, element);
                    }
                    out.finish();
                }
                assertThat(bytes.toByteArray()).as("seed %d in %s", seed, uid).isEqualTo(whole.toByteArray());
            }
        }
    }

    /** By turns whole, from a stream, from a channel; sequences item by item. */
    private static void one(DicomStreamWriter out, Element element) throws IOException {
        if (element.isSequence() && !element.items().isEmpty() || element.tag() % 3 == 0) {
            out.element(element);
        } else if (element.isSequence()) {
            out.beginSequence(element.tag(), 0);
            out.endSequence();
        } else if (element.tag() % 3 == 1) {
            out.value(element.tag(), element.vr(), new ByteArrayInputStream(element.bytes()), element.length());
        } else {
            out.value(
                    element.tag(),
                    element.vr(),
                    Channels.newChannel(new ByteArrayInputStream(element.bytes())),
                    element.length());
        }
    }

    @Test
    void sequences_and_items_have_defined_or_undefined_length() throws IOException {
        Element id = Dataset.builder().set(Tag.PatientID, "A").build().get(Tag.PatientID);
        DicomStreamWriter out = DicomStreamWriter.dataset(bytes, EXPLICIT);
        out.beginSequence(Tag.ReferencedStudySequence);
        out.beginItem();
        out.element(id);
        out.endItem();
        out.endSequence();
        out.beginSequence(Tag.ReferencedSeriesSequence, 18);
        out.beginItem(10);
        out.element(id);
        out.endItem();
        out.endSequence();
        out.finish();
        String item = "10002000 4C4F 0200 4120";
        assertThat(Bytes.hex(bytes.toByteArray()))
                .isEqualTo(
                        ("08001011 5351 0000 FFFFFFFF" // (0008,1110) SQ, undefined length
                                        + "FEFF00E0 FFFFFFFF" + item // an item of undefined length
                                        + "FEFF0DE0 00000000" + "FEFFDDE0 00000000" // and both delimiters
                                        + "08001511 5351 0000 12000000" // (0008,1115) SQ, 18 bytes
                                        + "FEFF00E0 0A000000" + item) // an item of 10 bytes
                                .replace(" ", ""));
    }

    @Test
    void offset_tables_are_filled_in_when_all_frames_are_written(@TempDir Path folder) throws IOException {
        Random random = new Random(11);
        byte[][] frames = new byte[9][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = new byte[1 + random.nextInt(50_000)];
            random.nextBytes(frames[i]);
        }
        for (OffsetTables tables :
                List.of(OffsetTables.NONE, OffsetTables.basic(frames.length), OffsetTables.extended(frames.length))) {
            Path file = folder.resolve("a.dcm");
            try (DicomStreamWriter out = DicomStreamWriter.create(file, meta(UID.JPEGBaseline8Bit))) {
                out.elements(Dataset.builder()
                        .set(Tag.PatientID, "A")
                        .set(Tag.NumberOfFrames, frames.length)
                        .build());
                out.beginFragments(Tag.PixelData, VR.OB, tables);
                for (byte[] frame : frames) {
                    out.beginFrame();
                    out.fragment(frame);
                }
                out.endFragments();
                out.finish();
            }
            Dataset dataset = DicomReader.strict().read(file).dataset();
            Fragments fragments = dataset.get(Tag.PixelData).fragments();
            assertThat(fragments.count()).isEqualTo(1 + frames.length);
            for (int i = 0; i < frames.length; i++) {
                assertThat(fragments.open(i + 1).readAllBytes()).startsWith(frames[i]);
            }
            long[] offsets = new long[frames.length];
            long[] lengths = new long[frames.length];
            for (int i = 0; i < frames.length; i++) {
                offsets[i] = fragments.offset(i + 1) - fragments.offset(1);
                lengths[i] = frames[i].length;
            }
            Dataset.Builder known = Dataset.builder();
            if (tables == OffsetTables.NONE) {
                assertThat(fragments.length(0)).isZero();
            } else if (fragments.length(0) > 0) {
                assertThat(known.setBytes(
                                        Tag.SelectorULValue,
                                        VR.UL,
                                        fragments.open(0).readAllBytes())
                                .build()
                                .get(Tag.SelectorULValue)
                                .longs())
                        .isEqualTo(offsets);
                assertThat(written(OffsetTables.basic(offsets), frames)).isEqualTo(fragmentsOf(file));
            } else {
                assertThat(dataset.get(Tag.ExtendedOffsetTable).longs()).isEqualTo(offsets);
                assertThat(dataset.get(Tag.ExtendedOffsetTableLengths).longs()).isEqualTo(lengths);
                assertThat(written(OffsetTables.extended(offsets, lengths), frames))
                        .isEqualTo(fragmentsOf(file));
            }
            Files.delete(file);
        }
    }

    @Test
    void tables_of_many_frames_are_filled_in_piece_by_piece(@TempDir Path folder) throws IOException {
        int frames = 10_000;
        for (OffsetTables tables : List.of(OffsetTables.basic(frames), OffsetTables.extended(frames))) {
            Path file = folder.resolve("many.dcm");
            try (DicomStreamWriter out = DicomStreamWriter.create(file, meta(UID.RLELossless))) {
                out.beginFragments(Tag.PixelData, VR.OB, tables);
                for (int i = 0; i < frames; i++) {
                    out.beginFrame();
                    out.fragment(new byte[i % 7]);
                }
                out.endFragments();
                out.finish();
            }
            Dataset dataset = DicomReader.strict().read(file).dataset();
            Fragments fragments = dataset.get(Tag.PixelData).fragments();
            Dataset basic = Dataset.builder()
                    .setBytes(Tag.SelectorULValue, VR.UL, fragments.open(0).readAllBytes())
                    .build();
            long[] table = dataset.contains(Tag.ExtendedOffsetTable)
                    ? dataset.get(Tag.ExtendedOffsetTable).longs()
                    : basic.get(Tag.SelectorULValue).longs();
            for (int i = 0; i < frames; i++) {
                assertThat(table[i]).as("frame %d", i).isEqualTo(fragments.offset(i + 1) - fragments.offset(1));
            }
            Files.delete(file);
        }
    }

    private byte[] written(OffsetTables tables, byte[][] frames) throws IOException {
        bytes.reset();
        DicomStreamWriter out = DicomStreamWriter.dataset(bytes, TransferSyntax.of(UID.JPEGBaseline8Bit));
        out.beginFragments(Tag.PixelData, VR.OB, tables);
        for (byte[] frame : frames) {
            out.beginFrame();
            out.fragment(Channels.newChannel(new ByteArrayInputStream(frame)), frame.length);
        }
        out.endFragments();
        out.finish();
        return bytes.toByteArray();
    }

    private static byte[] fragmentsOf(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Dataset.Builder pixels = Dataset.builder();
        for (Element element : DicomReader.strict().read(file).dataset()) {
            if (element.tag() >>> 16 == 0x7FE0) {
                pixels.set(element);
            }
        }
        DicomWriter.writeDataset(pixels.build(), TransferSyntax.of(UID.JPEGBaseline8Bit), out);
        return out.toByteArray();
    }

    @Test
    void values_go_from_file_to_file(@TempDir Path folder) throws IOException {
        byte[] pixels = new byte[300_001];
        new Random(1).nextBytes(pixels);
        Path raw = Files.write(folder.resolve("raw"), pixels);
        Path file = folder.resolve("a.dcm");
        try (DicomStreamWriter out = DicomStreamWriter.create(file, meta(UID.ExplicitVRLittleEndian));
                FileChannel channel = FileChannel.open(raw)) {
            channel.position(1);
            out.value(Tag.PixelData, VR.OW, channel, 300_000);
            out.finish();
        }
        assertThat(DicomReader.strict().read(file).dataset().get(Tag.PixelData).bytes())
                .isEqualTo(java.util.Arrays.copyOfRange(pixels, 1, pixels.length));
    }

    @Test
    void a_file_that_was_not_finished_is_deleted(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.dcm");
        assertThatThrownBy(() -> {
                    try (DicomStreamWriter out = DicomStreamWriter.create(file, meta(UID.ExplicitVRLittleEndian))) {
                        out.value(Tag.PixelData, VR.OW, new ByteArrayInputStream(new byte[3]), 4);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("a value ends early: expected 4 bytes, found 3");
        assertThat(file).doesNotExist();
    }

    private interface Writing {
        void to(DicomStreamWriter out) throws IOException;
    }

    private void refused(String message, TransferSyntax syntax, Writing writing) {
        assertThatIllegalStateException()
                .isThrownBy(() -> writing.to(DicomStreamWriter.dataset(bytes, syntax)))
                .withMessageContaining(message);
    }

    @Test
    void refuses_what_would_break_the_rules() throws IOException {
        Dataset two = Dataset.builder().set(Tag.PatientID, "A").set(Tag.Rows, 1).build();
        refused("tags must ascend (PS3.5 7.1): (0010,0020) comes after (0028,0010)", EXPLICIT, out -> {
            out.element(two.get(Tag.Rows));
            out.element(two.get(Tag.PatientID));
        });
        refused("a sequence is open", EXPLICIT, out -> {
            out.beginSequence(Tag.ReferencedStudySequence);
            out.element(two.get(Tag.Rows));
        });
        refused("no sequence is open", EXPLICIT, DicomStreamWriter::beginItem);
        refused("there is no item to end", EXPLICIT, DicomStreamWriter::endItem);
        refused("cannot end within an item", EXPLICIT, out -> {
            out.beginSequence(Tag.ReferencedStudySequence);
            out.beginItem();
            out.finish();
        });
        refused("was announced with 20 bytes and has 10", EXPLICIT, out -> {
            out.beginSequence(Tag.ReferencedStudySequence, 28);
            out.beginItem(20);
            out.element(two.get(Tag.PatientID));
            out.endItem();
        });
        refused("(0002,0001) is no element of a data set", EXPLICIT, out -> out.elements(meta("1.2")));
        refused(
                "is a value, not in fragments",
                EXPLICIT,
                out -> out.beginFragments(Tag.PixelData, VR.OB, OffsetTables.NONE));
        TransferSyntax rle = TransferSyntax.of(UID.RLELossless);
        refused(
                "is in fragments, not a value",
                rle,
                out -> out.value(Tag.PixelData, VR.OW, new ByteArrayInputStream(new byte[2]), 2));
        refused("in a file only", rle, out -> out.beginFragments(Tag.PixelData, VR.OB, OffsetTables.basic(1)));
        refused("is for 2 frames, found 1", rle, out -> {
            out.beginFragments(Tag.PixelData, VR.OB, OffsetTables.basic(new long[] {0, 10}));
            out.beginFrame();
            out.fragment(new byte[2]);
            out.endFragments();
        });
        refused("begins at 10, the table says 12", rle, out -> {
            out.beginFragments(Tag.PixelData, VR.OB, OffsetTables.basic(new long[] {0, 12}));
            out.beginFrame();
            out.fragment(new byte[2]);
            out.beginFrame();
        });
        refused("each frame is one fragment", rle, out -> {
            out.beginFragments(Tag.PixelData, VR.OB, OffsetTables.extended(new long[1], new long[] {2}));
            out.beginFrame();
            out.fragment(new byte[2]);
            out.fragment(new byte[2]);
        });
        refused("fragments are open", rle, out -> {
            out.beginFragments(Tag.PixelData, VR.OB, OffsetTables.NONE);
            out.finish();
        });
        DicomStreamWriter done = DicomStreamWriter.dataset(bytes, EXPLICIT);
        done.finish();
        assertThatIllegalStateException().isThrownBy(() -> done.elements(two)).withMessageContaining("is finished");
        assertThatIOException()
                .isThrownBy(() -> DicomStreamWriter.dataset(bytes, EXPLICIT)
                        .value(Tag.PixelData, VR.OW, new ByteArrayInputStream(new byte[0]), 1L << 32))
                .withMessageContaining("elements hold 0 to 4,294,967,294");
    }
}
