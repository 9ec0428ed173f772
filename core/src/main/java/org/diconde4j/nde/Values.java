package org.diconde4j.nde;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicomTime;
import org.diconde4j.data.Element;
import org.diconde4j.data.ValueException;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/** Reads and writes the few kinds of values that views need. What cannot be understood is absent, never an error. */
final class Values {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);

    private Values() {}

    static @Nullable LocalTime time(Dataset dataset, int tag) {
        DicomTime time = dataset.time(tag);
        return time == null ? null : time.earliest();
    }

    static List<Double> numbers(Dataset dataset, int tag) {
        Element element = dataset.get(tag);
        List<Double> numbers = new ArrayList<>();
        if (element != null) {
            try {
                for (double number : element.doubles()) {
                    numbers.add(number);
                }
            } catch (ValueException e) {
                return List.of();
            }
        }
        return List.copyOf(numbers);
    }

    /** Null if it is no number; a text that is longer than any number would take long to find out. */
    static @Nullable Double parse(String text) {
        try {
            return text.length() > 256 ? null : new BigDecimal(text.strip()).doubleValue();
        } catch (NumberFormatException e) {
            return null;
        }
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
}
