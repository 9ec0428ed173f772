package org.diconde4j.cli;

import org.diconde4j.net.Peer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Application entities as people write them. */
final class PeerText {
    private PeerText() {}

    /** {@code AET@HOST:PORT}. */
    static final class AtHost implements ITypeConverter<Peer> {
        @Override
        public Peer convert(String text) {
            return parse(text, '@');
        }
    }

    /** {@code AET=HOST:PORT}. */
    static final class EqualsHost implements ITypeConverter<Peer> {
        @Override
        public Peer convert(String text) {
            return parse(text, '=');
        }
    }

    private static Peer parse(String text, char separator) {
        int before = text.indexOf(separator);
        int colon = text.lastIndexOf(':');
        String expected = "expected AET" + separator + "HOST:PORT, such as STATION" + separator + "10.0.0.7:104, ";
        if (before < 1 || colon < before) {
            throw new TypeConversionException(expected + "found '" + text + "'");
        }
        try {
            String host = text.substring(before + 1, colon).replaceAll("^\\[(.*)]$", "$1"); // [::1]:104
            return new Peer(text.substring(0, before), host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new TypeConversionException(expected + "found no number after the colon of '" + text + "'");
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(expected + "found '" + text + "': " + e.getMessage());
        }
    }
}
