package org.diconde4j.iod;

/**
 * A module, a macro, or a functional group with its name and place in PS3.3.
 *
 * @param kind {@code module}, {@code macro} or {@code group}
 * @param id its name in the tables
 * @param paragraph its section, or of macros the table, in PS3.3; {@code -} if it has none
 * @param title its name for people
 */
record Definition(String kind, String id, String paragraph, String title) {
    String reference() {
        if (paragraph.equals("-")) {
            return "second-hand";
        }
        return kind.equals("module") ? "PS3.3 " + paragraph : "PS3.3 table " + paragraph;
    }
}
