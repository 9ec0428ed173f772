package org.diconde4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.FrameCodecs;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A transfer syntax by its UID or keyword, in any letter case. */
final class SyntaxName implements ITypeConverter<TransferSyntax> {
    @Override
    public TransferSyntax convert(String value) {
        Map<String, Dictionary.UidEntry> uids = Dictionary.standard().uids();
        if (value.matches("[0-9]+([.][0-9]+)+")) {
            return TransferSyntax.of(value);
        }
        for (Dictionary.UidEntry entry : uids.values()) {
            if (entry.type().equals("Transfer Syntax") && entry.keyword().equalsIgnoreCase(value)) {
                return TransferSyntax.of(entry.uid());
            }
        }
        List<String> known = new ArrayList<>();
        for (String uid : FrameCodecs.installed().encodable()) {
            Dictionary.UidEntry entry = uids.get(uid);
            known.add(entry == null ? uid : entry.keyword());
        }
        throw new TypeConversionException("there is no transfer syntax '" + value + "'; those that can be written are "
                + String.join(", ", known));
    }
}
