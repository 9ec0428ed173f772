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
        private static final Pattern SHARE = Pattern.compile("([0-9]{1,2}(?:\\.[0-9]{1,6})?)%");

        @Override
        public KeepFree convert(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            Matcher share = SHARE.matcher(lower);
            if (share.matches()) {
                double part = Double.parseDouble(share.group(1)) / 100;
                return builder -> builder.keepFreeShare(part);
            }
            try {
                long bytes = new ByteSize().convert(lower);
                return builder -> builder.keepFree(bytes);
            } catch (TypeConversionException e) {
                throw new TypeConversionException(e.getMessage() + ", or a share such as 2%");
            }
        }
    }
}
