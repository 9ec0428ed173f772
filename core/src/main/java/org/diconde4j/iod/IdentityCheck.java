package org.diconde4j.iod;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;

/** Identifiers, File Meta Information and character sets: what an object says of itself as a whole. */
final class IdentityCheck {
    /** The terms of PS3.3 tables C.12-2 to C.12-5. */
    private static final Set<Integer> REGISTRATIONS =
            Set.of(6, 13, 58, 87, 100, 101, 109, 110, 126, 127, 138, 144, 148, 149, 159, 166, 203);

    private static final Set<Integer> MULTI_BYTE = Set.of(58, 87, 149, 159);
    private static final Set<String> ALONE = Set.of("ISO_IR 192", "GB18030", "GBK");
    private static final int[] OWN = {
        Tag.SOPInstanceUID, Tag.SeriesInstanceUID, Tag.StudyInstanceUID, Tag.FrameOfReferenceUID
    };

    private final Findings findings;

    IdentityCheck(Findings findings) {
        this.findings = findings;
    }

    void check(Dataset dataset) {
        distinct(dataset);
        String instance = Scope.string(dataset, Tag.SOPInstanceUID);
        if (!instance.isEmpty()) {
            selfReference(dataset, instance);
        }
        characterSet(dataset);
        for (Element element : dataset) {
            if (element.tag() >>> 16 < 8 && element.tag() >>> 16 != 4) {
                findings.add(
                        Severity.ERROR,
                        Rule.UNKNOWN,
                        element.tag(),
                        "expected no element of this group in a data set",
                        "PS3.5 7.1");
            }
        }
    }

    private void distinct(Dataset dataset) {
        Map<String, Integer> seen = new HashMap<>();
        for (int tag : OWN) {
            String uid = Scope.string(dataset, tag);
            Integer other = uid.isEmpty() ? null : seen.putIfAbsent(uid, tag);
            if (other != null) {
                String same = Dictionary.standard().keyword(other);
                findings.add(
                        tag == Tag.FrameOfReferenceUID ? Severity.WARNING : Severity.ERROR,
                        Rule.IDENTITY,
                        tag,
                        "expected an identifier of its own, found that of " + same,
                        "PS3.5 9");
            }
        }
    }

    private void selfReference(Dataset dataset, String instance) {
        for (Element element : dataset) {
            if (element.tag() == Tag.ReferencedSOPInstanceUID
                    && instance.equals(Scope.string(dataset, element.tag()))) {
                findings.add(
                        Severity.WARNING,
                        Rule.IDENTITY,
                        element.tag(),
                        "expected another object, found a reference of the object to itself",
                        "PS3.3 C.12.1");
            }
            if (!element.isSequence() || findings.path.depth() == Path.DEEPEST) {
                continue;
            }
            List<Dataset> items = element.items();
            for (int i = 0; i < items.size(); i++) {
                findings.path.enter(element.tag(), i + 1);
                selfReference(items.get(i), instance);
                findings.path.leave();
            }
        }
    }

    private void characterSet(Dataset dataset) {
        List<String> terms = Scope.strings(dataset, Tag.SpecificCharacterSet);
        for (int i = 0; i < terms.size(); i++) {
            String term = terms.get(i);
            boolean fits = terms.size() == 1 ? isAlone(term) : i == 0 && term.isEmpty() || isExtension(term, i == 0);
            if (!fits) {
                findings.add(
                        Severity.ERROR,
                        Rule.CHARACTER_SET,
                        "SOP Common",
                        Tag.SpecificCharacterSet,
                        "1C",
                        "expected " + (terms.size() == 1 ? "a Defined Term" : "a Defined Term for code extensions")
                                + ", found " + Text.quote(term),
                        "PS3.3 C.12.1.1.2");
            }
        }
    }

    private static boolean isAlone(String term) {
        if (ALONE.contains(term)) {
            return true;
        }
        int number = term.startsWith("ISO_IR ") ? number(term.substring(7)) : 0;
        return REGISTRATIONS.contains(number) && !MULTI_BYTE.contains(number) || isExtension(term, false);
    }

    private static boolean isExtension(String term, boolean first) {
        int number = term.startsWith("ISO 2022 IR ") ? number(term.substring(12)) : 0;
        return REGISTRATIONS.contains(number) && !(first && MULTI_BYTE.contains(number));
    }

    private static int number(String digits) {
        return digits.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(digits) : 0;
    }

    /** Compares the File Meta Information with the data set and its encoding (PS3.10 7.1). */
    void fileMeta(DicomObject object) {
        Dataset meta = object.fileMeta();
        if (meta.isEmpty()) {
            meta(Severity.WARNING, 0, "expected File Meta Information before the data set, found none");
            return;
        }
        same(object, Tag.MediaStorageSOPClassUID, Tag.SOPClassUID);
        same(object, Tag.MediaStorageSOPInstanceUID, Tag.SOPInstanceUID);
        String syntax = Scope.string(meta, Tag.TransferSyntaxUID);
        if (syntax.isEmpty()) {
            meta(Severity.ERROR, Tag.TransferSyntaxUID, "expected the transfer syntax, found none");
        } else if (!syntax.equals(object.transferSyntax().uid())) {
            meta(
                    Severity.ERROR,
                    Tag.TransferSyntaxUID,
                    "expected " + object.transferSyntax().name() + ", in which the data set is, found "
                            + Text.quote(Dictionary.standard().nameOfUid(syntax)));
        }
        int[] needed = {Tag.FileMetaInformationGroupLength, Tag.FileMetaInformationVersion, Tag.ImplementationClassUID};
        for (int tag : needed) {
            Element element = meta.get(tag);
            boolean made = object.datasetOffset() == 0; // not read from a file: the writer adds the length
            if ((element == null || element.isEmpty()) && !(made && tag == Tag.FileMetaInformationGroupLength)) {
                meta(Severity.ERROR, tag, "expected a value, found none");
            }
        }
        for (Element element : meta) {
            if (element.tag() >>> 16 != 2) {
                meta(Severity.ERROR, element.tag(), "expected elements of group 0002 only");
            }
        }
    }

    private void same(DicomObject object, int inMeta, int inDataset) {
        String announced = Scope.string(object.fileMeta(), inMeta);
        String actual = Scope.string(object.dataset(), inDataset);
        if (announced.isEmpty()) {
            meta(Severity.ERROR, inMeta, "expected a value, found none");
        } else if (!actual.isEmpty() && !announced.equals(actual)) {
            meta(
                    Severity.ERROR,
                    inMeta,
                    "expected " + Dictionary.standard().keyword(inDataset) + " of the data set, " + Text.quote(actual)
                            + ", found " + Text.quote(announced));
        }
    }

    private void meta(Severity severity, int tag, String text) {
        findings.add(severity, Rule.FILE_META, "File Meta Information", tag, "", text, "PS3.10 7.1");
    }
}
