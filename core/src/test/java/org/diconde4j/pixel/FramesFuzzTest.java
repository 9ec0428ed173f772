package org.diconde4j.pixel;

import static org.diconde4j.pixel.Images.encapsulated;
import static org.diconde4j.pixel.Images.extended;
import static org.diconde4j.pixel.Images.grey;
import static org.diconde4j.pixel.Images.pixels;
import static org.diconde4j.pixel.Images.table;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.fuzz.Harmless;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.TransferSyntax;
import org.junit.jupiter.params.provider.MethodSource;

/** Images that mean harm: descriptions that contradict their pixels, offset tables that lie. */
public class FramesFuzzTest {
    private static final byte[] FRAME = {(byte) 0xFF, (byte) 0xD8, 1, 2, (byte) 0xFF, (byte) 0xD9};

    public static Stream<byte[]> images() {
        return Stream.of(
                file(pixels(grey(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8), UID.ExplicitVRLittleEndian),
                file(encapsulated(grey(4, 4, 2).build(), table(0, 14), FRAME, FRAME), UID.JPEGBaseline8Bit),
                file(encapsulated(grey(4, 4, 1).build(), new byte[0], FRAME, FRAME, FRAME), UID.JPEG2000),
                file(
                        encapsulated(
                                extended(grey(4, 4, 2), new long[] {0, 14}, new long[] {6, 6})
                                        .build(),
                                new byte[0],
                                FRAME,
                                FRAME),
                        UID.RLELossless));
    }

    private static byte[] file(Dataset dataset, String syntax) {
        Dataset meta = Dataset.builder()
                .set(Tag.MediaStorageSOPClassUID, "1.2")
                .set(Tag.MediaStorageSOPInstanceUID, "1.3")
                .set(Tag.TransferSyntaxUID, syntax)
                .build();
        try {
            return Harmless.written(new DicomObject(meta, TransferSyntax.of(syntax), 0, dataset));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MethodSource("images")
    @FuzzTest
    public void frames_are_given_or_refused(byte[] input) {
        Harmless.isTaken(input, () -> {
            DicomObject object =
                    DicomReader.lenient().withLimits(Harmless.LIMITS).read(new ByteArrayInputStream(input));
            try {
                Frames frames = Frames.of(object);
                for (int i = 0; i < Math.min(4, frames.count()); i++) {
                    frames.buffer(i, Harmless.LIMITS);
                }
            } catch (PixelException | EOFException e) {
                // documented
            }
        });
    }
}
