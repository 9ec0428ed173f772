package org.diconde4j.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.peer.Pydicom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Colours against pydicom: palettes with and without segments, luminance and chrominance. */
class ColoursAgainstPydicomTest {
    private static final String SCRIPT = """
            import sys, os, pydicom, numpy as np
            from pydicom.pixel_data_handlers.util import apply_color_lut, convert_color_space
            out = sys.argv[1]
            for f in sys.argv[2:]:
                ds = pydicom.dcmread(f)
                p = ds.PhotometricInterpretation
                if p == 'PALETTE COLOR': a = apply_color_lut(ds.pixel_array, ds)
                elif p.startswith('YBR_FULL'): a = convert_color_space(ds.pixel_array, 'YBR_FULL', 'RGB')
                else: a = ds.pixel_array
                a.astype(a.dtype.newbyteorder('<')).tofile(os.path.join(out, os.path.basename(f)))
            """;

    @Test
    void gives_the_same_colours(@TempDir Path folder) throws Exception {
        Path out = Files.createDirectory(folder.resolve("out"));
        List<String> arguments = new ArrayList<>(List.of(out.toString()));
        for (Map.Entry<String, Dataset> image : images().entrySet()) {
            Path file = folder.resolve(image.getKey() + ".dcm");
            Dataset meta = FileMeta.of("1.2.840.10008.5.1.4.1.1.7.4", "2.25.17", UID.ExplicitVRLittleEndian);
            DicomWriter.write(
                    new DicomObject(meta, TransferSyntax.of(UID.ExplicitVRLittleEndian), 0, image.getValue()), file);
            arguments.add(file.toString());
        }
        Pydicom.script(SCRIPT, arguments.toArray(String[]::new));
        for (String file : arguments.subList(1, arguments.size())) {
            byte[] theirs = Files.readAllBytes(out.resolve(Path.of(file).getFileName()));
            // pydicom cuts decimals off where we round
            assertThat(greatest(theirs, rgb(Path.of(file)))).as(file).isLessThanOrEqualTo(1);
        }
    }

    private static Map<String, Dataset> images() {
        Map<String, Dataset> images = new TreeMap<>();
        for (String photometric : List.of("RGB", "YBR_FULL", "YBR_FULL_422")) {
            images.put(photometric, coloured(photometric, 0));
        }
        images.put("planar RGB", coloured("RGB", 1));
        images.put("planar YBR_FULL", coloured("YBR_FULL", 1));
        images.put("palette of bytes", indexed(8, 0, 0, 256, 8, noise(256)));
        images.put("palette of words", indexed(8, 0, 0, 256, 16, noise(512)));
        images.put("palette that begins later", indexed(8, 0, 40, 100, 16, noise(200)));
        images.put("palette of signed values", indexed(16, 1, -100, 200, 16, noise(400)));
        images.put("palette of 65,536 entries", indexed(16, 0, 0, 0, 16, noise(1 << 17)));
        images.put("palette of segments", segmented());
        return images;
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static Dataset coloured(String photometric, int planar) {
        boolean subsampled = photometric.endsWith("422");
        Dataset.Builder attributes =
                Images.attributes(20, 30, 1, 3, photometric, 8, 8).set(Tag.PlanarConfiguration, planar);
        return Images.pixels(attributes, VR.OB, noise(20 * 30 * (subsampled ? 2 : 3)));
    }

    private static Dataset.Builder indices(int bits, int signed) {
        Dataset.Builder attributes = Images.attributes(20, 30, 1, 1, "PALETTE COLOR", bits, bits)
                .remove(Tag.PlanarConfiguration)
                .set(Tag.PixelRepresentation, signed);
        return attributes.setBytes(Tag.PixelData, VR.OW, noise(20 * 30 * bits / 8));
    }

    private static Dataset indexed(int bits, int signed, int first, int entries, int entryBits, byte[] table) {
        Dataset.Builder image = indices(bits, signed);
        for (int colour = 0; colour < 3; colour++) {
            image.setBytes(
                    Tag.RedPaletteColorLookupTableDescriptor + colour,
                    signed == 1 ? VR.SS : VR.US,
                    words(entries, first, entryBits));
            image.setBytes(Tag.RedPaletteColorLookupTableData + colour, VR.OW, turned(table, colour));
        }
        return image.build();
    }

    /** Another table for each colour. */
    private static byte[] turned(byte[] table, int by) {
        byte[] other = table.clone();
        for (int i = 0; i < other.length; i++) {
            other[i] += (byte) (by * 50);
        }
        return other;
    }

    /** Discrete, linear, and both once more. */
    private static Dataset segmented() {
        Dataset.Builder image = indices(8, 0);
        byte[] segments = words(0, 4, 100, 200, 50000, 7, 1, 60, 60000, 1, 64, 0, 2, 2, 0, 0);
        for (int colour = 0; colour < 3; colour++) {
            image.setBytes(Tag.RedPaletteColorLookupTableDescriptor + colour, VR.US, words(192, 0, 16));
            image.setBytes(Tag.SegmentedRedPaletteColorLookupTableData + colour, VR.OW, segments);
        }
        return image.build();
    }

    private static byte[] words(int... values) {
        ByteBuffer words = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            words.putShort((short) value);
        }
        return words.array();
    }

    private static byte[] rgb(Path file) throws Exception {
        DicomObject object = DicomReader.lenient().read(file);
        Frames frames = Frames.of(object);
        try (FrameReader reader = FrameReader.open(frames, FrameCodecs.installed(), DecodeOptions.DEFAULT)) {
            ColourConversion conversion = ColourConversion.toRgb(reader.description(), object.dataset());
            ByteBuffer target = ByteBuffer.allocate((int) conversion.output().frameLength());
            conversion.convert(reader.read(0), target);
            assertThat(target.hasRemaining()).isFalse();
            return target.array();
        }
    }

    private static int greatest(byte[] theirs, byte[] ours) {
        assertThat(ours).hasSameSizeAs(theirs);
        int greatest = 0;
        for (int i = 0; i < ours.length; i++) {
            greatest = Math.max(greatest, Math.abs((ours[i] & 0xFF) - (theirs[i] & 0xFF)));
        }
        return greatest;
    }
}
