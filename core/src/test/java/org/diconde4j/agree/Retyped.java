package org.diconde4j.agree;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;

/**
 * Our data set with the representations of a peer where one of us has UN: dictionaries of private elements differ, and so
 * does what becomes of UN whose element is known (PS3.5 6.2.2). The bytes stay, so the values can be compared.
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
            if (element.isSequence() && vr == VR.UN) {
                builder.setBytes(element.tag(), VR.UN, encoded(ours, element));
            } else if (element.isSequence()) {
                List<Dataset> items = new ArrayList<>();
                for (int i = 0; i < element.items().size(); i++) {
                    items.add(like(element.items().get(i), at + "/" + i + "/", theirs, key));
                }
                builder.setItems(element.tag(), items);
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

    static String hex(int tag) {
        return String.format(Locale.ROOT, "%08X", tag);
    }
}
