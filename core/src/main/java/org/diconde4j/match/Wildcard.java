package org.diconde4j.match;

/**
 * A pattern in which {@code *} stands for any characters and {@code ?} for one (PS3.4 C.2.2.2.4). Matching takes time
 * proportional to pattern times text at worst.
 *
 * @param pattern the pattern
 */
record Wildcard(String pattern) {
    boolean matches(String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int retry = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
