package org.diconde4j.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.pixel.Images.bytes;
import static org.diconde4j.pixel.Images.encapsulated;
import static org.diconde4j.pixel.Images.extended;
import static org.diconde4j.pixel.Images.grey;
import static org.diconde4j.pixel.Images.join;
import static org.diconde4j.pixel.Images.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.Deviation;
import org.diconde4j.io.TransferSyntax;
import org.junit.jupiter.api.Test;

/** Frames of encapsulated pixel data (PS3.5 A.4) with each kind of offset table, right and wrong. */
class EncapsulatedFramesTest {
    private static final byte[] NO_TABLE = {};
    private static final byte[] A = {1, 2, 3, 4};
    private static final byte[] B = {5, 6};
    private static final byte[] C = {7, 8, 9, 10, 11, 12};

    private final List<Deviation> deviations = new ArrayList<>();

    private Frames frames(Dataset dataset, String syntax) throws IOException {
        return Frames.of(dataset, TransferSyntax.of(syntax), deviations::add);
    }

    private Frames frames(Dataset dataset) throws IOException {
        return frames(dataset, UID.JPEG2000);
    }

    private String deviation() {
        assertThat(deviations).hasSize(1);
        return deviations.get(0).problem();
    }

    private static byte[] jpeg(int... data) {
        return join(bytes(0xFF, 0xD8, 0xFF, 0xDA, 0, 2), bytes(data), bytes(0xFF, 0xD9));
    }

    @Test
    void takes_each_fragment_for_a_frame_if_there_are_as_many() throws IOException {
        Frames frames = frames(encapsulated(grey(4, 4, 3).build(), NO_TABLE, A, B, C));
        assertThat(frames.location()).isEqualTo(FrameLocation.FRAGMENT_PER_FRAME);
        assertThat(Images.all(frames)).containsExactly(A, B, C);
        assertThat(deviations).isEmpty();
    }

    @Test
    void joins_all_fragments_of_a_single_frame() throws IOException {
        Frames frames = frames(encapsulated(grey(4, 4, 1).build(), NO_TABLE, A, B, C));
        assertThat(frames.location()).isEqualTo(FrameLocation.SINGLE_FRAME);
        assertThat(Images.all(frames)).containsExactly(join(A, B, C));
        assertThat(frames.description().frames()).isEqualTo(1);
    }

    @Test
    void follows_a_basic_offset_table() throws IOException {
        Frames frames = frames(encapsulated(grey(4, 4, 2).build(), table(0, 12), A, B, C));
        assertThat(frames.location()).isEqualTo(FrameLocation.BASIC_OFFSET_TABLE);
        assertThat(Images.all(frames)).containsExactly(A, join(B, C));
        assertThat(deviations).isEmpty();
    }

    @Test
    void follows_an_extended_offset_table_and_leaves_the_padding_out() throws IOException {
        Dataset.Builder image = extended(grey(4, 4, 3), new long[] {0, 12, 22}, new long[] {3, 2, 5});
        Frames frames = frames(encapsulated(image.build(), NO_TABLE, A, B, C));
        assertThat(frames.location()).isEqualTo(FrameLocation.EXTENDED_OFFSET_TABLE);
        assertThat(Images.all(frames)).containsExactly(bytes(1, 2, 3), B, bytes(7, 8, 9, 10, 11));
        assertThat(frames.length(2)).isEqualTo(5);
        assertThat(deviations).isEmpty();
    }

    @Test
    void does_without_lengths_that_are_longer_than_their_frames() throws IOException {
        Dataset.Builder image = extended(grey(4, 4, 3), new long[] {0, 12, 22}, new long[] {4, 3, 6});
        assertThat(Images.all(frames(encapsulated(image.build(), NO_TABLE, A, B, C))))
                .containsExactly(A, B, C);
        assertThat(deviation()).contains("frame 2 has 3 of 2 bytes");
    }

    @Test
    void says_of_a_wrong_table_what_is_wrong_and_finds_the_frames_without() throws IOException {
        String[][] wrong = {
            {"4,12,22", "the first entry is 4, expected 0"},
            {"0,13,22", "entry 2 is 13, where no fragment begins"},
            {"0,22,12", "entry 3 is 12 after 22"},
            {"0,0,0", "entry 2 is 0 after 0"},
            {"0,12,4294967295", "entry 3 is 4294967295, where no fragment begins"},
            {"0,12,22,40", "16 bytes of entries for 3 fragments"},
            {"0,12", "has 2 entries for 3 frames"},
            {"0", "has 1 entries for 3 frames"},
        };
        for (String[] row : wrong) {
            deviations.clear();
            long[] offsets = List.of(row[0].split(",")).stream()
                    .mapToLong(Long::parseLong)
                    .toArray();
            Frames frames = frames(encapsulated(grey(4, 4, 3).build(), table(offsets), A, B, C));
            assertThat(Images.all(frames)).as(row[0]).containsExactly(A, B, C);
            assertThat(deviation()).contains("Basic Offset Table").contains(row[1]);
        }
    }

    @Test
    void refuses_an_extended_offset_table_with_entries_beyond_63_bits() throws IOException {
        Dataset.Builder image = extended(grey(4, 4, 3), new long[] {0, 12, -1}, new long[] {4, 2, 6});
        assertThat(Images.all(frames(encapsulated(image.build(), NO_TABLE, A, B, C))))
                .containsExactly(A, B, C);
        assertThat(deviation()).contains("entry 3 is 18446744073709551615");
    }

    @Test
    void makes_offsets_whole_that_32_bits_have_cut() throws IOException {
        long gigabyte = 1L << 30;
        long[] offsets = new long[7];
        long[] lengths = new long[7];
        long[] entries = new long[6];
        lengths[0] = 24;
        for (int i = 1; i < 7; i++) {
            offsets[i] = 24 + i * 8L + (i - 1) * gigabyte;
            lengths[i] = gigabyte;
            entries[i - 1] = (i - 1) * (gigabyte + 8);
        }
        BulkData.Source source = (offset, length) -> new ByteArrayInputStream(
                offset == 0 ? table(entries) : bytes((int) (offset >>> 30)), 0, offset == 0 ? 24 : 1);
        Element pixels = Element.of(Tag.PixelData, VR.OB, new Fragments(source, offsets, lengths));
        Frames frames = frames(grey(4, 4, 6).set(pixels).build(), UID.JPEG2000);
        assertThat(frames.location()).isEqualTo(FrameLocation.BASIC_OFFSET_TABLE);
        assertThat(frames.count()).isEqualTo(6);
        assertThat(frames.offset(5)).isEqualTo(offsets[6]).isGreaterThan(1L << 32);
        assertThat(frames.open(5).read()).isEqualTo(5);
        assertThat(deviation()).contains("cut to 32 bits");
    }

    @Test
    void tells_frames_in_several_fragments_by_their_beginnings() throws IOException {
        byte[] first = jpeg(1, 2, 3, 4);
        byte[] second = jpeg(5, 0xFF, 0, 6);
        Dataset image = encapsulated(
                grey(4, 4, 2).build(),
                NO_TABLE,
                Arrays.copyOf(first, 8),
                Arrays.copyOfRange(first, 8, 12),
                Arrays.copyOf(second, 6),
                Arrays.copyOfRange(second, 6, 12));
        Frames frames = frames(image, UID.JPEGBaseline8Bit);
        assertThat(frames.location()).isEqualTo(FrameLocation.SCANNED);
        assertThat(Images.all(frames)).containsExactly(first, second);
        assertThat(deviation()).contains("found 2 frames in 4 fragments");
    }

    @Test
    void tells_frames_apart_that_share_fragments() throws IOException {
        byte[] first = jpeg(1, 2, 3, 4);
        byte[] second = jpeg(5, 0xFF, 0xD0, 6, 7); // a restart marker is no end
        byte[] third = join(
                bytes(0xFF, 0xD8, 0xFF, 0xE0, 0, 6, 0xFF, 0xD9, 0xFF, 0xD8), // neither is what an APP0 segment holds
                bytes(0xFF, 0xDA, 0, 2, 9, 0xFF, 0xFF, 0xD9));
        Dataset image = encapsulated(
                grey(4, 4, 3).build(),
                NO_TABLE,
                join(first, second, bytes(0), Arrays.copyOf(third, 6)),
                Arrays.copyOfRange(third, 6, third.length));
        Frames frames = frames(image, UID.JPEGExtended12Bit);
        assertThat(frames.location()).isEqualTo(FrameLocation.SCANNED);
        assertThat(Images.all(frames)).containsExactly(first, join(second, bytes(0)), third);
    }

    @Test
    void tells_jpeg_2000_codestreams_apart_that_share_a_fragment() throws IOException {
        byte[] known = join(
                bytes(0xFF, 0x4F, 0xFF, 0x51, 0, 4, 0xFF, 0xD9), // SOC, SIZ (cut short) with what looks like an end
                bytes(0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, 18, 0, 1), // SOT: the tile-part has 18 bytes
                bytes(0xFF, 0x93, 1, 2, 0xFF, 0x8F), // SOD and packets
                bytes(0xFF, 0xD9)); // EOC
        byte[] toEnd = join(
                bytes(0xFF, 0x4F, 0xFF, 0x51, 0, 4, 1, 2),
                bytes(0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, 0, 0, 1), // SOT: up to the end of the codestream
                bytes(0xFF, 0x93, 1, 2, 3, 0xFF, 0xD9));
        Frames frames =
                frames(encapsulated(grey(4, 4, 3).build(), NO_TABLE, join(known, toEnd, bytes(0)), join(known)));
        assertThat(Images.all(frames)).containsExactly(known, join(toEnd, bytes(0)), known);
    }

    @Test
    void tells_rle_frames_by_their_headers() throws IOException {
        byte[] header = new byte[64];
        header[0] = 1; // one segment
        header[4] = 64; // which follows the header
        Frames frames = frames(
                encapsulated(grey(4, 4, 2).build(), NO_TABLE, join(header, A), B, join(header, C)), UID.RLELossless);
        assertThat(Images.all(frames)).containsExactly(join(header, A, B), join(header, C));
    }

    @Test
    void refuses_to_guess() {
        Dataset image = encapsulated(grey(4, 4, 2).build(), NO_TABLE, A, B, C);
        assertThatThrownBy(() -> frames(image, UID.DeflatedImageFrameCompression))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("cannot tell the 2 frames of Deflated Image Frame Compression apart")
                .hasMessageContaining("3 fragments")
                .hasMessageContaining("expected a fragment for each frame, or a Basic or Extended Offset Table");
    }

    @Test
    void takes_a_video_for_one_stream() throws IOException {
        Frames frames = frames(encapsulated(grey(4, 4, 250).build(), NO_TABLE, A, B), UID.MPEG4HP41);
        assertThat(frames.location()).isEqualTo(FrameLocation.STREAM);
        assertThat(Images.all(frames)).containsExactly(join(A, B));
        assertThat(frames.description().frames()).isEqualTo(250);
    }

    @Test
    void believes_a_table_where_the_number_of_frames_is_missing() throws IOException {
        Dataset image = grey(4, 4, 1).remove(Tag.NumberOfFrames).build();
        assertThat(Images.all(frames(encapsulated(image, table(0, 12, 22), A, B, C))))
                .containsExactly(A, B, C);
        assertThat(deviation()).contains("has 3 entries for 1 frame");
    }

    @Test
    void gives_compressed_frames_of_an_image_that_is_not_described() throws IOException {
        Dataset image = Dataset.builder().set(Tag.NumberOfFrames, 2).build();
        Frames frames = frames(encapsulated(image, NO_TABLE, A, B));
        assertThat(Images.all(frames)).containsExactly(A, B);
        assertThatThrownBy(frames::description)
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("BitsAllocated (0028,0100), expected 1 to 64, found none");
    }

    @Test
    void names_a_frame_that_is_not_there() throws IOException {
        Frames frames = frames(encapsulated(grey(4, 4, 2).build(), NO_TABLE, A, B));
        assertThatThrownBy(() -> frames.open(2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("there is no frame 2")
                .hasMessageContaining("there are 2");
    }

    @Test
    void gives_no_frames_where_there_are_no_fragments() throws IOException {
        assertThat(frames(encapsulated(grey(4, 4, 2).build(), NO_TABLE)).count())
                .isZero();
        assertThat(deviation()).contains("expected fragments, found none");
    }
}
