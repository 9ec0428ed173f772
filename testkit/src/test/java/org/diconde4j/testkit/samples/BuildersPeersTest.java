package org.diconde4j.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.net.tck.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other programs say of the objects that our builders make: with nothing given but what they need, and as samples. */
class BuildersPeersTest {
    private static final Duration TIME = Duration.ofSeconds(60);

    /** What dciodvfy finds wrong and we do not. It knows the rules of medicine, some of them of years ago. */
    private record Accepted(String error, String why, Set<String> files) {}

    private static final Function<String, Accepted> FLOATING = error -> new Accepted(
            error,
            "DICONDE allows floating point pixels in any image (second-hand), DICOM in parametric maps only",
            Set.of("ct-float"));

    private static final List<Accepted> ACCEPTED = List.of(
            new Accepted(
                    "Error - Information Object Not found",
                    "its edition of the standard has no such class",
                    Set.of(
                            "eddy-current",
                            "eddy-current-multi-frame",
                            "thermography",
                            "thermography-multi-frame",
                            "waveform",
                            "obj",
                            "mtl",
                            "video",
                            "sample-eddy-current",
                            "sample-thermography",
                            "sample-a-scans")),
            new Accepted(
                    "Error - If RescaleType is present and not multi-energy acquisition, must be HU for ORIGINAL"
                            + " non-LOCALIZER images - attribute <RescaleType>",
                    "CT values of NDE are attenuation or density (ASTM E2767); Hounsfield units are for bodies",
                    Set.of("ct", "ct-float", "sample-ct")),
            new Accepted(
                    "Error - Unrecognized enumerated value <US> for value 1 of attribute <Rescale Type>",
                    "the same; PS3.3 C.11.1.1.2 has the term for enhanced CT too",
                    Set.of("enhanced-ct", "enhanced-ct-streamed")),
            new Accepted(
                    "Error - Unrecognized enumerated value <1/M> for value 1 of attribute <Rescale Type>",
                    "the same; PS3.3 C.11.1.1.2 has defined terms, to which a site may add",
                    Set.of("sample-enhanced-ct")),
            new Accepted(
                    "Error - Coordinates Content Item has missing or incorrect required child Content Item for SCOORD",
                    "it takes a region of an indication, where DICONDE uses Value Type too, for an item of an SR document",
                    Set.of("sample-weld", "sample-c-scan", "sample-thermography")),
            FLOATING.apply("Missing attribute Type 1C Conditional Element=<PixelData>"),
            FLOATING.apply("Missing attribute Type 1 Required Element=<BitsStored>"),
            FLOATING.apply("Missing attribute Type 1 Required Element=<HighBit>"),
            FLOATING.apply("Missing attribute Type 1 Required Element=<PixelRepresentation>"),
            FLOATING.apply("Unrecognized enumerated value <0x20> for value 1 of attribute <Bits Allocated>"));

    private final Map<String, DicomObject> objects = EveryKind.objects();

    @TempDir
    private Path directory;

    private boolean isAccepted(String name, String error) {
        return ACCEPTED.stream().anyMatch(a -> a.files.contains(name) && error.contains(a.error));
    }

    @Test
    void dciodvfy_finds_no_error_in_them() throws IOException {
        Path dciodvfy = Peers.command("dciodvfy", "dicom3tools");
        Map<String, List<String>> errors = new TreeMap<>();

        for (Map.Entry<String, Path> file : write().entrySet()) {
            List<String> found = Peers.run(TIME, dciodvfy, file.getValue())
                    .output()
                    .lines()
                    .filter(line -> line.startsWith("Error") && !isAccepted(file.getKey(), line.strip()))
                    .toList();
            if (!found.isEmpty()) {
                errors.put(file.getKey(), found);
            }
        }

        assertThat(errors).isEmpty();
    }

    @Test
    void dcmtk_reads_them_and_renders_what_has_integer_pixels() throws IOException {
        Path dcmdump = Peers.dcmtk("dcmdump");
        Path dcm2pnm = Peers.dcmtk("dcm2pnm");
        Map<String, Path> files = write();
        List<Object> dumps = new ArrayList<>(List.of(dcmdump, "-q"));
        dumps.addAll(files.values());
        Peers.run(TIME, dumps.toArray()).succeeded();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (EveryKind.isRenderable(objects.get(file.getKey()))) {
                Path picture = directory.resolve(file.getKey() + ".pnm");
                Peers.run(TIME, dcm2pnm, file.getValue(), picture).succeeded();
                assertThat(picture).isNotEmptyFile();
            }
        }
    }

    /** GDCM's tools for images refuse classes that it does not know; it reads the data sets all the same. */
    @Test
    void gdcm_reads_them() throws IOException {
        Path gdcmdump = Peers.command("gdcmdump", "libgdcm-tools");
        Path gdcminfo = Peers.command("gdcminfo", "libgdcm-tools");
        for (Map.Entry<String, Path> file : write().entrySet()) {
            if (!Peers.run(TIME, gdcminfo, file.getValue()).output().contains("MediaStorage is")) {
                Peers.run(TIME, gdcmdump, file.getValue()).succeeded();
            }
        }
    }

    @Test
    void pydicom_reads_every_element_pixel_and_sample_of_them() throws IOException {
        List<Object> command = new ArrayList<>(List.of(
                Peers.pydicom(),
                "-W",
                "ignore",
                "-c",
                "import os, sys, pydicom, pydicom.waveforms\n"
                        + "for f in sys.argv[1:]:\n"
                        + "    d = pydicom.dcmread(f)\n"
                        + "    d.walk(lambda s, e: e.value)\n"
                        + "    shape = ''\n"
                        + "    if 'Rows' in d and not d.file_meta.TransferSyntaxUID.is_compressed:\n"
                        + "        shape = d.pixel_array.shape\n"
                        + "    elif 'WaveformSequence' in d:\n"
                        + "        shape = pydicom.waveforms.multiplex_array(d, 0).shape\n"
                        + "    print(os.path.basename(f), shape)\n"));
        Map<String, Path> files = write();
        command.addAll(files.values());

        List<String> lines =
                Peers.run(TIME, command.toArray()).succeeded().output().lines().toList();

        assertThat(lines)
                .hasSize(files.size())
                .contains(
                        "parametric-map.dcm (2, 4, 8)",
                        "ct-float.dcm (8, 8)",
                        "enhanced-ct-streamed.dcm (2, 4, 8)",
                        "thermography-multi-frame.dcm (2, 4, 8)",
                        "sc-bits.dcm (2, 3, 3)",
                        "photograph.dcm (8, 8, 3)",
                        "waveform.dcm (64, 1)");
    }

    private Map<String, Path> write() throws IOException {
        Map<String, Path> files = new TreeMap<>();
        for (Map.Entry<String, DicomObject> entry : objects.entrySet()) {
            Path file = directory.resolve(entry.getKey() + ".dcm");
            DicomWriter.write(entry.getValue(), file);
            files.put(entry.getKey(), file);
        }
        return files;
    }
}
