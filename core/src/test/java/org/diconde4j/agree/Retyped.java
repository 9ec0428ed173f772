package org.diconde4j.agree;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.Deviation;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;

/**
 * Our data set with the representations of a peer where one of us has UN: dictionaries of private elements differ, and so
 * does what becomes of UN whose element is known (PS3.5 6.2.2). The bytes stay, so the values can be compared; a sequence
 * of a maker that only the peer's dictionary knows is read from them.
 */
final class Retyped {
    private Retyped() {}

    /** How a peer's leaves name an element. */
    interface Key {
        String of(Dataset dataset, int tag);
    }

    static Dataset like(Dataset ours, Leaves theirs, Key key) throws IOException {
        return like(ours, "", theirs, key);
    }

    private static Dataset like(Dataset ours, String path, Leaves theirs, Key key) throws IOException {
        Dataset.Builder builder = ours.toBuilder();
        for (Element element : ours) {
            String at = path + key.of(ours, element.tag());
            String said = theirs.get(at);
            VR vr = said.startsWith("vr ") ? VR.of(said.substring(3)) : null;
            boolean isUn = element.vr() == VR.UN || element.isEncodedAsUN();
            boolean isDecoded = isUn && vr == VR.SQ && !element.isSequence();
            List<Dataset> items = isDecoded ? decoded(ours, element, new ArrayList<>()) : element.items();
            if (element.isSequence() && vr == VR.UN) {
                builder.setBytes(element.tag(), VR.UN, encoded(ours, element));
            } else if (isDecoded || !items.isEmpty()) {
                List<Dataset> retyped = new ArrayList<>();
                for (int i = 0; i < items.size(); i++) {
                    retyped.add(like(items.get(i), at + "/" + i + "/", theirs, key));
                }
                builder.setItems(element.tag(), retyped);
            } else if (vr != null && vr != element.vr() && vr != VR.SQ && (isUn || vr == VR.UN)) {
                builder.setBytes(element.tag(), vr, element.bytes());
            }
        }
        return builder.build();
    }

    private static byte[] encoded(Dataset around, Element sequence) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Dataset alone =
                Dataset.builder().within(around.characterSet()).set(sequence).build();
        DicomWriter.writeDataset(alone, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, out);
        return Arrays.copyOfRange(out.toByteArray(), 8, out.size());
    }

    /** Whether the bytes of an unknown element are items with explicit elements, for all that should be implicit. */
    static boolean holdsExplicitElements(Dataset around, Element unknown) {
        List<Deviation> deviations = new ArrayList<>();
        try {
            decoded(around, unknown, deviations);
        } catch (IOException | DicomParseException e) {
            return false;
        }
        return deviations.stream().anyMatch(d -> d.problem().contains("in an implicit encoding, found"));
    }

    /** The items that the bytes of an unknown element are in an implicit encoding, whatever the reader's dictionary. */
    private static List<Dataset> decoded(Dataset around, Element unknown, List<Deviation> deviations)
            throws IOException {
        int known = Tag.ReferencedImageSequence;
        byte[] header = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) (known >>> 16))
                .putShort((short) known)
                .putInt((int) unknown.length())
                .array();
        Dataset set = Dataset.builder()
                .set(Tag.SpecificCharacterSet, around.characterSet().terms().toArray(String[]::new))
                .build();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DicomWriter.writeDataset(set, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, all);
        all.write(header);
        all.write(unknown.bytes());
        return DicomReader.lenient()
                .withDeviations(deviations::add)
                .readDataset(new ByteArrayInputStream(all.toByteArray()), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)
                .items(known);
    }

    static String hex(int tag) {
        return String.format(Locale.ROOT, "%08X", tag);
    }
}
