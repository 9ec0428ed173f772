package org.diconde4j.dict;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code Tag.java}, {@code UID.java} and {@code elements.index} from the tables; run {@code main} after changing a table. */
final class ConstantsGenerator {
    private static final Path SOURCES = Path.of("src/main/java/org/diconde4j/dict");

    static final Path INDEX = Path.of("src/main/resources/org/diconde4j/dict/elements.index");

    private ConstantsGenerator() {}

    public static void main(String[] args) throws IOException {
        Files.writeString(SOURCES.resolve("Tag.java"), tags());
        Files.writeString(SOURCES.resolve("UID.java"), uids());
        Files.write(INDEX, index());
    }

    /** The hash tables that {@link ElementTable} takes over. */
    static byte[] index() {
        long[] slots = new long[ElementTable.CAPACITY];
        int[] keywords = new int[ElementTable.CAPACITY];
        ByteBuffer patterns = ByteBuffer.allocate(1 << 14);
        int line = 0;
        for (String[] row : Dictionary.rows("elements.tsv")) {
            int tag = Integer.parseUnsignedInt(row[0].replace('x', '0'), 16);
            int vr = implicit(row[2], tag).ordinal();
            if (row[0].indexOf('x') < 0) {
                int slot = ElementTable.slot(tag);
                while (slots[slot] != 0) {
                    slot = slot + 1 & ElementTable.CAPACITY - 1;
                }
                slots[slot] = (long) tag << 32 | vr << 24 | line;
            } else {
                int mask =
                        Integer.parseUnsignedInt(row[0].replaceAll("[^x]", "F").replace('x', '0'), 16);
                patterns.putInt(mask).putInt(tag).putInt(vr).putInt(line);
            }
            if (!row[1].isEmpty()) {
                int slot = ElementTable.keywordSlot(Names.fold(row[1]));
                while (keywords[slot] != 0) {
                    slot = slot + 1 & ElementTable.CAPACITY - 1;
                }
                keywords[slot] = line + 1;
            }
            line += String.join("\t", row).length() + 1;
        }
        ByteBuffer index = ByteBuffer.allocate(12 * ElementTable.CAPACITY + patterns.position());
        index.asLongBuffer().put(slots);
        index.position(8 * ElementTable.CAPACITY);
        index.asIntBuffer().put(keywords);
        index.position(12 * ElementTable.CAPACITY);
        return index.put(patterns.flip()).array();
    }

    /** Of a choice the representation that implicit encodings use (PS3.5 A.1); of item and delimiter tags UN. */
    private static VR implicit(String column, int tag) {
        VR vr = VR.of(column.substring(0, 2));
        if (vr == null) {
            return VR.UN;
        }
        return column.startsWith("OB ") || tag == Tag.PixelData ? VR.OW : vr;
    }

    static String tags() {
        StringBuilder out = new StringBuilder(600_000);
        out.append("package org.diconde4j.dict;\n\n/** Tags of PS3.6 edition 2026b by keyword. Generated from")
                .append(" {@code elements.tsv}. */\npublic final class Tag {\n    private Tag() {}\n");
        for (String[] row : Dictionary.rows("elements.tsv")) {
            if (!row[1].isEmpty() && row[0].indexOf('x') < 0) {
                out.append("\n    /** (")
                        .append(row[0], 0, 4)
                        .append(',')
                        .append(row[0], 4, 8)
                        .append(") ")
                        .append(row[2])
                        .append(' ')
                        .append(row[3])
                        .append(row[5].isEmpty() ? "" : ", retired")
                        .append(". */\n    public static final int ")
                        .append(row[1])
                        .append(" = 0x")
                        .append(row[0])
                        .append(";\n");
            }
        }
        return out.append("}\n").toString();
    }

    static String uids() {
        StringBuilder out = new StringBuilder(100_000);
        out.append("package org.diconde4j.dict;\n\n/** Unique identifiers of PS3.6 edition 2026b by keyword. Generated")
                .append(" from {@code uids.tsv}. */\npublic final class UID {\n    private UID() {}\n");
        for (String[] row : Dictionary.rows("uids.tsv")) {
            if (!row[1].isEmpty()) {
                out.append("\n    /** ")
                        .append(row[3])
                        .append(row[4].isEmpty() ? "" : ", retired")
                        .append(". */\n    public static final String ")
                        .append(row[1])
                        .append(" = \"")
                        .append(row[0])
                        .append("\";\n");
            }
        }
        return out.append("}\n").toString();
    }
}
