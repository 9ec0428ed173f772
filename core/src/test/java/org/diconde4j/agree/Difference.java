package org.diconde4j.agree;

import java.util.List;
import java.util.function.Predicate;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** The differences that there are, each with the reason why ours is right, and as narrow as it can be said. */
enum Difference {
    CHARACTER_SET(
            "text is Unicode here; JSON says ISO_IR 192 as PS3.18 F.2 wants, pydicom what the file said, dcm2xml +U8 what it made of it",
            Place::isOfAnotherCharacterSet),
    GROUP_LENGTH(
            "PS3.18 F.2.2: no group lengths; pydicom writes them",
            p -> p.element().endsWith("0000") && p.a().equals("nothing")),
    BIG_ENDIAN(
            "bytes are in little endian order (PS3.18 F.2.7); pydicom gives them as they stand in a big endian file",
            p -> p.file().object().transferSyntax().bigEndian() && p.isSwapped()),
    PRIVATE_SEQUENCE(
            "a sequence in an implicit encoding, of a maker that only the peer's dictionary knows; its bytes are kept as UN",
            Place::isWithinPrivateSequence),
    OPEN_CHOICE(
            "the dictionary leaves a choice of representations, pydicom leaves it open",
            p -> p.b().contains(" or ") && p.b().contains(p.a().replace("vr ", ""))),
    OTHER_CHOICE(
            "Curve Data is OB or OW (PS3.6), and an implicit encoding does not say which; DCMTK takes the other",
            p -> p.a().equals("vr OW") && p.b().equals("vr OB") && p.element().matches("50..3000")),
    NO_ITEMS("a sequence whose value is no items stays bytes; pydicom makes an item of them", Place::isWithinNoItems),
    CUT_OFF(
            "the file ends within this element; what is there is kept",
            p -> p.b().equals("nothing")
                    && p.file().deviations().stream().anyMatch(d -> d.cutOff() && p.isElement(Retyped.hex(d.tag())))),
    SECOND_META(
            "File Meta Information that stands in the data set is kept there; pydicom lets it replace the first",
            p -> p.path().startsWith("0002")
                    && p.b().equals("nothing")
                    && p.file().deviations().stream().anyMatch(d -> d.problem().contains("stands twice"))),
    STRAY_ITEM(
            "an item whose sequence has no header is passed over; pydicom takes its elements for those around it",
            p -> p.a().equals("nothing")
                    && p.isOutermost()
                    && p.file().deviations().stream()
                            .anyMatch(d -> d.problem().contains("item outside of a sequence"))),
    MISREAD(
            "a stray byte before the first element, or a blank representation: pydicom reads on at the wrong place",
            p -> List.of("no_meta.dcm", "GH179A.dcm").contains(p.file().name())),
    GB2312("pydicom leaves escape sequences of ISO 2022 IR 58 in the text", p -> p.b().contains("\u001B$)A")),
    WORDS(
            "OW, OF and the like are in little endian order (PS3.19 A.1.5, PS3.5 7.3); dcm2xml writes them in big endian order",
            Place::isSwapped),
    NO_FRAGMENTS(
            "encapsulated pixel data is its items; dcm2xml writes an empty InlineBinary",
            p -> p.a().contains(" feff00e0") && p.b().startsWith("bytes 0 ")),
    FRAGMENTS_OW(
            "the representation of encapsulated pixel data is what the file says; DCMTK says OB, which it should be",
            p -> p.a().equals("vr OW") && p.b().equals("vr OB") && p.element().equals("7FE00010")),
    KEYWORD(
            "keywords of retired and of newer elements; DCMTK 3.6.7 leaves them out",
            p -> p.path().endsWith("/keyword") && p.b().equals("nothing")),
    EITHER_SIGN(
            "US or SS by Pixel Representation; dcmdump leaves open which, as xs",
            p -> p.isOfVr("xs")
                    && (p.b().equals("vr xs")
                            || p.b().replace("text ", "number ").equals(p.a()))),
    SPACES(
            "a UID with spaces in it, against PS3.5 9.1, has them; dcm2xml takes them out",
            p -> p.vr() == VR.UI && p.b().equals("text " + p.a().substring(5).replace(" ", ""))),
    LAST_DIGIT("doubles that read back exactly; DCMTK rounds the last digit", p -> p.vr() == VR.FD && p.isNearly()),
    ODD_LENGTH(
            "a value of odd length, against PS3.5 7.1.1, has that length; dcmdump counts the byte that would pad it",
            p -> p.path().endsWith("/length") && p.isOneMore()),
    EMPTY(
            "an element without a value has none; dcmdump counts one in empty OF, OD and UN",
            p -> p.path().endsWith("/count")
                    && p.a().equals("0")
                    && (p.vr() == VR.OF || p.vr() == VR.OD || p.vr() == VR.UN)),
    THIRD_GROUP(
            "a name whose third component group is empty; dcm2xml repeats the second",
            p -> p.vr() == VR.PN
                    && p.b().matches("\\Q" + p.a() + "\\E(=.*)?=" + "\\Q" + p.a().replaceAll(".*=", "") + "\\E"));

    static final List<Difference> PYDICOM = List.of(
            CHARACTER_SET,
            GROUP_LENGTH,
            BIG_ENDIAN,
            PRIVATE_SEQUENCE,
            OPEN_CHOICE,
            NO_ITEMS,
            CUT_OFF,
            SECOND_META,
            STRAY_ITEM,
            MISREAD,
            GB2312);
    static final List<Difference> DCM2XML = List.of(
            CHARACTER_SET, OTHER_CHOICE, WORDS, NO_FRAGMENTS, FRAGMENTS_OW, KEYWORD, SPACES, LAST_DIGIT, THIRD_GROUP);
    static final List<Difference> DCMDUMP =
            List.of(PRIVATE_SEQUENCE, OTHER_CHOICE, FRAGMENTS_OW, EITHER_SIGN, LAST_DIGIT, ODD_LENGTH, EMPTY);

    private final String reason;
    private final Predicate<Place> condition;

    Difference(String reason, Predicate<Place> condition) {
        this.reason = reason;
        this.condition = condition;
    }

    boolean explains(Place place) {
        return condition.test(place);
    }

    @Override
    public String toString() {
        return reason;
    }

    /** One leaf that differs. */
    record Place(Samples.Read file, String path, Leaves ours, Leaves theirs) {
        String a() {
            return ours.get(path);
        }

        String b() {
            return theirs.get(path);
        }

        /** The path of the element that the leaf belongs to. */
        private String elementPath() {
            return path.replaceAll("(?<=[0-9A-F]{8}(\\[[^]]{0,64}])?)/[a-z0-9#]+$", "");
        }

        String element() {
            return elementPath().replaceAll(".*/", "");
        }

        boolean isOutermost() {
            return elementPath().matches("[0-9A-F]{8}");
        }

        boolean isElement(String tag) {
            return element().startsWith(tag);
        }

        @Nullable
        VR vr() {
            return VR.of(ours.get(elementPath()).replace("vr ", ""));
        }

        boolean isOfVr(String theirVr) {
            return theirs.get(elementPath()).equals("vr " + theirVr);
        }

        /** Of a Specific Character Set that one of both has made ISO_IR 192. */
        boolean isOfAnotherCharacterSet() {
            return isElement("00080005")
                    && (ours.get(elementPath() + "/0") + theirs.get(elementPath() + "/0")).contains("ISO_IR 192");
        }

        boolean isSwapped() {
            VR vr = vr();
            return path.endsWith("/bytes")
                    && vr != null
                    && vr.unit() > 1
                    && ours.swapped(path, vr.unit()).equals(b());
        }

        boolean isOneMore() {
            return a().matches("\\d*[13579]") && b().equals(String.valueOf(Long.parseLong(a()) + 1));
        }

        boolean isNearly() {
            try {
                double one = Double.parseDouble(a().replace("number ", ""));
                double other = Double.parseDouble(b().replace("number ", ""));
                return Math.abs(one - other) <= 4 * Math.ulp(one);
            } catch (NumberFormatException e) {
                return false;
            }
        }

        boolean isWithinNoItems() {
            return file.deviations().stream()
                    .anyMatch(d -> d.problem().startsWith("expected an item")
                            && (path + "/").contains(Retyped.hex(d.tag()) + "/"));
        }

        boolean isWithinPrivateSequence() {
            for (int at = path.indexOf('/', 1); ; at = path.indexOf('/', at + 1)) {
                String outer = at < 0 ? path : path.substring(0, at);
                boolean isPrivate = outer.matches("(.*/)?...[13579BDF]....");
                if (isPrivate
                        && ours.get(outer).equals("vr UN")
                        && theirs.get(outer).equals("vr SQ")) {
                    return true;
                }
                if (at < 0) {
                    return false;
                }
            }
        }
    }
}
