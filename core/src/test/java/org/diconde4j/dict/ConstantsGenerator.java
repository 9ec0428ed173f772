package org.diconde4j.dict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code Tag.java} and {@code UID.java} from the tables; run {@code main} after changing a table. */
final class ConstantsGenerator {
    private static final Path SOURCES = Path.of("src/main/java/org/diconde4j/dict");

    private ConstantsGenerator() {}

    public static void main(String[] args) throws IOException {
        Files.writeString(SOURCES.resolve("Tag.java"), tags());
        Files.writeString(SOURCES.resolve("UID.java"), uids());
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
