package org.diconde4j.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.diconde4j.storage.StorageProviders;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Another object store: a URI, or a folder. */
final class StoreUri implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
        // A single letter before the colon is a drive.
        if (!text.toLowerCase(Locale.ROOT).matches("[a-z][a-z0-9+.-]+:.*")) {
            return StorageProviders.uri("fs", Path.of(text).toAbsolutePath());
        }
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("expected a folder or the URI of a store, found " + text);
        }
    }
}
