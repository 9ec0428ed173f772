package org.diconde4j.agree;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
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
    UN_ORDER(
            "UN in a big endian file is little endian; pydicom takes it for big endian where it knows the element",
            p -> p.file().object().transferSyntax().bigEndian() && p.isInUn() && p.isReversed()),
    EXPLICIT_IN_UN(
            "UN holds explicit elements, against PS3.5 6.2.2; pydicom takes them for implicit ones",
            Place::isInUnWithExplicitElements),
    OPEN_CHOICE(
            "the dictionary leaves a choice of representations, pydicom leaves it open",
            p -> p.b().contains(" or ") && p.b().contains(p.a().replace("vr ", ""))),
    OTHER_CHOICE(
            "Curve Data is OB or OW (PS3.6), and an implicit encoding does not say which; DCMTK takes the other",
            p -> p.a().equals("vr OW") && p.b().equals("vr OB") && p.element().matches("50..3000")),
    NO_ITEMS(
            "a sequence whose value is no items stays bytes; pydicom makes an item of them",
            p -> p.isAtDeviation("expected an item")
                    && (p.path().endsWith("/bytes")
                            || p.a().equals("nothing")
                            || p.isOfVr("SQ") && p.isElementItself())),
    CUT_OFF(
            "the file ends within this element; what is there is kept",
            p -> p.b().equals("nothing")
                    && p.file().deviations().stream().anyMatch(d -> d.cutOff() && p.isElement(Retyped.hex(d.tag())))),
    SECOND_META(
            "File Meta Information that stands in the data set is kept there; pydicom lets it replace the first",
            p -> p.path().startsWith("0002") && p.b().equals("nothing") && p.says("stands twice")),
    BLANK(
            "the representation of an element is blank; pydicom takes it for UN, whose length would stand elsewhere",
            p -> p.file().deviations().stream()
                    .anyMatch(d -> d.problem().startsWith("expected a value representation, found bytes")
                            && p.path().compareTo(Retyped.hex(d.tag())) >= 0)),
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
            "keywords of retired elements; DCMTK leaves them out",
            p -> p.path().endsWith("/keyword") && p.b().equals("nothing") && p.isOfRetired()),
    EITHER_SIGN(
            "US or SS by Pixel Representation; dcmdump leaves open which, as xs",
            p -> p.isOfVr("xs")
                    && (p.b().equals("vr xs")
                            || p.b().replace("text ", "number ").equals(p.a())
                            || p.vr() == VR.SS && p.isUnsigned())),
    SPACES(
            "a UID with spaces in it, against PS3.5 9.1, has them; dcm2xml takes them out",
            p -> p.vr() == VR.UI && p.b().equals("text " + p.a().substring(5).replace(" ", ""))),
    ILLEGAL_CREATOR(
            "groups 0001 to 0007 have no private elements (PS3.5 7.8); dcm2xml has a keyword of its own for creators there",
            p -> p.path().endsWith("/keyword") && p.b().equals("IllegalPrivateCreator")),
    PADDING(
            "zeros behind the last element are no element; dcm2xml reads one of group 0000",
            p -> p.path().startsWith("00000000") && p.a().equals("nothing") && p.says("found zeros")),
    SECOND_BLOCK(
            "of two blocks of one creator the second keeps its number, or both would be one on the way back",
            Place::isWhereTwoBlocksHaveOneCreator),
    META_ZERO(
            "(0000,0000) behind the File Meta Information is of the data set; dcmdump takes it for meta",
            p -> p.isElement("00000000") && p.theirs().get("meta/00000000").startsWith("vr ")),
    FILE_ID(
            "a File ID with lower case and a dot has all its characters; dcmdump takes its end off",
            p -> p.element().equals("00041500")
                    && (p.path().endsWith("/length") || p.a().matches(".*[a-z].*") && p.a().startsWith(p.b()))),
    BLANKS(
            "a value of nothing but padding is an empty one; dcmdump counts none",
            p -> p.path().endsWith("/count")
                    && p.a().equals("1")
                    && p.b().equals("0")
                    && p.ours().get(p.elementPath() + "/0").equals("nothing")),
    LAST_DIGIT(
            "doubles that read back exactly; DCMTK rounds the last digit",
            p -> (p.vr() == VR.FD || p.vr() == VR.OD) && p.isNearly()),
    ODD_LENGTH(
            "a value of odd length, against PS3.5 7.1.1, has that length; dcmdump counts the byte that would pad it",
            p -> p.path().endsWith("/length") && p.isOneMore()),
    EMPTY(
            "an element without a value has none; dcmdump counts one in those of bytes",
            p -> p.path().endsWith("/count")
                    && p.a().equals("0")
                    && p.ours().get(p.elementPath() + "/length").equals("0")
                    && String.valueOf(p.vr()).matches("O.|UN")),
    THIRD_GROUP(
            "a name whose third component group is empty; dcm2xml repeats the second",
            p -> p.vr() == VR.PN
                    && p.b().matches("\\Q" + p.a() + "\\E(=.*)?=" + "\\Q" + p.a().replaceAll(".*=", "") + "\\E"));

    static final List<Difference> PYDICOM = List.of(
            CHARACTER_SET,
            GROUP_LENGTH,
            BIG_ENDIAN,
            UN_ORDER,
            EXPLICIT_IN_UN,
            OPEN_CHOICE,
            NO_ITEMS,
            CUT_OFF,
            SECOND_META,
            BLANK,
            GB2312);
    static final List<Difference> DCM2XML = List.of(
            CHARACTER_SET,
            OTHER_CHOICE,
            WORDS,
            NO_FRAGMENTS,
            FRAGMENTS_OW,
            KEYWORD,
            ILLEGAL_CREATOR,
            PADDING,
            SECOND_BLOCK,
            SPACES,
            LAST_DIGIT,
            THIRD_GROUP);
    static final List<Difference> DCMDUMP = List.of(
            OTHER_CHOICE, FRAGMENTS_OW, EITHER_SIGN, LAST_DIGIT, ODD_LENGTH, EMPTY, BLANKS, META_ZERO, FILE_ID, SPACES);

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

        boolean isElementItself() {
            return path.equals(elementPath());
        }

        /** Whether the leaf belongs to an element of which the reader said something, or stands below it. */
        boolean isAtDeviation(String problem) {
            return file.deviations().stream()
                    .anyMatch(
                            d -> d.problem().startsWith(problem) && (path + "/").contains(Retyped.hex(d.tag()) + "/"));
        }

        boolean isOfRetired() {
            Dictionary.Entry entry = Dictionary.standard().entry(Integer.parseUnsignedInt(element(), 16));
            return entry != null && entry.retired();
        }

        boolean says(String problem) {
            return file.deviations().stream().anyMatch(d -> d.problem().contains(problem));
        }

        /** Within UN of the file, as which the peer or we know more. */
        boolean isInUn() {
            Element outermost = outermost();
            return outermost != null && (outermost.vr() == VR.UN || outermost.isEncodedAsUN());
        }

        boolean isInUnWithExplicitElements() {
            Element outermost = outermost();
            return outermost != null && isInUn() && Retyped.holdsExplicitElements(file.dataset(), outermost);
        }

        /** The outermost element around the leaf, as the file has it. */
        private @Nullable Element outermost() {
            return file.dataset().get(Integer.parseUnsignedInt(path.substring(0, 8), 16));
        }

        boolean isReversed() {
            if (!a().startsWith("number ") || !b().startsWith("number ")) {
                return false;
            }
            double one = Double.parseDouble(a().replace("number ", ""));
            double other = Double.parseDouble(b().replace("number ", ""));
            return switch (String.valueOf(vr())) {
                case "FD" -> Long.reverseBytes(Double.doubleToLongBits(one)) == Double.doubleToLongBits(other);
                case "FL" ->
                    Integer.reverseBytes(Float.floatToIntBits((float) one)) == Float.floatToIntBits((float) other);
                case "SL", "UL" -> Integer.reverseBytes((int) (long) one) == (int) (long) other;
                case "SS", "US" -> Short.reverseBytes((short) one) == (short) other;
                default -> false;
            };
        }

        /** Of a signed number that a peer which does not know its sign prints without. */
        boolean isUnsigned() {
            int one = Integer.parseInt(a().replaceAll("\\D*(-?\\d+).*", "$1"));
            return b().equals("text " + (one & 0xFFFF));
        }

        /** In a group in which two blocks have the same creator. */
        boolean isWhereTwoBlocksHaveOneCreator() {
            int group = Integer.parseUnsignedInt(path.substring(0, 4), 16) << 16;
            List<String> creators = IntStream.rangeClosed(0x10, 0xFF)
                    .mapToObj(block -> file.dataset().string(group | block))
                    .filter(Objects::nonNull)
                    .toList();
            return (group & 0x10000) != 0 && Set.copyOf(creators).size() < creators.size();
        }
    }
}
