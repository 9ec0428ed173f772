package org.diconde4j.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.pixel.Images.attributes;
import static org.diconde4j.pixel.Images.bytes;
import static org.diconde4j.pixel.Images.encapsulated;
import static org.diconde4j.pixel.Images.grey;
import static org.diconde4j.pixel.Images.pixels;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Inflater;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.ReadLimits;
import org.diconde4j.io.TransferSyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One transfer syntax into another, with what says how pixels are encoded. */
class TranscoderTest {
    private static final List<TransferSyntax> NATIVE = List.of(
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    private static final TransferSyntax UNCOMPRESSED =
            TransferSyntax.of(UID.EncapsulatedUncompressedExplicitVRLittleEndian);
    private static final TransferSyntax DEFLATED_FRAMES = TransferSyntax.of(UID.DeflatedImageFrameCompression);
    private static final TransferSyntax JPEG = TransferSyntax.of(UID.JPEGBaseline8Bit);

    @TempDir
    Path folder;

    private static DicomObject object(Dataset dataset, TransferSyntax syntax) {
        Dataset meta = FileMeta.of("1.2.840.10008.5.1.4.1.1.7.4", "2.25.17", syntax.uid());
        return new DicomObject(meta, syntax, 0, dataset);
    }

    /** Transcodes, writes and reads again; the strict reader sees to it that what was written conforms. */
    private static DicomObject through(Transcoder transcoder, DicomObject object) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Transcoded transcoded = transcoder.transcode(object)) {
            DicomWriter.write(transcoded.object(), out);
        }
        return DicomReader.strict().read(new ByteArrayInputStream(out.toByteArray()));
    }

    private static DicomObject to(TransferSyntax target, DicomObject object) throws IOException {
        return through(Transcoder.to(target), object);
    }

    private static List<byte[]> frames(DicomObject object) throws IOException {
        return Images.all(Frames.of(object));
    }

    private static byte[][] decoded(DicomObject object) throws IOException {
        Frames frames = Frames.of(object);
        byte[][] decoded = new byte[frames.count()][];
        try (FrameReader reader = FrameReader.open(frames, FrameCodecs.installed(), DecodeOptions.DEFAULT)) {
            for (int i = 0; i < decoded.length; i++) {
                decoded[i] = new byte[(int) reader.description().frameLength()];
                reader.read(i).get(decoded[i]);
            }
        }
        return decoded;
    }

    private static Dataset random(Random random, int rows, int columns, int frames, int samples, int bits) {
        String photometric = samples == 1 ? "MONOCHROME2" : "RGB";
        byte[] bytes = new byte[(rows * columns * frames * samples * bits + 15) / 16 * 2];
        random.nextBytes(bytes);
        int rest = rows * columns * frames * samples * bits % 16;
        if (rest > 0) { // what is no pixel is 0, so that whole values can be compared
            int bit = bytes.length * 8 - 16 + rest;
            for (int i = bit; i < bytes.length * 8; i++) {
                bytes[i / 8] &= (byte) ~(1 << i % 8);
            }
        }
        return pixels(
                attributes(rows, columns, frames, samples, photometric, bits, bits), bits > 8 ? VR.OW : VR.OB, bytes);
    }

    @Test
    void keeps_every_frame_between_all_encodings() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            int[] bits = {1, 8, 12, 16, 32, 64};
            int samples = random.nextInt(4) == 0 ? 3 : 1;
            Dataset image = random(
                    random,
                    1 + random.nextInt(7),
                    1 + random.nextInt(7),
                    1 + random.nextInt(5),
                    samples,
                    bits[random.nextInt(bits.length)]);
            DicomObject original = object(image, EXPLICIT);
            byte[][] expected = decoded(original);
            DicomObject now = original;
            for (int step = 0; step < 4; step++) {
                TransferSyntax target = Stream.concat(NATIVE.stream(), Stream.of(UNCOMPRESSED, DEFLATED_FRAMES))
                        .skip(random.nextInt(6))
                        .findFirst()
                        .orElseThrow();
                now = to(target, now);
                String where = "seed " + seed + ", round " + round + ", " + target.name();
                assertThat(now.transferSyntax()).as(where).isEqualTo(target);
                assertThat(now.fileMeta().string(Tag.TransferSyntaxUID)).isEqualTo(target.uid());
                assertThat(decoded(now)).as(where).isDeepEqualTo(expected);
                assertThat(now.dataset().get(Tag.PixelData).fragments() != null)
                        .as(where)
                        .isEqualTo(target.encapsulated());
            }
            assertThat(to(EXPLICIT, now).dataset().sameContent(image))
                    .as("seed " + seed)
                    .isTrue();
        }
    }

    @Test
    void writes_uncompressed_frames_as_fragments_with_an_offset_table() throws IOException {
        Dataset image = pixels(grey(1, 3, 2), 1, 2, 3, 4, 5, 6);
        Fragments fragments = to(UNCOMPRESSED, object(image, EXPLICIT))
                .dataset()
                .get(Tag.PixelData)
                .fragments();
        assertThat(fragments.open(0).readAllBytes()).isEqualTo(Images.table(0, 12)); // 8 + 3 + 1 of padding
        assertThat(fragments.open(1).readAllBytes()).containsExactly(1, 2, 3, 0);
        assertThat(fragments.open(2).readAllBytes()).containsExactly(4, 5, 6, 0);
    }

    @Test
    void begins_each_encapsulated_frame_of_single_bits_with_a_byte() throws IOException {
        // three frames of 5 bits: 10101 00110 11111, the first bit least
        Dataset image = pixels(attributes(1, 5, 3, 1, "MONOCHROME2", 1, 1), 0b1001_0101, 0b0111_1101);
        DicomObject encapsulated = to(UNCOMPRESSED, object(image, EXPLICIT));
        Fragments fragments = encapsulated.dataset().get(Tag.PixelData).fragments();
        assertThat(fragments.open(1).readAllBytes()).containsExactly(0b10101, 0);
        assertThat(fragments.open(2).readAllBytes()).containsExactly(0b01100, 0);
        assertThat(fragments.open(3).readAllBytes()).containsExactly(0b11111, 0);
        assertThat(to(EXPLICIT, encapsulated).dataset().get(Tag.PixelData).bytes())
                .containsExactly(0b1001_0101, 0b0111_1101);
    }

    @Test
    void pads_the_last_word_before_its_bytes_change_places() throws IOException {
        // two frames of one pixel of 12 bits allocated: ABCh and 123h
        Dataset image = pixels(attributes(1, 1, 2, 1, "MONOCHROME2", 12, 12), VR.OW, bytes(0xBC, 0x3A, 0x12));
        DicomObject swapped = to(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, to(UNCOMPRESSED, object(image, EXPLICIT)));
        assertThat(swapped.dataset().get(Tag.PixelData).open().readAllBytes()).isEqualTo(bytes(0x3A, 0xBC, 0, 0x12));
    }

    @Test
    void writes_what_others_inflate() throws Exception {
        Dataset image = pixels(grey(2, 2, 1), 9, 9, 9, 9);
        Fragments fragments = to(DEFLATED_FRAMES, object(image, EXPLICIT))
                .dataset()
                .get(Tag.PixelData)
                .fragments();
        assertThat(fragments.count()).isEqualTo(2);
        assertThat(fragments.length(1) % 2).isZero();
        Inflater inflater = new Inflater(true);
        inflater.setInput(fragments.open(1).readAllBytes());
        byte[] frame = new byte[5];
        assertThat(inflater.inflate(frame)).isEqualTo(4);
        assertThat(frame).startsWith(9, 9, 9, 9);
        assertThat(inflater.finished()).isTrue();
        inflater.end();
    }

    @Test
    void spills_many_frames_into_a_file_and_deletes_it() throws IOException {
        Dataset image = random(new Random(5), 256, 256, 100, 1, 8); // does not deflate
        DicomObject deflated;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long before = spooled();
        try (Transcoded transcoded = Transcoder.to(DEFLATED_FRAMES).transcode(object(image, EXPLICIT))) {
            assertThat(spooled()).isEqualTo(before + 1);
            DicomWriter.write(transcoded.object(), out);
        }
        assertThat(spooled()).isEqualTo(before);
        deflated = DicomReader.strict().read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(to(EXPLICIT, deflated).dataset().sameContent(image)).isTrue();
    }

    private static long spooled() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(f -> f.getFileName().toString().matches("diconde4j.*[.]frames"))
                    .count();
        }
    }

    @Test
    void loses_nothing_unless_that_is_allowed() {
        Transcoder transcoder = Transcoder.to(JPEG).withCodecs(FrameCodecs.of(new ToyCodec(JPEG.uid(), true)));
        Dataset image = pixels(attributes(1, 2, 1, 3, "RGB", 8, 8), 1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> transcoder.transcode(object(image, EXPLICIT)))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("JPEG Baseline (Process 1) loses information (ISO_10918_1): fine flaws")
                .hasMessageContaining("allow the loss (Transcoder.withLossy, transcode --lossy)");
    }

    @Test
    void makes_another_image_of_one_that_loses_information() throws IOException {
        Transcoder transcoder = Transcoder.to(JPEG)
                .withCodecs(FrameCodecs.of(new ToyCodec(JPEG.uid(), true)))
                .withLossy();
        Dataset image = pixels(
                attributes(1, 2, 2, 3, "RGB", 8, 8)
                        .set(Tag.ImageType, "ORIGINAL", "PRIMARY")
                        .set(Tag.DerivationDescription, "Cut out")
                        .set(Tag.LossyImageCompressionRatio, "7")
                        .set(Tag.LossyImageCompressionMethod, "ISO_15444_1"),
                1,
                2,
                3,
                4,
                5,
                6,
                7,
                8,
                9,
                10,
                11,
                12);
        DicomObject lossy = through(transcoder, object(image, EXPLICIT));
        Dataset dataset = lossy.dataset();
        assertThat(dataset.string(Tag.LossyImageCompression)).isEqualTo("01");
        assertThat(dataset.strings(Tag.LossyImageCompressionRatio)).containsExactly("7", "0.857"); // 12 of 14 bytes
        assertThat(dataset.strings(Tag.LossyImageCompressionMethod)).containsExactly("ISO_15444_1", "ISO_10918_1");
        assertThat(dataset.string(Tag.SOPInstanceUID)).startsWith("2.25.").isNotEqualTo("2.25.17");
        assertThat(lossy.fileMeta().string(Tag.MediaStorageSOPInstanceUID))
                .isEqualTo(dataset.string(Tag.SOPInstanceUID));
        assertThat(dataset.strings(Tag.ImageType)).containsExactly("DERIVED", "PRIMARY");
        assertThat(dataset.string(Tag.DerivationDescription))
                .isEqualTo("Cut out; Lossy compression, ISO_10918_1, ratio 0.857");
        assertThat(dataset.items(Tag.DerivationCodeSequence).get(0).string(Tag.CodeValue))
                .isEqualTo("113040");
        assertThat(dataset.items(Tag.SourceImageSequence).get(0).string(Tag.ReferencedSOPInstanceUID))
                .isEqualTo("2.25.17");
        assertThat(dataset.string(Tag.PhotometricInterpretation)).isEqualTo("YBR_FULL_422");
        assertThat(dataset.integer(Tag.NumberOfFrames, 0)).isEqualTo(2);
    }

    @Test
    void says_of_decoded_pixels_what_they_look_like_and_that_they_have_lost() throws IOException {
        Transcoder transcoder = Transcoder.to(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)
                .withCodecs(FrameCodecs.of(new ToyCodec(JPEG.uid(), true)));
        Dataset image = encapsulated(
                attributes(1, 1, 2, 3, "YBR_FULL_422", 8, 8)
                        .setLongs(Tag.ExtendedOffsetTable, VR.OV, 0, 12)
                        .setLongs(Tag.ExtendedOffsetTableLengths, VR.OV, 4, 4)
                        .build(),
                bytes(),
                bytes(3, 1, 2, 3),
                bytes(3, 4, 5, 6));
        DicomObject decoded = through(transcoder, object(image, JPEG));
        assertThat(frames(decoded)).containsExactly(bytes(1, 2, 3), bytes(4, 5, 6));
        assertThat(decoded.dataset().string(Tag.PhotometricInterpretation)).isEqualTo("RGB");
        assertThat(decoded.dataset().string(Tag.LossyImageCompression)).isEqualTo("01");
        assertThat(decoded.dataset().strings(Tag.LossyImageCompressionMethod)).containsExactly("ISO_10918_1");
        assertThat(decoded.dataset().strings(Tag.LossyImageCompressionRatio)).containsExactly("0.750"); // 6 of 8 bytes
        assertThat(decoded.dataset().string(Tag.SOPInstanceUID)).isEqualTo("2.25.17");
        assertThat(decoded.dataset().contains(Tag.ExtendedOffsetTable)).isFalse();
        assertThat(decoded.dataset().contains(Tag.ExtendedOffsetTableLengths)).isFalse();
    }

    @Test
    void brings_pixels_into_the_layout_that_an_encoder_takes() throws IOException {
        Transcoder transcoder = Transcoder.to(JPEG).withCodecs(FrameCodecs.of(new ToyCodec(JPEG.uid(), false)));
        Dataset planes = pixels(
                attributes(1, 2, 1, 3, "RGB", 16, 8).set(Tag.PlanarConfiguration, 1),
                VR.OW,
                bytes(1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6, 0));
        DicomObject encoded = through(transcoder, object(planes, EXPLICIT));
        assertThat(frames(encoded)).containsExactly(bytes(6, 1, 2, 3, 4, 5, 6, 0));
        assertThat(encoded.dataset().integer(Tag.PlanarConfiguration, -1)).isZero();
        assertThat(encoded.dataset().integer(Tag.BitsAllocated, 0)).isEqualTo(8);
        assertThat(encoded.dataset().string(Tag.SOPInstanceUID)).isEqualTo("2.25.17");
    }

    @Test
    void decodes_icons_that_only_the_old_syntax_could_explain() throws IOException {
        Dataset icon = encapsulated(attributes(1, 1, 1, 3, "YBR_FULL_422", 8, 8).build(), bytes(), bytes(3, 7, 8, 9));
        Dataset image = encapsulated(
                attributes(1, 1, 1, 3, "YBR_FULL_422", 8, 8)
                        .setItems(Tag.IconImageSequence, icon)
                        .build(),
                bytes(),
                bytes(3, 1, 2, 3));
        Transcoder transcoder = Transcoder.to(EXPLICIT).withCodecs(FrameCodecs.of(new ToyCodec(JPEG.uid(), false)));
        Dataset decoded = through(transcoder, object(image, JPEG)).dataset();
        assertThat(Images.all(Frames.of(decoded.items(Tag.IconImageSequence).get(0), EXPLICIT, deviation -> {})))
                .containsExactly(bytes(7, 8, 9));
    }

    @Test
    void swaps_words_of_icons_palettes_and_overlays_but_no_bytes() throws IOException {
        Dataset icon = pixels(attributes(1, 2, 1, 1, "MONOCHROME2", 16, 16), VR.OW, bytes(1, 0, 2, 0));
        Dataset image = pixels(
                grey(1, 2, 1)
                        .setItems(Tag.IconImageSequence, icon)
                        .setBytes(Tag.RedPaletteColorLookupTableData, VR.OW, bytes(1, 2)),
                5,
                6);
        DicomObject swapped = to(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, object(image, EXPLICIT));
        Dataset read = swapped.dataset();
        assertThat(read.items(Tag.IconImageSequence)
                        .get(0)
                        .get(Tag.PixelData)
                        .open()
                        .readAllBytes())
                .containsExactly(0, 1, 0, 2);
        assertThat(read.get(Tag.RedPaletteColorLookupTableData).open().readAllBytes())
                .containsExactly(2, 1);
        assertThat(read.get(Tag.PixelData).open().readAllBytes()).containsExactly(5, 6);
        assertThat(read.sameContent(image)).isTrue();
    }

    @Test
    void names_the_codec_that_is_missing() {
        Dataset image = encapsulated(grey(2, 2, 1).build(), bytes(), bytes(1, 2));
        assertThatThrownBy(() -> Transcoder.to(EXPLICIT).transcode(object(image, JPEG)))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("no codec on the class path decodes JPEG Baseline (Process 1)")
                .hasMessageContaining("add a library that provides org.diconde4j.pixel.FrameCodec")
                .hasMessageContaining("Deflated Image Frame Compression");
    }

    @Test
    void refuses_what_has_no_sense() {
        Dataset report = Dataset.builder().set(Tag.SOPInstanceUID, "2.25.1").build();
        assertThatThrownBy(() -> Transcoder.to(UNCOMPRESSED).transcode(object(report, EXPLICIT)))
                .hasMessageContaining("an encoding of pixels, and the object has none");
        Dataset floats = attributes(1, 1, 1, 1, "MONOCHROME2", 32, 32)
                .setDoubles(Tag.FloatPixelData, VR.OF, 1)
                .build();
        assertThatThrownBy(() -> Transcoder.to(UNCOMPRESSED).transcode(object(floats, EXPLICIT)))
                .hasMessageContaining("floating point pixels cannot be encapsulated");
        Dataset video = encapsulated(grey(2, 2, 9).build(), bytes(), bytes(1, 2));
        assertThatThrownBy(() -> Transcoder.to(EXPLICIT).transcode(object(video, TransferSyntax.of(UID.MPEG4HP41))))
                .hasMessageContaining("one video stream");
        assertThatThrownBy(
                        () -> Transcoder.to(EXPLICIT).transcode(object(report, TransferSyntax.of(UID.JPIPReferenced))))
                .hasMessageContaining("elsewhere");
        Dataset cut = pixels(grey(2, 2, 2), 1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> through(Transcoder.to(UNCOMPRESSED), object(cut, EXPLICIT)))
                .hasMessageContaining("frame 1 is cut short: expected 4 bytes, found 2");
    }

    @Test
    void bounds_what_a_small_frame_may_grow_to() {
        Dataset bomb =
                encapsulated(attributes(65535, 65535, 1, 3, "RGB", 16, 16).build(), bytes(), bytes(1, 2, 3, 4));
        assertThatThrownBy(() -> Transcoder.to(EXPLICIT).transcode(object(bomb, DEFLATED_FRAMES)))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("a decoded frame has 25769017350 bytes, over the limit");
    }

    @Test
    void gives_what_can_be_decoded_of_a_damaged_frame_only_if_asked() throws IOException {
        DicomObject whole = to(DEFLATED_FRAMES, object(random(new Random(3), 20, 20, 1, 1, 8), EXPLICIT));
        byte[] deflated = whole.dataset().get(Tag.PixelData).fragments().open(1).readAllBytes();
        Dataset cut = encapsulated(grey(20, 20, 1).build(), bytes(), Arrays.copyOf(deflated, 200));
        assertThatThrownBy(() -> to(EXPLICIT, object(cut, DEFLATED_FRAMES)))
                .hasMessageContaining("frame 0: the deflated frame ends early: expected 400 bytes, found ");
        List<String> told = new ArrayList<>();
        Transcoder tolerant = Transcoder.to(EXPLICIT)
                .withDecoding(DecodeOptions.DEFAULT.withTolerance().withDeviations(d -> told.add(d.problem())));
        byte[] frame = frames(through(tolerant, object(cut, DEFLATED_FRAMES))).get(0);
        assertThat(frame).startsWith(Arrays.copyOf(frames(to(EXPLICIT, whole)).get(0), 150));
        assertThat(frame).endsWith(0, 0, 0, 0);
        assertThat(told).hasSize(1);
    }

    @Test
    void makes_a_file_that_is_there_when_it_is_whole() throws IOException {
        Path in = folder.resolve("in.dcm");
        Path out = folder.resolve("out.dcm");
        Dataset image = random(new Random(7), 10, 10, 3, 1, 16);
        DicomWriter.write(object(image, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN), in);
        Transcoder.to(UNCOMPRESSED).transcode(in, out);
        assertThat(decoded(DicomReader.strict().read(out))).isDeepEqualTo(decoded(object(image, EXPLICIT)));
        assertThatThrownBy(() -> Transcoder.to(EXPLICIT).transcode(in, out))
                .isInstanceOf(FileAlreadyExistsException.class);
        // the second frame is damaged, which shows only while the file is written
        Dataset broken = encapsulated(grey(2, 2, 2).build(), bytes(), bytes(0x4B, 4, 2, 0), bytes(7, 7));
        Path bad = folder.resolve("bad.dcm");
        DicomWriter.write(object(broken, DEFLATED_FRAMES), bad);
        assertThatThrownBy(() -> Transcoder.to(EXPLICIT).transcode(bad, folder.resolve("never.dcm")))
                .isInstanceOf(PixelException.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("in.dcm", "out.dcm", "bad.dcm");
        }
    }

    @Test
    void transcodes_streams() throws IOException {
        Dataset image = random(new Random(8), 10, 10, 3, 1, 16);
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        DicomWriter.write(object(image, EXPLICIT), in);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Transcoder.to(DEFLATED_FRAMES).transcode(new ByteArrayInputStream(in.toByteArray()), out);
        DicomObject read = DicomReader.strict().read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(read.transferSyntax()).isEqualTo(DEFLATED_FRAMES);
        assertThat(to(EXPLICIT, read).dataset().sameContent(image)).isTrue();
    }

    @Test
    void gives_an_extended_table_where_offsets_take_more_than_32_bits() {
        long frame = 3L << 30;
        Dataset.Builder target = grey(1, 1, 3);
        new EncapsulatedPixels(
                        (offset, length) -> InputStream.nullInputStream(),
                        new long[] {0, frame, 2 * frame},
                        new long[] {frame - 1, frame, frame})
                .into(target);
        Dataset dataset = target.build();
        assertThat(dataset.get(Tag.ExtendedOffsetTable).longs()).containsExactly(0, frame + 8, 2 * frame + 16);
        assertThat(dataset.get(Tag.ExtendedOffsetTableLengths).longs()).containsExactly(frame - 1, frame, frame);
        assertThat(dataset.get(Tag.PixelData).fragments().length(0)).isZero();
        assertThat(dataset.get(Tag.PixelData).fragments().length(1)).isEqualTo(frame);
    }

    @Test
    void reads_a_part_of_decoded_frames_from_any_place() throws IOException {
        Dataset image = random(new Random(9), 3, 3, 20, 1, 1);
        DicomObject deflated = to(DEFLATED_FRAMES, object(image, EXPLICIT));
        byte[] expected = image.get(Tag.PixelData).bytes();
        try (Transcoded transcoded = Transcoder.to(EXPLICIT).transcode(deflated)) {
            var bulk = transcoded.object().dataset().get(Tag.PixelData).bulkData();
            for (int from = 0; from < 24; from++) {
                assertThat(bulk.source().open(from, 100).readAllBytes())
                        .isEqualTo(Arrays.copyOfRange(expected, from, 24));
            }
        }
    }

    @Test
    void decodes_frames_in_any_order_into_memory_that_is_used_again() throws IOException {
        DicomObject deflated = to(DEFLATED_FRAMES, object(pixels(grey(1, 2, 3), 1, 2, 3, 4, 5, 6), EXPLICIT));
        Frames frames = Frames.of(deflated);
        try (FrameReader reader = FrameReader.open(frames, FrameCodecs.installed(), DecodeOptions.DEFAULT)) {
            var last = reader.read(2);
            assertThat(last.get(0)).isEqualTo((byte) 5);
            assertThat(reader.read(0).get(1)).isEqualTo((byte) 2);
            assertThat(reader.read(0)).isSameAs(last);
            var target = ByteBuffer.allocateDirect(4);
            reader.read(1, target.position(1));
            assertThat(target.position()).isEqualTo(3);
            assertThat(target.get(2)).isEqualTo((byte) 4);
        }
        ReadLimits little = new ReadLimits(1, 1, 1, 1, 1, 1, 1);
        assertThatThrownBy(() ->
                        FrameReader.open(frames, FrameCodecs.installed(), DecodeOptions.DEFAULT.withLimits(little)))
                .hasMessage("a decoded frame has 2 bytes, over the limit of 1 bytes in memory");
    }
}
