package org.diconde4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.pixel.DecodeOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Draws every file of pydicom that DCMTK draws, of whatever encoding, within one grey. */
class CollectionPeersTest {
    @TempDir
    Path folder;

    @Test
    void draws_what_dcmtk_draws_of_pydicoms_files() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        int compared = 0;
        for (Path file : files(Peers.pydicomData().resolve("test_files"))) {
            Dataset dataset = dataset(file);
            if (dataset.contains(Tag.PixelData) && dataset.integer(Tag.BitsStored, 0) != 1) { // see Dcm2pnmPeersTest
                compared += compare(file, dataset, softly);
            }
        }
        softly.assertAll();
        assertThat(compared).isGreaterThan(30);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Dataset dataset(Path file) throws IOException {
        try {
            return DicomReader.lenient().withTruncatedInput().read(file).dataset();
        } catch (DicondeException e) {
            return Dataset.empty(); // some of them are no DICOM
        }
    }

    private int compare(Path file, Dataset dataset, SoftAssertions softly) throws IOException {
        boolean grey = dataset.string(Tag.PhotometricInterpretation, "").startsWith("MONOCHROME");
        boolean windowed = grey && !Window.of(dataset).isEmpty();
        Path peer = folder.resolve("peer.pnm");
        Files.deleteIfExists(peer);
        List<Object> command = new ArrayList<>(List.of(Peers.dcmtk("dcmj2pnm"), "-q"));
        command.addAll(windowed ? List.of("+Wi", "1") : List.of("-W"));
        command.addAll(List.of(file, peer));
        if (Peers.run(Duration.ofSeconds(20), command.toArray()).exitCode() != 0 || !Files.exists(peer)) {
            return 0;
        }
        softly.assertThatCode(() -> {
                    DicomObject object =
                            DicomReader.lenient().withTruncatedInput().read(file);
                    Rendering rendering = Rendering.of(object).decoding(DecodeOptions.DEFAULT.withTolerance());
                    Rendering wanted = grey && !windowed ? rendering.fullRange() : rendering;
                    boolean chrominance =
                            dataset.string(Tag.PhotometricInterpretation, "").startsWith("YBR");
                    Pnm.read(peer).assertLike(Images.samples(wanted.image()), chrominance ? 2 : 1);
                })
                .as(String.valueOf(file.getFileName()))
                .doesNotThrowAnyException();
        return 1;
    }
}
