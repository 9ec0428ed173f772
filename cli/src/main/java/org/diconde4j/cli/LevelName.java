package org.diconde4j.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.diconde4j.storage.Level;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A level as people write it. */
final class LevelName implements ITypeConverter<Level>, Iterable<String> {
    private static final List<String> NAMES =
            Arrays.stream(Level.values()).map(Keys::name).toList();

    @Override
    public Level convert(String text) {
        int at = NAMES.indexOf(text.toLowerCase(Locale.ROOT));
        if (at < 0) {
            throw new TypeConversionException("expected one of " + String.join(", ", NAMES) + ", found '" + text + "'");
        }
        return Level.values()[at];
    }

    @Override
    public Iterator<String> iterator() {
        return NAMES.iterator();
    }
}
