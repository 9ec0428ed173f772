package org.diconde4j.nde;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/** Reads and writes the few kinds of values that views need. What cannot be understood is absent, never an error. */
final class Values {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);

    private Values() {}

    static @Nullable LocalDate date(Dataset dataset, int tag) {
        String text = dataset.string(tag);
        if (text == null) {
            return null;
        }
        String digits = text.length() == 10 ? text.replace(".", "") : text; // ACR-NEMA wrote 2019.02.28
        if (digits.length() != 8 || !isDigits(digits)) {
            return null;
        }
        try {
            return LocalDate.of(number(digits, 0, 4), number(digits, 4, 6), number(digits, 6, 8));
        } catch (DateTimeException e) {
            return null;
        }
    }

    static @Nullable LocalTime time(Dataset dataset, int tag) {
        String text = dataset.string(tag);
        if (text == null) {
            return null;
        }
        String whole = text.replace(":", "");
        int point = whole.indexOf('.');
        String digits = point < 0 ? whole : whole.substring(0, point);
        if (digits.length() < 2 || digits.length() > 6 || digits.length() % 2 != 0 || !isDigits(digits)) {
            return null;
        }
        String six = (digits + "0000").substring(0, 6);
        try {
            return LocalTime.of(number(six, 0, 2), number(six, 2, 4), Math.min(number(six, 4, 6), 59));
        } catch (DateTimeException e) {
            return null;
        }
    }

    static List<Double> numbers(Dataset dataset, int tag) {
        Element element = dataset.get(tag);
        List<Double> numbers = new ArrayList<>();
        if (element != null) {
            try {
                for (double number : element.doubles()) {
                    numbers.add(number);
                }
            } catch (NumberFormatException e) {
                return List.of();
            }
        }
        return List.copyOf(numbers);
    }

    static @Nullable Integer integer(Dataset dataset, int tag) {
        int value = dataset.integer(tag, Integer.MIN_VALUE);
        return value == Integer.MIN_VALUE ? null : value;
    }

    static @Nullable Double number(Dataset dataset, int tag) {
        double value = dataset.number(tag, Double.NaN);
        return Double.isNaN(value) ? null : value;
    }

    static String orUnnamed(@Nullable String text) {
        return text == null ? "without identifier" : text;
    }

    static String text(LocalDate date) {
        return DateTimeFormatter.BASIC_ISO_DATE.format(date);
    }

    static String text(LocalTime time) {
        return TIME.format(time);
    }

    static void put(Dataset.Builder builder, int tag, @Nullable String value) {
        if (value != null) {
            builder.set(tag, value);
        }
    }

    static void put(Dataset.Builder builder, int tag, @Nullable Integer value) {
        if (value != null) {
            builder.set(tag, value.intValue());
        }
    }

    static void put(Dataset.Builder builder, int tag, List<String> values) {
        if (!values.isEmpty()) {
            builder.set(tag, values.toArray(String[]::new));
        }
    }

    static void putNumbers(Dataset.Builder builder, int tag, List<Double> values) {
        if (!values.isEmpty()) {
            builder.setDoubles(tag, values.stream().mapToDouble(v -> v).toArray());
        }
    }

    static void putItems(Dataset.Builder builder, int tag, List<Dataset> items) {
        if (!items.isEmpty()) {
            builder.setItems(tag, items);
        }
    }

    /** The elements of some tags, as a data set of their own. */
    static Dataset pick(Dataset dataset, int... tags) {
        Dataset.Builder picked = Dataset.builder();
        for (int tag : tags) {
            Element element = dataset.get(tag);
            if (element != null) {
                picked.set(element);
            }
        }
        List<String> terms = dataset.characterSet().terms();
        return terms.isEmpty()
                ? picked.build()
                : picked.set(Tag.SpecificCharacterSet, terms.toArray(String[]::new))
                        .build();
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int number(String digits, int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }
}
