package org.diconde4j.web;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.dict.UID;
import org.diconde4j.web.http.Acceptable;

/**
 * How objects are given: alone or as parts, and in which transfer syntaxes (PS3.18 8.7.3.5, 8.7.4).
 *
 * @param multipart whether as parts
 * @param syntaxes those that the client takes, the best first; {@code *} for any
 */
record Payload(boolean multipart, List<String> syntaxes) {
    static final String DICOM = "application/dicom";
    static final String ANY = "*";

    /** What the client takes of Part 10 files. */
    static Payload wanted(Call call, boolean alone) {
        List<Acceptable> all = call.acceptable();
        for (Acceptable first : all) {
            boolean anything = !first.multipart() && !first.type().equals(DICOM);
            boolean multipart = first.multipart() || anything;
            if (first.takes(DICOM) && (multipart || alone)) {
                return new Payload(multipart, syntaxes(all, first.multipart()));
            }
        }
        throw call.notAcceptable("multipart/related; type=\"" + DICOM + "\"" + (alone ? " or " + DICOM : ""));
    }

    private static List<String> syntaxes(List<Acceptable> all, boolean multipart) {
        List<String> syntaxes = new ArrayList<>();
        for (Acceptable acceptable : all) {
            if (acceptable.multipart() == multipart && acceptable.takes(DICOM)) {
                String syntax = acceptable.transferSyntax();
                syntaxes.add(syntax == null ? UID.ExplicitVRLittleEndian : syntax);
            }
        }
        return syntaxes;
    }
}
