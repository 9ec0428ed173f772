package org.diconde4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that are kept compressed, on their way in and out by DCMTK, and in the hands of others where they lie. */
class CompressedAtRestAgainstDcmtkTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Map<String, Path> sent = new TreeMap<>();

    private void make(int instance, Dataset.Builder pixels, TransferSyntax syntax) throws IOException {
        String uid = "1.2.9.1." + instance;
        Dataset image = pixels.set(Tag.SOPClassUID, UID.SecondaryCaptureImageStorage)
                .set(Tag.SOPInstanceUID, uid)
                .set(Tag.StudyInstanceUID, "1.2.9")
                .set(Tag.SeriesInstanceUID, "1.2.9.1")
                .set(Tag.PatientID, "WELD-9")
                .set(Tag.PatientName, "Weld^9")
                .set(Tag.Modality, "OT")
                .set(Tag.ConversionType, "WSD")
                .set(Tag.Rows, 90)
                .set(Tag.Columns, 70)
                .set(Tag.PixelRepresentation, 0)
                .build();
        Dataset meta = FileMeta.of(UID.SecondaryCaptureImageStorage, uid, syntax.uid());
        Path file = folder.resolve(instance + ".dcm");
        DicomWriter.write(new DicomObject(meta, syntax, 0, image), file);
        sent.put(uid, file);
    }

    private void makeAll() throws IOException {
        byte[] grey = new byte[2 * 90 * 70];
        byte[] colour = new byte[3 * 90 * 70];
        for (int i = 0; i < 90 * 70; i++) {
            grey[2 * i] = (byte) (i / 20);
            grey[2 * i + 1] = (byte) (i / 900);
            for (int sample = 0; sample < 3; sample++) {
                colour[3 * i + sample] = (byte) (i / 30 + 50 * sample);
            }
        }
        Dataset.Builder twelve = Dataset.builder()
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.BitsAllocated, 16)
                .set(Tag.BitsStored, 12)
                .set(Tag.HighBit, 11)
                .setBytes(Tag.PixelData, VR.OW, grey);
        make(1, twelve, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        make(2, twelve, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        Dataset.Builder rgb = Dataset.builder()
                .set(Tag.SamplesPerPixel, 3)
                .set(Tag.PhotometricInterpretation, "RGB")
                .set(Tag.PlanarConfiguration, 0)
                .set(Tag.BitsAllocated, 8)
                .set(Tag.BitsStored, 8)
                .set(Tag.HighBit, 7)
                .setBytes(Tag.PixelData, VR.OB, colour);
        make(3, rgb, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private static byte[] dataset(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int offset = (int) DicomReader.lenient().readFileMeta(file).datasetOffset();
        return Arrays.copyOfRange(bytes, offset, bytes.length);
    }

    private static List<Path> files(Path in) throws IOException {
        try (Stream<Path> all = Files.walk(in)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void what_storescu_sent_comes_back_to_getscu_bit_by_bit_and_is_a_file_for_others_meanwhile() throws Exception {
        Path storescu = Peers.dcmtk("storescu");
        makeAll();
        Path data = folder.resolve("archive");
        List<InstanceRef> instances = new ArrayList<>();
        try (Archive archive = Archive.builder()
                        .directory(data)
                        .compress(TransferSyntax.of(UID.JPEGLSLossless))
                        .open();
                Receiver receiver = archive.receive().port(0).start()) {
            for (Map.Entry<String, Path> one : sent.entrySet()) {
                String syntax = one.getKey().endsWith("2") ? "-xi" : "-xe";
                Peers.run(LONG, storescu, syntax, "127.0.0.1", receiver.port(), one.getValue())
                        .succeeded();
            }
            archive.retrieve(Selection.all()).forEach((instance, in) -> instances.add(instance));
            assertThat(instances)
                    .hasSize(3)
                    .allSatisfy(instance -> assertThat(instance.name()).endsWith(".z.dcm"));
            Path got = Files.createDirectory(folder.resolve("got"));
            Peers.run(
                            LONG,
                            Peers.dcmtk("getscu"),
                            "-S",
                            "+B",
                            "+xe",
                            "-od",
                            got,
                            "-k",
                            "QueryRetrieveLevel=STUDY",
                            "-k",
                            "StudyInstanceUID=1.2.9",
                            "127.0.0.1",
                            receiver.port())
                    .succeeded();
            Map<String, byte[]> came = new TreeMap<>();
            for (Path file : files(got)) {
                came.put(DicomReader.lenient().read(file).dataset().string(Tag.SOPInstanceUID, ""), dataset(file));
            }
            assertThat(came.keySet()).isEqualTo(sent.keySet());
            for (InstanceRef instance : instances) { // getscu asks for no other than explicit ones
                if (instance.transferSyntaxUid().equals(UID.ExplicitVRLittleEndian)) {
                    assertThat(Digest.of(came.get(instance.sopInstanceUid()))).isEqualTo(instance.dataset());
                }
            }
        }
        for (InstanceRef instance : instances) {
            isReadByOthers(data.resolve("objects").resolve(instance.name()), instance);
        }
    }

    /** By DCMTK and dciodvfy, and brought back by hand, as FORMAT.md tells. */
    private void isReadByOthers(Path kept, InstanceRef instance) throws IOException {
        Path ours = sent.get(instance.sopInstanceUid());
        String verdict =
                Peers.run(LONG, Peers.command("dciodvfy", "dicom3tools"), kept).output();
        String before =
                Peers.run(LONG, Peers.command("dciodvfy", "dicom3tools"), ours).output();
        assertThat(errors(verdict)).as("no error that the file as sent has not").isSubsetOf(errors(before));

        Path nativeFile = folder.resolve("native.dcm");
        Peers.run(LONG, Peers.dcmtk("dcmdjpls"), kept, nativeFile).succeeded();
        String format = Files.readString(Path.of("../storage-fs/FORMAT.md"));
        int script = format.indexOf("```python\n") + 10;
        Path received = folder.resolve("received.dcm");
        Peers.run(
                        LONG,
                        Peers.pydicom(),
                        "-c",
                        format.substring(script, format.indexOf("```", script)),
                        kept,
                        nativeFile,
                        received)
                .succeeded();
        assertThat(Digest.of(Files.readAllBytes(received)))
                .as("%s", instance.name())
                .isEqualTo(instance.file());
        assertThat(Digest.of(dataset(received))).isEqualTo(Digest.of(dataset(ours)));
    }

    private static List<String> errors(String verdict) {
        return verdict.lines().filter(line -> line.startsWith("Error")).collect(Collectors.toList());
    }
}
