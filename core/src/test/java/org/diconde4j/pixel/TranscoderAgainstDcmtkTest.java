package org.diconde4j.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.peer.Dcmtk;
import org.diconde4j.peer.Pydicom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each uncompressed image of pydicom's test files in the other byte order, against {@code dcmconv}: what it makes of the
 * file is what we make of it, and it makes the original of what we made.
 */
class TranscoderAgainstDcmtkTest {
    @TempDir
    Path folder;

    @Test
    void makes_the_same_of_every_file() throws Exception {
        Map<String, String> differences = new TreeMap<>();
        List<String> compared = new ArrayList<>();
        for (Path file : Pydicom.files()) {
            if (!file.getParent().endsWith("test_files")) {
                continue; // many of a kind
            }
            DicomObject original;
            try {
                original = DicomReader.strict().read(file);
            } catch (DicomParseException e) {
                continue; // what breaks rules is read differently, and that is another matter
            }
            boolean image = PixelPlace.pixels(original.dataset()) != null
                    && original.dataset().contains(Tag.Rows);
            if (image && original.transferSyntax().isNative()) {
                String difference = compare(file, original, folder.resolve(String.valueOf(compared.size())));
                if (difference != null) {
                    differences.put(file.getFileName().toString(), difference);
                }
                compared.add(file.getFileName().toString());
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared)
                .hasSizeGreaterThan(10)
                .contains("rtdose_expb.dcm", "liver_1frame.dcm", "ExplVR_BigEnd.dcm");
    }

    private static String compare(Path file, DicomObject original, Path name) throws Exception {
        boolean big = original.transferSyntax().bigEndian();
        TransferSyntax other = big ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
        Path ours = Path.of(name + ".ours");
        Path theirs = Path.of(name + ".theirs");
        Path back = Path.of(name + ".back");
        Transcoder.to(other).transcode(file, ours);
        Dcmtk.run("dcmconv", big ? "+te" : "+tb", file, theirs);
        Dcmtk.run("dcmconv", big ? "+tb" : "+te", ours, back);
        if (!same(ours, DicomReader.lenient().read(theirs))) {
            return "is otherwise in " + other.name();
        }
        return same(back, original) ? null : "does not come back";
    }

    private static boolean same(Path file, DicomObject other) throws IOException {
        return DicomReader.lenient().read(file).dataset().sameContent(other.dataset());
    }
}
