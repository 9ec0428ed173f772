package org.diconde4j.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.PrivateDictionary;
import org.diconde4j.dict.VR;

/**
 * A dump for people: one line for each element with its tag, representation, value, length, number of values, keyword,
 * and DICONDE name where that differs. Items are indented. Control characters appear escaped, so that a value can do
 * nothing to a terminal. Immutable and thread-safe.
 */
public final class DicomDump {
    private static final DicomDump STANDARD = new DicomDump(64);
    private static final int COLUMN = 58;
    /** Bytes of the longest value that is decoded for the sake of its beginning. */
    private static final int PREFIX = 4096;

    private final int width;

    private DicomDump(int width) {
        this.width = width;
    }

    /**
     * A dump that shortens values to 64 characters.
     *
     * @return the one instance
     */
    public static DicomDump standard() {
        return STANDARD;
    }

    /**
     * Shortens values to another length.
     *
     * @param characters at least 8
     * @return a changed copy
     */
    public DicomDump withValuesUpTo(int characters) {
        if (characters < 8) {
            throw new IllegalArgumentException("values need at least 8 characters, not " + characters);
        }
        return new DicomDump(characters);
    }

    /**
     * Writes File Meta Information and data set.
     *
     * @param object the object
     * @param out receives the lines
     * @throws IOException if they cannot be written, or a value cannot be read
     */
    public void write(DicomObject object, Appendable out) throws IOException {
        if (!object.fileMeta().isEmpty()) {
            out.append("# File Meta Information\n");
            write(object.fileMeta(), out);
            out.append('\n');
        }
        out.append("# Data set at offset ")
                .append(Long.toString(object.datasetOffset()))
                .append(", ")
                .append(object.transferSyntax().name())
                .append('\n');
        write(object.dataset(), out);
    }

    /**
     * Writes a data set.
     *
     * @param dataset the data set
     * @param out receives the lines
     * @throws IOException if they cannot be written, or a value cannot be read
     */
    public void write(Dataset dataset, Appendable out) throws IOException {
        elements(dataset, "", out);
    }

    private void elements(Dataset dataset, String indent, Appendable out) throws IOException {
        for (Element element : dataset) {
            line(dataset, element, indent, out);
            for (int i = 0; i < element.items().size(); i++) {
                Dataset item = element.items().get(i);
                out.append(indent)
                        .append("  (FFFE,E000) item ")
                        .append(Integer.toString(i + 1))
                        .append(item.isEmpty() ? ", empty" : "")
                        .append(element.isItemUndefinedLength(i) ? ", undefined length\n" : "\n");
                elements(item, indent + "    ", out);
            }
        }
    }

    private void line(Dataset dataset, Element element, String indent, Appendable out) throws IOException {
        int tag = element.tag();
        StringBuilder line = new StringBuilder(indent)
                .append(String.format(Locale.ROOT, "(%04X,%04X) %s ", tag >>> 16, tag & 0xFFFF, element.vr()))
                .append(value(element));
        while (line.length() < COLUMN) {
            line.append(' ');
        }
        line.append(" # ");
        line.append(
                element.length() >= 0
                        ? Long.toString(element.length())
                        : element.isUndefinedLength() ? "undefined length" : "defined length");
        line.append(element.isEncodedAsUN() ? " as UN" : "");
        line.append(", ").append(multiplicity(element)).append(' ').append(name(dataset, tag));
        out.append(line).append('\n');
    }

    private static String name(Dataset dataset, int tag) {
        Dictionary.Entry entry = Dictionary.standard().entry(tag);
        if (entry != null) {
            String diconde = Dictionary.standard().dicondeName(tag);
            String keyword = entry.keyword().isEmpty() ? entry.name() : entry.keyword();
            return diconde == null || diconde.equals(keyword) ? keyword : keyword + " · " + diconde;
        }
        if ((tag & 0xFFFF) == 0) {
            return "group length";
        }
        if ((tag >>> 16 & 1) == 0) {
            return "unknown";
        }
        if ((tag & 0xFFFF) <= 0xFF) {
            return "private creator";
        }
        String creator = dataset.privateCreator(tag);
        if (creator == null) {
            return "private, without creator";
        }
        PrivateDictionary.Entry known = Dictionary.standard().privateEntry(creator, tag);
        return (known == null ? "private" : known.keyword()) + " of " + safe(creator);
    }

    /** How many values there are, counted without holding them. */
    private static long multiplicity(Element element) throws IOException {
        if (element.isEmpty()) {
            return 0;
        }
        BulkData bulk = element.bulkData();
        boolean passedOver = bulk != null && bulk.source() == null;
        VR vr = element.vr();
        if (isNumbers(vr) && !isFloatingPixels(vr)) {
            return Math.max(1, element.length() / unit(vr));
        }
        if (!vr.isMultiValuedString() || passedOver) {
            return 1;
        }
        // in a character set of several bytes one of them can look like a delimiter; what is that long is hardly text
        return vr.isText() && bulk == null ? Math.max(1, element.strings().size()) : 1 + delimiters(element);
    }

    private static long delimiters(Element element) throws IOException {
        long count = 0;
        try (InputStream in = element.open()) {
            byte[] part = new byte[PREFIX];
            for (int read = in.read(part); read > 0; read = in.read(part)) {
                for (int i = 0; i < read; i++) {
                    count += part[i] == '\\' ? 1 : 0;
                }
            }
        }
        return count;
    }

    private static boolean isNumbers(VR vr) {
        return switch (vr) {
            case AT, FD, FL, SL, SS, SV, UL, US, UV -> true;
            default -> isFloatingPixels(vr);
        };
    }

    private static boolean isFloatingPixels(VR vr) {
        return vr == VR.OD || vr == VR.OF;
    }

    private static int unit(VR vr) {
        return vr == VR.AT ? 4 : vr.unit();
    }

    private String value(Element element) throws IOException {
        Fragments fragments = element.fragments();
        if (fragments != null) {
            long bytes = fragments.encodedLength() - 8L * fragments.count() - 8;
            int count = Math.max(0, fragments.count() - 1);
            return count + (count == 1 ? " fragment, " : " fragments, ") + bytes + " bytes";
        }
        if (element.isSequence()) {
            int count = element.items().size();
            return count + (count == 1 ? " item" : " items");
        }
        if (element.isEmpty()) {
            return "(no value)";
        }
        BulkData bulk = element.bulkData();
        if (bulk != null && bulk.source() == null) {
            return bulk.length() + " bytes at offset " + bulk.offset() + ", passed over";
        }
        VR vr = element.vr();
        if (vr.isString() && bulk == null && element.length() <= prefix()) {
            String uid = vr == VR.UI ? uidName(element.string()) : "";
            return '[' + shortened(safe(String.join("\\", element.strings()))) + ']' + uid;
        }
        if (vr.isString()) {
            return '[' + shortened(safe(beginning(element))) + ']';
        }
        return isNumbers(vr) && element.length() >= unit(vr) ? numbers(element) : hex(element);
    }

    /** Bytes that a text needs at most for as many characters as are shown. */
    private int prefix() {
        return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(PREFIX, 4L * width));
    }

    /** As many numbers as there is room for, of however many. */
    private String numbers(Element element) throws IOException {
        VR vr = element.vr();
        long wanted = (long) unit(vr) * (width / 2 + 1);
        byte[] bytes;
        try (InputStream in = element.open()) {
            bytes = in.readNBytes((int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
        VR shown = vr == VR.OF ? VR.FL : vr == VR.OD ? VR.FD : vr;
        BulkData first = new BulkData(
                (offset, length) -> new ByteArrayInputStream(bytes), 0, bytes.length, element.isBigEndian());
        return shortened(
                String.join("\\", Element.of(element.tag(), shown, first).strings()));
    }

    private static String uidName(@org.jspecify.annotations.Nullable String uid) {
        Dictionary.UidEntry entry = uid == null ? null : Dictionary.standard().uid(uid);
        return entry == null ? "" : " = " + entry.name();
    }

    private String beginning(Element element) throws IOException {
        try (InputStream in = element.open()) {
            byte[] bytes = in.readNBytes(prefix());
            return element.characterSet().decode(bytes, 0, bytes.length, element.vr());
        }
    }

    /** The first bytes, in the units of the representation, whatever the byte order. */
    private String hex(Element element) throws IOException {
        int unit = element.vr().unit();
        int units = Math.max(1, width / (2 * unit + 1));
        byte[] bytes;
        try (InputStream in = element.open()) {
            bytes = in.readNBytes(unit * units);
        }
        StringBuilder hex = new StringBuilder();
        for (int at = 0; at + unit <= bytes.length; at += unit) {
            hex.append(at == 0 ? "" : "\\");
            for (int i = 0; i < unit; i++) {
                int index = element.isBigEndian() ? at + i : at + unit - 1 - i;
                hex.append(String.format(Locale.ROOT, "%02x", bytes[index]));
            }
        }
        return hex + (element.length() > bytes.length || element.length() < 0 ? "…" : "");
    }

    private String shortened(String text) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    /** Escapes what could move the cursor, change colours or turn the direction of writing. */
    private static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            switch (c) {
                case '\r' -> safe.append("\\r");
                case '\n' -> safe.append("\\n");
                case '\t' -> safe.append("\\t");
                default -> {
                    if (type == Character.CONTROL
                            || type == Character.FORMAT
                            || type == Character.LINE_SEPARATOR
                            || type == Character.PARAGRAPH_SEPARATOR
                            || type == Character.SURROGATE) {
                        safe.append(String.format(Locale.ROOT, "\\u%04X", c));
                    } else {
                        safe.appendCodePoint(c);
                    }
                }
            }
        });
        return safe.toString();
    }
}
