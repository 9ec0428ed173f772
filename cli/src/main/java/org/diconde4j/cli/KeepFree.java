package org.diconde4j.cli;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diconde4j.archive.ArchiveBuilder;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How much of the disk to keep free: {@code 20g}, {@code 500m}, {@code 4096k}, bytes, or {@code 2%}. */
@FunctionalInterface
interface KeepFree extends UnaryOperator<ArchiveBuilder> {
    /** What the archive does if nobody says anything. */
    KeepFree USUAL = builder -> builder;

    /** Reads the option. */
    final class Converter implements ITypeConverter<KeepFree> {
        private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([kmgt]?)");
        private static final Pattern SHARE = Pattern.compile("([0-9]{1,2}(?:\\.[0-9]{1,6})?)%");

        @Override
        public KeepFree convert(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            Matcher share = SHARE.matcher(lower);
            if (share.matches()) {
                double part = Double.parseDouble(share.group(1)) / 100;
                return builder -> builder.keepFreeShare(part);
            }
            Matcher size = SIZE.matcher(lower);
            if (size.matches()) {
                int power = size.group(2).isEmpty() ? 0 : 1 + "kmgt".indexOf(size.group(2));
                try {
                    long bytes = Math.multiplyExact(Long.parseLong(size.group(1)), 1L << 10 * power);
                    return builder -> builder.keepFree(bytes);
                } catch (ArithmeticException e) {
                    throw new TypeConversionException("more bytes than there can be: " + text);
                }
            }
            throw new TypeConversionException("expected a size such as 20g, 500m or 2%, found " + text);
        }
    }
}
