package org.diconde4j.data;

import java.util.HexFormat;

/** Golden bytes, written as hexadecimal digits with spaces where the eye wants them. */
public final class Bytes {
    private Bytes() {}

    public static byte[] of(String... hex) {
        return HexFormat.of().parseHex(String.join("", hex).replaceAll("\\s", ""));
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
