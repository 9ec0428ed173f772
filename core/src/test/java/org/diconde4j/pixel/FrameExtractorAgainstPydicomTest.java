package org.diconde4j.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.peer.Pydicom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every second frame of every image of pydicom's collection that has several, compared by pydicom with the original's. */
class FrameExtractorAgainstPydicomTest {
    /** Prints a line for each pair of original and extract. */
    private static final String SCRIPT = """
            import sys, os, pydicom
            from pydicom.encaps import generate_pixel_data_frame
            def frames(ds):
                n = int(ds.NumberOfFrames)
                if ds.file_meta.TransferSyntaxUID.is_encapsulated:
                    return [bytes(f) for f in generate_pixel_data_frame(ds.PixelData, n)]
                data = ds.PixelData
                size = ds.Rows * ds.Columns * ds.SamplesPerPixel * ds.BitsAllocated // 8
                return [data[i * size:(i + 1) * size] for i in range(n)]
            for i in range(1, len(sys.argv), 2):
                source, made = pydicom.dcmread(sys.argv[i]), pydicom.dcmread(sys.argv[i + 1])
                wanted, found = frames(source)[1::2], frames(made)
                same = (wanted == found
                    and made.FrameExtractionSequence[-1].MultiFrameSourceSOPInstanceUID == source.SOPInstanceUID
                    and made.file_meta.TransferSyntaxUID == source.file_meta.TransferSyntaxUID)
                print(os.path.basename(sys.argv[i]), len(found), 'same' if same else 'DIFFERS')
            """;

    @TempDir
    Path dir;

    @Test
    void pydicom_finds_the_same_bytes_in_every_extracted_frame() throws IOException {
        List<String> pairs = new ArrayList<>();
        for (Path file : Pydicom.files()) {
            int count = count(file);
            if (count > 1) {
                Path made = dir.resolve(pairs.size() + ".dcm");
                DicomObject source = DicomReader.lenient().read(file);
                DicomWriter.write(FrameExtractor.extract(source, FrameList.calculated(2, count, 2)), made);
                pairs.add(file.toString());
                pairs.add(made.toString());
            }
        }
        List<String> said =
                Pydicom.script(SCRIPT, pairs.toArray(String[]::new)).lines().toList();
        assertThat(said).hasSize(pairs.size() / 2).hasSizeGreaterThan(5).allMatch(line -> line.endsWith(" same"));
    }

    /** Frames that can be extracted; 0 if the file is of another kind. */
    private static int count(Path file) throws IOException {
        try {
            DicomObject object = DicomReader.lenient().read(file);
            Frames frames = Frames.of(object);
            boolean whole = frames.location() != FrameLocation.STREAM
                    && object.dataset().integer(Tag.NumberOfFrames, 0) == frames.count()
                    && frames.description().withFrames(1).frameBits() % 8 == 0;
            return whole ? frames.count() : 0;
        } catch (DicondeException e) {
            return 0;
        }
    }
}
