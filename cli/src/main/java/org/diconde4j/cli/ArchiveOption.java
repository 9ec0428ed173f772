package org.diconde4j.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.ArchiveBuilder;
import org.diconde4j.data.DicondeException;
import org.diconde4j.storage.StorageProviders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the archive is: {@code --data}, or {@code --objects} and {@code --index}. */
@SuppressWarnings("NullAway.Init") // picocli sees to what is required
final class ArchiveOption {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private Place place;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "The file with the store keys, if the objects are encrypted; keys create makes one.")
    private @Nullable Path keys;

    private static final class Place {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                required = true,
                description = "The data directory: plain files and an embedded database.")
        private @Nullable Path data;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private @Nullable Uris uris;
    }

    private static final class Uris {
        @Option(
                names = "--objects",
                paramLabel = "URI",
                required = true,
                description = "Instead of --data: the object store, such as fs:/data/objects.")
        private URI objects;

        @Option(
                names = "--index",
                paramLabel = "URI",
                required = true,
                description = "With --objects: the index, such as h2:/data/index.")
        private URI index;

        @Option(
                names = "--records",
                paramLabel = "URI",
                description =
                        "With --objects: where services keep what they must not forget; a folder records in that of"
                                + " the objects if not given.")
        private @Nullable URI records;
    }

    /** Opens the archive and makes it if there is none. */
    Archive open() {
        return builder().open();
    }

    /** The archive to be opened. */
    ArchiveBuilder builder() {
        ArchiveBuilder builder = Archive.builder();
        if (keys != null) {
            builder.encryption(keys);
        }
        if (place.uris != null) {
            if (place.uris.records != null) {
                builder.records(place.uris.records);
            }
            return builder.objects(place.uris.objects).index(place.uris.index);
        }
        return builder.directory(data());
    }

    /** Opens an archive that must be there: who asks, does not want a new one because of a slip. */
    Archive openExisting() {
        requireExisting();
        return open();
    }

    /** The same with the permission to delete, for who asks for that. */
    Archive openExistingForDeletion() {
        requireExisting();
        return builder().allowDeletion().open();
    }

    private void requireExisting() {
        Path objects = objects();
        if (objects != null && !Files.exists(objects.resolve("format"))) {
            boolean byDirectory = place.uris == null;
            throw new DicondeException((byDirectory ? data() : objects) + " is no archive: "
                    + (byDirectory ? "expected a folder objects in it" : "expected a file format in it")
                    + ", found none; check the path; import and serve make a new archive");
        }
    }

    /** The options that open this archive with another store of objects. */
    String withObjects(URI other) {
        Path own = objects();
        Uris uris = place.uris;
        URI index = uris == null ? StorageProviders.uri("h2", data().resolve("index")) : uris.index;
        URI records = uris == null ? StorageProviders.uri("fs", data().resolve("records")) : uris.records;
        if (records == null && own != null) {
            records = StorageProviders.uri("fs", own.resolve("records"));
        }
        boolean keyed = keys != null && !"crypto".equalsIgnoreCase(other.getScheme());
        return (keyed ? "--keys " + keys + " " : "") + "--objects " + other + " --index " + index
                + (records == null ? "" : " --records " + records);
    }

    /** The folders that the archive keeps for itself, as far as it has such. */
    List<Path> ownFolders() {
        List<Path> folders = new ArrayList<>();
        Path objects = objects();
        if (objects != null) {
            folders.add(objects);
        }
        if (place.uris == null) {
            folders.add(data().resolve("index"));
            folders.add(data().resolve("records"));
        }
        return folders;
    }

    private Path data() {
        if (place.data == null) {
            throw new WrongUsage("say where the archive is: --data DIR");
        }
        return place.data;
    }

    private @Nullable Path objects() {
        if (place.uris == null) {
            return data().resolve("objects");
        }
        URI uri = StorageProviders.innermost(place.uris.objects);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        return scheme.equals("fs") || scheme.equals("file") ? StorageProviders.path(uri, List.of()) : null;
    }
}
