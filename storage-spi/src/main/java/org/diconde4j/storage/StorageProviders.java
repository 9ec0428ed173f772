package org.diconde4j.storage;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Opens stores, indexes and records by URI, with the providers that are on the class path or module path. */
public final class StorageProviders {
    private static final Map<String, String> ARTIFACTS = Map.of(
            "fs", "diconde4j-storage-fs",
            "file", "diconde4j-storage-fs",
            "memory", "diconde4j-storage-memory",
            "crypto", "diconde4j-storage-crypto",
            "h2", "diconde4j-storage-jdbc",
            "jdbc", "diconde4j-storage-jdbc",
            "postgresql", "diconde4j-storage-jdbc",
            "s3", "diconde4j-storage-s3");

    private StorageProviders() {}

    /**
     * Opens an object store.
     *
     * @param uri {@code fs:PATH}, {@code memory:NAME} or what else a provider serves
     * @param options how to open it
     * @return the open store
     * @throws MissingProviderException if no provider serves the URI
     * @throws StorageException if it can't be opened
     */
    public static ObjectStore openObjects(URI uri, OpenOptions options) {
        return provider(ObjectStoreProvider.class, p -> p.supports(uri), "object store", uri)
                .open(uri, options);
    }

    /**
     * Opens an index.
     *
     * @param uri {@code h2:PATH}, {@code memory:NAME} or what else a provider serves
     * @param options how to open it
     * @return the open index
     * @throws MissingProviderException if no provider serves the URI
     * @throws StorageException if it can't be opened
     */
    public static Index openIndex(URI uri, OpenOptions options) {
        return provider(IndexProvider.class, p -> p.supports(uri), "index", uri).open(uri, options);
    }

    /**
     * Opens records.
     *
     * @param uri {@code fs:PATH}, {@code memory:NAME} or what else a provider serves
     * @return the open records
     * @throws MissingProviderException if no provider serves the URI
     * @throws StorageException if they can't be opened
     */
    public static Records openRecords(URI uri) {
        return provider(RecordsProvider.class, p -> p.supports(uri), "records", uri)
                .open(uri);
    }

    /**
     * Makes a URI of a scheme and a path, such as {@code fs:/data/objects}.
     *
     * @param scheme the scheme
     * @param path the path, made absolute
     * @return the URI
     */
    public static URI uri(String scheme, Path path) {
        return URI.create(scheme + ":" + path.toUri().getRawPath());
    }

    /**
     * Makes the URI of a store that encrypts what it keeps in another one, {@code crypto:KEYS!URI}: the path of the file with the
     * store keys, in which {@code !} is written {@code %21}, and the URI of the other store as it is.
     *
     * @param keys the file with the store keys, made absolute
     * @param inner the URI of the store that gets the encrypted objects
     * @return the URI
     */
    public static URI encrypted(Path keys, URI inner) {
        return URI.create("crypto:" + keys.toUri().getRawPath().replace("!", "%21") + "!" + inner);
    }

    /**
     * Returns the URI of the store in which the objects lie after all.
     *
     * @param uri the URI of a store, encrypted or not
     * @return the URI within what {@link #encrypted} made; any other as it is
     */
    public static URI innermost(URI uri) {
        int bang = uri.toString().indexOf('!');
        return "crypto".equalsIgnoreCase(uri.getScheme()) && bang > 0
                ? innermost(URI.create(uri.toString().substring(bang + 1)))
                : uri;
    }

    /**
     * Returns where an archive keeps its records if nobody says where and its objects, encrypted or not, are in a folder.
     *
     * @param objects the URI of a store
     * @return the folder {@code records} in it; null if it is no folder
     */
    public static @Nullable URI recordsBeside(URI objects) {
        URI plain = innermost(objects);
        String scheme = String.valueOf(plain.getScheme()).toLowerCase(Locale.ROOT);
        return scheme.equals("fs") || scheme.equals("file")
                ? uri(scheme, path(plain, List.of()).resolve("records"))
                : null;
    }

    /**
     * Returns the path that a URI names after its scheme, or after one of several prefixes of what follows it. For providers.
     *
     * @param uri a URI such as {@code fs:/data/objects}, {@code fs:data/objects} or {@code jdbc:h2:file:/data/index}
     * @param prefixes what may stand before the path, the longest first, such as {@code h2:file:}
     * @return the path, absolute
     */
    public static Path path(URI uri, List<String> prefixes) {
        String rest = uri.getSchemeSpecificPart();
        for (String prefix : prefixes) {
            if (rest.startsWith(prefix)) {
                rest = rest.substring(prefix.length());
                break;
            }
        }
        if (rest.startsWith("///")) {
            rest = rest.substring(2);
        }
        if (rest.matches("/[A-Za-z]:.*")) {
            rest = rest.substring(1);
        }
        if (rest.isEmpty()) {
            throw new StorageException("the storage URI " + uri + " has no path; expected one such as "
                    + uri.getScheme() + ":/data/inspections");
        }
        return Path.of(rest).toAbsolutePath().normalize();
    }

    /** Looked for first with the loader of the thread, then with that of this class: some threads of a host have no useful one. */
    private static <P> P provider(Class<P> type, Predicate<P> supports, String what, URI uri) {
        return first(ServiceLoader.load(type), supports)
                .or(() -> first(ServiceLoader.load(type, StorageProviders.class.getClassLoader()), supports))
                .orElseThrow(() -> missing(what, uri));
    }

    private static <P> Optional<P> first(ServiceLoader<P> providers, Predicate<P> supports) {
        return providers.stream()
                .map(ServiceLoader.Provider::get)
                .filter(supports)
                .findFirst();
    }

    /**
     * Writes a URI for people: without a password, and without parameters, which may hold one too.
     *
     * @param uri a URI such as {@code postgresql://ndt:secret@db/archive}
     * @return such as {@code postgresql://ndt@db/archive}
     */
    public static String withoutSecrets(URI uri) {
        return uri.toString().replaceFirst("\\?.*$", "").replaceFirst("(//[^/@:]*):.*@", "$1@");
    }

    private static MissingProviderException missing(String what, URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String artifact = ARTIFACTS.get(scheme);
        String advice = artifact == null
                ? "known schemes are "
                        + String.join(", ", ARTIFACTS.keySet().stream().sorted().toList())
                        + "; another one needs the artifact of its provider on the class path"
                : "add the artifact org.diconde4j:" + artifact + " to the class path";
        return new MissingProviderException(
                "no " + what + " provider serves the URI " + withoutSecrets(uri) + "; " + advice);
    }
}
