package org.diconde4j.testkit.samples;

/** The lead letters that are laid beside a weld, so that the film says what it shows. */
final class LeadLetters {
    private static final int HEIGHT = 7;
    private static final int WIDTH = 5;
    private static final String CHARACTERS = "0123456789ABDEFNRSTWX-> ";
    /** Seven lines of five dots for each character, a line being two hexadecimal digits. */
    private static final String[] DOTS = {
        "0E11131519110E", "040C040404040E", "0E11010204081F", "1F02040201110E", "02060A121F0202", "1F101E0101110E",
        "0608101E11110E", "1F010204080808", "0E11110E11110E", "0E11110F01020C", "0E11111F111111", "1E11111E11111E",
        "1E11111111111E", "1F10101E10101F", "1F10101E101010", "11191513111111", "1E11111E141211", "0F10100E01011E",
        "1F040404040404", "11111115151B11", "11110A040A1111", "0000001F000000", "0004021F020400", "00000000000000"
    };

    private LeadLetters() {}

    /** Adds {@code thickness} wherever a letter lies. */
    static void lay(String text, float[] picture, int columns, int left, int top, int dot, float thickness) {
        for (int i = 0; i < text.length(); i++) {
            String dots = DOTS[CHARACTERS.indexOf(text.charAt(i))];
            for (int row = 0; row < HEIGHT; row++) {
                int line = Integer.parseInt(dots, row * 2, row * 2 + 2, 16);
                for (int column = 0; column < WIDTH; column++) {
                    if ((line >> WIDTH - 1 - column & 1) != 0) {
                        int x = left + (i * (WIDTH + 1) + column) * dot;
                        square(picture, columns, x, top + row * dot, dot, thickness);
                    }
                }
            }
        }
    }

    private static void square(float[] picture, int columns, int left, int top, int size, float thickness) {
        for (int y = top; y < top + size; y++) {
            for (int x = left; x < left + size; x++) {
                picture[y * columns + x] += thickness;
            }
        }
    }
}
