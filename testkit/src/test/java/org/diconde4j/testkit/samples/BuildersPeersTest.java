package org.diconde4j.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.nde.Component;
import org.diconde4j.nde.ComponentStudy;
import org.diconde4j.nde.NdeObject;
import org.diconde4j.net.tck.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other programs say of the objects that our builders make: with nothing given but pixels, and as samples. */
class BuildersPeersTest {
    private static final Duration TIME = Duration.ofSeconds(60);

    /**
     * What dciodvfy reports and we accept, with the reason. It knows the rules of medicine, not those that DICONDE puts
     * in their place.
     */
    private static final List<String> ACCEPTED = List.of(
            // CT values of NDE are attenuation or density (ASTM E2767); Hounsfield units are for bodies.
            "Error - If RescaleType is present and not multi-energy acquisition, must be HU for ORIGINAL non-LOCALIZER"
                    + " images - attribute <RescaleType>");

    @TempDir
    private Path directory;

    @Test
    void dciodvfy_finds_no_error_in_them() throws IOException {
        Path dciodvfy = Peers.command("dciodvfy", "dicom3tools");
        Map<String, List<String>> errors = new TreeMap<>();

        for (Path file : write()) {
            List<String> found = Peers.run(TIME, dciodvfy, file)
                    .output()
                    .lines()
                    .filter(line -> line.startsWith("Error") && !ACCEPTED.contains(line.strip()))
                    .toList();
            if (!found.isEmpty()) {
                errors.put(file.getFileName().toString(), found);
            }
        }

        assertThat(errors).isEmpty();
    }

    @Test
    void dcmtk_reads_and_renders_them() throws IOException {
        Path dcmftest = Peers.dcmtk("dcmftest");
        Path dcm2pnm = Peers.dcmtk("dcm2pnm");
        for (Path file : write()) {
            assertThat(Peers.run(TIME, dcmftest, file).succeeded().output()).startsWith("yes");
            if (!file.getFileName().toString().startsWith("document")) {
                Path picture = Files.createTempFile(directory, "picture", ".pnm");
                Peers.run(TIME, dcm2pnm, file, picture).succeeded();
                assertThat(picture).isNotEmptyFile();
            }
        }
    }

    @Test
    void gdcm_reads_them() throws IOException {
        Path gdcminfo = Peers.command("gdcminfo", "libgdcm-tools");
        for (Path file : write()) {
            assertThat(Peers.run(TIME, gdcminfo, file).succeeded().output()).contains("MediaStorage is");
        }
    }

    @Test
    void pydicom_reads_every_element_of_them() throws IOException {
        List<Object> command = new ArrayList<>(List.of(
                Peers.pydicom(),
                "-c",
                "import sys, pydicom\n"
                        + "for f in sys.argv[1:]:\n"
                        + "    d = pydicom.dcmread(f)\n"
                        + "    d.walk(lambda s, e: e.value)\n"
                        + "    print(d.file_meta.MediaStorageSOPClassUID.name)\n"));
        List<Path> files = write();
        command.addAll(files);

        assertThat(Peers.run(TIME, command.toArray()).succeeded().output().lines())
                .hasSize(files.size());
    }

    private List<Path> write() throws IOException {
        short[] grey16 = new short[8 * 8];
        byte[] grey8 = new byte[8 * 8];
        grey16[9] = 400;
        grey8[9] = 40;
        Map<String, DicomObject> objects = new TreeMap<>();
        objects.put(
                "bare-dx",
                NdeObject.digitalRadiograph()
                        .pixels(8, 8, grey16)
                        .pixelSpacing(0.1, 0.1)
                        .build());
        objects.put(
                "bare-dx-processing",
                NdeObject.digitalRadiographForProcessing()
                        .pixels(8, 8, grey16)
                        .pixelSpacing(0.1, 0.1)
                        .build());
        objects.put(
                "bare-cr", NdeObject.computedRadiograph().pixels(8, 8, grey16).build());
        objects.put(
                "bare-ct",
                NdeObject.ctSlice().pixels(8, 8, grey16).pixelSpacing(0.5, 0.5).build());
        objects.put("bare-us", NdeObject.ultrasound().pixels(8, 8, grey8).build());
        objects.put(
                "bare-us-colour",
                NdeObject.ultrasound().colourPixels(8, 8, new byte[8 * 8 * 3]).build());
        objects.put(
                "bare-us-multi-frame",
                NdeObject.ultrasoundMultiFrame().pixels(4, 8, grey8).build());
        objects.put("bare-sc", NdeObject.secondaryCapture().pixels(8, 8, grey8).build());
        objects.put(
                "document-bare",
                NdeObject.pdf(new byte[] {'%', 'P', 'D', 'F', '-'}).build());
        objects.put("full-sc", scannedFilm(grey16));
        NdeSamples samples = NdeSamples.seeded(1);
        objects.put("sample-weld", samples.weldRadiograph());
        objects.put("sample-ct", samples.castingCt().get(11));
        objects.put("sample-c-scan", samples.cScan());
        objects.put("document-report", samples.report());
        objects.put("sample-legacy", samples.legacy());
        objects.put("sample-small", samples.small(1).get(0));
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, DicomObject> entry : objects.entrySet()) {
            Path file = directory.resolve(entry.getKey() + ".dcm");
            DicomWriter.write(entry.getValue(), file);
            files.add(file);
        }
        return files;
    }

    private static DicomObject scannedFilm(short[] pixels) {
        return NdeObject.secondaryCapture()
                .component(Component.builder().idNumber("SN-9").name("Rotor").build())
                .study(ComponentStudy.builder().description("Film archive").build())
                .created(LocalDateTime.of(1998, 5, 6, 7, 8))
                .set(Tag.ConversionType, "DF")
                .pixels(8, 8, pixels)
                .bitsStored(12)
                .window(2048, 4096)
                .pixelSpacing(0.05, 0.05)
                .build();
    }
}
