package org.diconde4j.iod;

import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** The rules of the value representations (PS3.5 6.2): what is wrong with one value, without its padding. */
final class Representation {
    /**
     * What is wrong with a value.
     *
     * @param severity an error, or a warning where the rule is often broken for a reason
     * @param expected what was expected
     */
    record Problem(Severity severity, String expected) {}

    private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Representation() {}

    /**
     * Judges a value.
     *
     * @param vr its representation, of those that are strings
     * @param value the value, not empty
     * @return what was expected, or null if nothing is wrong
     */
    static @Nullable Problem problem(VR vr, String value) {
        if (vr == VR.PN) {
            return name(value);
        }
        String expected = expected(vr, value);
        if (expected != null) {
            return new Problem(Severity.ERROR, expected);
        }
        return vr == VR.UI && hasImpossibleArc(value)
                ? new Problem(Severity.WARNING, "expected a second component below 40 (ISO 8824)")
                : null;
    }

    private static @Nullable String expected(VR vr, String value) {
        return switch (vr) {
            case AE -> length(value, 16, isPrintable(value) ? null : "expected printable characters");
            case AS -> isAge(value) ? null : "expected three digits and D, W, M or Y";
            case CS -> length(value, 16, codeString(value));
            case DA -> date(value);
            case TM -> isTime(value) ? null : "expected a time HHMMSS.FFFFFF";
            case DT -> isDateTime(value) ? null : "expected a date and time YYYYMMDDHHMMSS.FFFFFF&ZZXX";
            case DS -> length(value, 16, isDecimal(value) ? null : "expected a decimal number");
            case IS -> length(value, 12, integer(value));
            case UI -> length(value, 64, uid(value));
            case UR -> isLocator(value) ? null : "expected a URI or URL without spaces";
            case SH -> characters(value, 16, false);
            case LO -> characters(value, 64, false);
            case UC -> characters(value, Integer.MAX_VALUE, false);
            case ST -> characters(value, 1024, true);
            case LT -> characters(value, 10240, true);
            case UT -> characters(value, Integer.MAX_VALUE, true);
            default -> null;
        };
    }

    private static @Nullable String length(String value, int most, @Nullable String otherwise) {
        return value.length() > most ? "expected at most " + most + " characters, not " + value.length() : otherwise;
    }

    private static @Nullable String characters(String value, int most, boolean lines) {
        if (value.length() > most && value.codePointCount(0, value.length()) > most) {
            int found = value.codePointCount(0, value.length());
            return "expected at most " + most + " characters, not " + found;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean layout = c == '\n' || c == '\r' || c == '\f' || c == '\t';
            if ((c < ' ' || c >= 0x7F && c < 0xA0) && !(lines && layout)) {
                return "expected no control characters";
            }
        }
        return null;
    }

    /** Part numbers as names hold ^ and =, which then mean nothing; that alone is no error. */
    private static @Nullable Problem name(String value) {
        int groups = 1;
        int components = 1;
        int longest = 0;
        int start = 0;
        boolean many = false;
        for (int i = 0; i <= value.length(); i++) {
            char c = i < value.length() ? value.charAt(i) : '=';
            if (c == '=') {
                longest = Math.max(longest, value.codePointCount(start, i));
                start = i + 1;
                groups++;
                components = 1;
            } else if (c == '^') {
                many |= ++components > 5;
            }
        }
        String control = characters(value, Integer.MAX_VALUE, false);
        if (control != null) {
            return new Problem(Severity.ERROR, control);
        }
        if (longest > 64) {
            return new Problem(Severity.ERROR, "expected at most 64 characters in a component group");
        }
        if (groups > 4) {
            return new Problem(Severity.WARNING, "expected at most three component groups between =");
        }
        return many ? new Problem(Severity.WARNING, "expected at most five components between ^") : null;
    }

    private static boolean isPrintable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String codeString(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!(c >= 'A' && c <= 'Z' || isDigit(c) || c == ' ' || c == '_')) {
                return "expected upper case letters, digits, spaces and underscores";
            }
        }
        return null;
    }

    private static boolean isAge(String value) {
        return value.length() == 4 && digits(value, 0, 3) && "DWMY".indexOf(value.charAt(3)) >= 0;
    }

    private static @Nullable String date(String value) {
        if (value.length() == 10 && value.charAt(4) == '.' && value.charAt(7) == '.') {
            return "expected a date YYYYMMDD, not the form of ACR-NEMA";
        }
        return value.length() == 8 && digits(value, 0, 8) && isDay(value) ? null : "expected a date YYYYMMDD";
    }

    /** Whether the digits from 4 on are a month, and a day that it has. */
    private static boolean isDay(String value) {
        int month = number(value, 4);
        int day = number(value, 6);
        if (month < 1 || month > 12 || day < 1 || day > DAYS[month - 1]) {
            return false;
        }
        int year = number(value, 0) * 100 + number(value, 2);
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month != 2 || day < 29 || leap;
    }

    private static boolean isTime(String value) {
        int whole = value.indexOf('.');
        if (whole >= 0 && (whole != 6 || !isFraction(value, 7, value.length()))) {
            return false;
        }
        int end = whole < 0 ? value.length() : whole;
        if (end != 2 && end != 4 && end != 6 || !digits(value, 0, end)) {
            return false;
        }
        return number(value, 0) < 24 && (end < 4 || number(value, 2) < 60) && (end < 6 || number(value, 4) <= 60);
    }

    private static boolean isDateTime(String value) {
        int sign = Math.max(value.indexOf('+'), value.indexOf('-'));
        if (sign >= 0) {
            boolean offset = value.length() == sign + 5 && digits(value, sign + 1, sign + 5);
            if (!offset || number(value, sign + 1) > 14 || number(value, sign + 3) > 59) {
                return false;
            }
        }
        String moment = sign < 0 ? value : value.substring(0, sign);
        int dot = moment.indexOf('.');
        int end = dot < 0 ? moment.length() : dot;
        if (end < 4 || end > 14 || end % 2 != 0 || !digits(moment, 0, end)) {
            return false;
        }
        if (dot >= 0 && (dot != 14 || !isFraction(moment, 15, moment.length()))) {
            return false;
        }
        boolean day = end < 6 || isDay(end < 8 ? moment.substring(0, 6) + "01" : moment);
        return day && (end < 10 || isTime(moment.substring(8)));
    }

    private static boolean isFraction(String value, int from, int to) {
        return to > from && to - from <= 6 && digits(value, from, to);
    }

    private static boolean isDecimal(String value) {
        int at = value.startsWith("-") || value.startsWith("+") ? 1 : 0;
        int start = at;
        boolean any = false;
        boolean point = false;
        for (; at < value.length(); at++) {
            char c = value.charAt(at);
            if (isDigit(c)) {
                any = true;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (!any || at == start) {
            return false;
        }
        if (at == value.length()) {
            return true;
        }
        if (value.charAt(at) != 'e' && value.charAt(at) != 'E') {
            return false;
        }
        at++;
        if (at < value.length() && (value.charAt(at) == '-' || value.charAt(at) == '+')) {
            at++;
        }
        return at < value.length() && digits(value, at, value.length());
    }

    private static @Nullable String integer(String value) {
        int at = value.startsWith("-") || value.startsWith("+") ? 1 : 0;
        if (at == value.length() || !digits(value, at, value.length())) {
            return "expected an integer";
        }
        if (value.length() > 12) {
            return "expected an integer of 32 bits";
        }
        long number = Long.parseLong(value.startsWith("+") ? value.substring(1) : value);
        return number == (int) number ? null : "expected an integer of 32 bits";
    }

    private static @Nullable String uid(String value) {
        int components = 0;
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i < value.length() && isDigit(value.charAt(i))) {
                continue;
            }
            if (i < value.length() && value.charAt(i) != '.') {
                return "expected digits and full stops";
            }
            if (i == start) {
                return "expected digits between full stops";
            }
            if (value.charAt(start) == '0' && i - start > 1) {
                return "expected components without leading zeros";
            }
            components++;
            start = i + 1;
        }
        char root = value.charAt(0);
        if (components < 2 || root > '2' || value.charAt(1) != '.') {
            return "expected a root of 0, 1 or 2 and further components";
        }
        return null;
    }

    private static boolean hasImpossibleArc(String uid) {
        int second = uid.indexOf('.', 2);
        int digits = (second < 0 ? uid.length() : second) - 2;
        boolean small = digits == 1 || digits == 2 && uid.charAt(2) < '4';
        return uid.charAt(0) < '2' && !small;
    }

    private static boolean isLocator(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c > '~' || "\"<>\\^`{|}".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean digits(String value, int from, int to) {
        if (to > value.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!isDigit(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(String value, int at) {
        return (value.charAt(at) - '0') * 10 + value.charAt(at + 1) - '0';
    }
}
