package org.diconde4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.junit.jupiter.api.Test;

class DicomImageReaderTest {
    private static Dataset.Builder attributes(int samples, String photometric, int allocated, int stored, int signed) {
        return Dataset.builder()
                .set(Tag.SOPClassUID, UID.SecondaryCaptureImageStorage)
                .set(Tag.SOPInstanceUID, "2.25.17")
                .set(Tag.SamplesPerPixel, samples)
                .set(Tag.PhotometricInterpretation, photometric)
                .set(Tag.PlanarConfiguration, 0)
                .set(Tag.Rows, 2)
                .set(Tag.Columns, 2)
                .set(Tag.BitsAllocated, allocated)
                .set(Tag.BitsStored, stored)
                .set(Tag.HighBit, stored - 1)
                .set(Tag.PixelRepresentation, signed);
    }

    private static byte[] words(int... values) {
        ByteBuffer words = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(value -> words.putShort((short) value));
        return words.array();
    }

    private static byte[] file(Dataset dataset) throws IOException {
        Dataset meta = FileMeta.of(UID.SecondaryCaptureImageStorage, "2.25.17", UID.ExplicitVRLittleEndian);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(new DicomObject(meta, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, 0, dataset), out);
        return out.toByteArray();
    }

    private static int[] pixels(Dataset dataset) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file(dataset)));
        assertThat(picture).as("there is a reader for it").isNotNull();
        return picture.getRaster().getPixels(0, 0, 2, 2, (int[]) null);
    }

    @Test
    void bits_are_shifted_to_the_upper_end() throws IOException {
        assertThat(pixels(attributes(1, "MONOCHROME2", 16, 12, 0)
                        .setBytes(Tag.PixelData, VR.OW, words(0, 1, 0x800, 0xFFF))
                        .build()))
                .containsExactly(0, 16, 0x8000, 0xFFF0);
    }

    @Test
    void zero_of_signed_samples_is_the_middle_grey() throws IOException {
        assertThat(pixels(attributes(1, "MONOCHROME2", 16, 16, 1)
                        .setBytes(Tag.PixelData, VR.OW, words(-32768, -1, 0, 32767))
                        .build()))
                .containsExactly(0, 0x7FFF, 0x8000, 0xFFFF);
    }

    @Test
    void the_least_value_of_monochrome1_is_white() throws IOException {
        assertThat(pixels(attributes(1, "MONOCHROME1", 8, 8, 0)
                        .setBytes(Tag.PixelData, VR.OB, new byte[] {0, 1, (byte) 254, (byte) 255})
                        .build()))
                .containsExactly(255, 254, 1, 0);
    }

    @Test
    void colours_are_rgb() throws IOException {
        byte[] grey = {(byte) 200, (byte) 128, (byte) 128, 0, (byte) 128, (byte) 128};
        assertThat(pixels(attributes(3, "YBR_FULL", 8, 8, 0)
                        .setBytes(Tag.PixelData, VR.OB, Arrays.copyOf(grey, 12))
                        .build()))
                .startsWith(200, 200, 200, 0, 0, 0);
    }

    @Test
    void each_frame_is_an_image_of_which_parts_can_be_read() throws IOException {
        byte[] file = file(attributes(1, "MONOCHROME2", 8, 8, 0)
                .set(Tag.NumberOfFrames, 2)
                .setBytes(Tag.PixelData, VR.OB, new byte[] {1, 2, 3, 4, 5, 6, 7, 8})
                .build());
        ImageReader reader =
                ImageIO.getImageReadersByMIMEType("application/dicom").next();
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceRegion(new Rectangle(1, 0, 1, 2));

        assertThat(reader.getNumImages(true)).isEqualTo(2);
        assertThat(reader.getWidth(1)).isEqualTo(2);
        BufferedImage part = reader.read(1, param);
        assertThat(part.getWidth()).isEqualTo(1);
        assertThat(part.getRaster().getPixels(0, 0, 1, 2, (int[]) null)).containsExactly(6, 8);
        assertThatThrownBy(() -> reader.read(2)).isInstanceOf(IndexOutOfBoundsException.class);
        reader.dispose();
    }

    @Test
    void says_why_a_file_cannot_be_read() throws IOException {
        byte[] file = file(attributes(1, "MONOCHROME2", 8, 8, 0).build());

        assertThatThrownBy(() -> ImageIO.read(new ByteArrayInputStream(file)))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("pixel");
    }

    @Test
    void leaves_other_files_to_others() throws IOException {
        assertThat(ImageIO.read(new ByteArrayInputStream(new byte[200]))).isNull();
    }
}
