package org.diconde4j.storage.keys;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The store keys of an encrypted store, in a small file: each is wrapped by a master key of the {@link KeyService} that the file
 * names, so that the file is worth nothing without that service. Each object has a key of its own, which a store key wraps in the
 * object. So a new master key re-wraps this file and nothing else; a new store key is used for what comes, and the earlier ones
 * stay for what is there.
 *
 * <p>May be used by any number of threads. A key that another process added to the file is found when it is asked for.
 */
public final class StoreKeys implements AutoCloseable {
    /** The length of a store key in bytes. */
    public static final int KEY_BYTES = 32;

    private static final String WHAT = "store keys";
    private static final List<String> REMARKS = List.of(
            "These keys encrypt the keys of objects; each is encrypted by a master key of the key service named below.",
            "Without this file, or without the master keys, the objects are lost. Keep copies of both, apart.",
            "How to decrypt without diconde4j: FORMAT.md of its module storage-crypto.");

    private final KeyFile file;
    private final Map<String, byte[]> unwrapped = new HashMap<>();
    private Content content;
    private KeyService service;

    private StoreKeys(KeyFile file, Content content, KeyService service) {
        this.file = file;
        this.content = content;
        this.service = service;
    }

    /** What the file says. */
    private record Content(URI service, Map<String, Entry> keys, String current) {
        static Content parse(List<String> lines, Path path) {
            @Nullable URI service = null;
            @Nullable String current = null;
            Map<String, Entry> keys = new LinkedHashMap<>();
            try {
                for (String line : lines) {
                    String[] words = line.split(" ", 3);
                    switch (words[0]) {
                        case "service" -> service = URI.create(words[1]);
                        case "current" -> current = words[1];
                        case "key" -> keys.put(words[1], Entry.parse(KeyFile.values(words[2])));
                        default -> {
                            // A later version of format 1 may say more.
                        }
                    }
                }
            } catch (RuntimeException e) {
                throw new StorageException("the store keys in " + path + " can't be understood: " + e.getMessage(), e);
            }
            if (service == null || current == null || !keys.containsKey(current)) {
                throw new StorageException("the store keys in " + path
                        + " are not whole; expected the lines service, current and the key that is current");
            }
            return new Content(service, keys, current);
        }

        List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add("service " + service);
            keys.forEach((id, entry) -> lines.add("key " + id + " " + entry.text()));
            lines.add("current " + current);
            return lines;
        }

        Content with(String id, Entry entry) {
            Map<String, Entry> more = new LinkedHashMap<>(keys);
            more.put(id, entry);
            return new Content(service, more, id);
        }
    }

    private record Entry(Instant created, WrappedKey wrapped) {
        static Entry parse(Map<String, String> values) {
            return new Entry(
                    Instant.parse(value(values, "created")),
                    new WrappedKey(value(values, "by"), HexFormat.of().parseHex(value(values, "wrapped"))));
        }

        private static String value(Map<String, String> values, String name) {
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("a key without " + name + "=");
            }
            return value;
        }

        String text() {
            return "created=" + created + " by=" + wrapped.by() + " wrapped="
                    + HexFormat.of().formatHex(wrapped.bytes());
        }
    }

    /**
     * Makes the file, with one store key, wrapped by a key service that is there.
     *
     * @param path where the file is to be
     * @param serviceUri the URI of the key service; a relative path in it begins at the folder of the file
     * @return the open keys
     * @throws StorageException if the file is there already, or can't be made
     */
    public static StoreKeys create(Path path, URI serviceUri) {
        KeyFile file = file(path);
        KeyService service = KeyServices.open(serviceUri, base(file));
        try {
            String id = newId();
            Content[] made = new Content[1];
            file.create(() -> {
                made[0] = new Content(serviceUri, new LinkedHashMap<>(), id).with(id, newKey(id, service));
                return made[0].lines();
            });
            return new StoreKeys(file, made[0], service);
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    /**
     * Opens the file, and the key service that it names.
     *
     * @param path where the file is
     * @return the open keys; the current one is known to work
     * @throws KeyException if the master key of the current store key is not in the service
     * @throws StorageException if the file or the service is not there, or damaged
     */
    public static StoreKeys open(Path path) {
        KeyFile file = file(path);
        Content content = Content.parse(file.read(), path);
        KeyService service = KeyServices.open(content.service(), base(file));
        StoreKeys keys = new StoreKeys(file, content, service);
        try {
            keys.key(content.current());
            return keys;
        } catch (RuntimeException e) {
            keys.close();
            throw e;
        }
    }

    private static KeyFile file(Path path) {
        return new KeyFile(path.toAbsolutePath().normalize(), WHAT, REMARKS);
    }

    private static Path base(KeyFile file) {
        return java.util.Objects.requireNonNull(file.path().getParent(), "a file stands in a folder");
    }

    private static Entry newKey(String id, KeyService service) {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        return new Entry(Instant.now().truncatedTo(ChronoUnit.SECONDS), service.wrap(secret, context(id)));
    }

    private static String newId() {
        byte[] id = new byte[8];
        new SecureRandom().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private static String context(String id) {
        return "store key " + id;
    }

    /**
     * Returns the file.
     *
     * @return its path, absolute
     */
    public Path path() {
        return file.path();
    }

    /**
     * Returns the URI of the key service.
     *
     * @return the URI as the file says it
     */
    public synchronized URI service() {
        return content.service();
    }

    /**
     * Returns the id of the store key for new objects.
     *
     * @return 16 hexadecimal digits
     */
    public synchronized String currentId() {
        return content.current();
    }

    /**
     * Returns a store key.
     *
     * @param id its id
     * @return the key, {@value #KEY_BYTES} bytes; not to be changed
     * @throws KeyException if it is not here, or its master key is not in the service
     */
    public synchronized byte[] key(String id) {
        byte[] known = unwrapped.get(id);
        if (known != null) {
            return known;
        }
        if (!content.keys().containsKey(id)) {
            reload();
        }
        Entry entry = content.keys().get(id);
        if (entry == null) {
            throw new KeyException(
                    id,
                    "the store key " + id + " is not in " + path() + ", which has "
                            + String.join(", ", content.keys().keySet())
                            + "; put back the file that has it from its backup",
                    null);
        }
        byte[] key;
        try {
            key = service.unwrap(entry.wrapped(), context(id));
        } catch (KeyException e) {
            throw new KeyException(
                    id, "the store key " + id + " in " + path() + " can't be unwrapped: " + e.getMessage(), e);
        }
        if (key.length != KEY_BYTES) {
            throw new KeyException(id, "the store key " + id + " in " + path() + " has " + key.length + " bytes", null);
        }
        unwrapped.put(id, key);
        return key;
    }

    /** Another process may have added a store key, and before that a master key. */
    private void reload() {
        Content fresh = Content.parse(file.read(), path());
        if (!fresh.equals(content)) {
            KeyService again = KeyServices.open(fresh.service(), base(file));
            service.close();
            service = again;
            content = fresh;
        }
    }

    /**
     * Lists the master keys and the store keys.
     *
     * @return what may be told about them: master keys first, oldest first
     */
    public synchronized List<KeyInfo> list() {
        List<KeyInfo> list = new ArrayList<>(service.keys());
        content.keys()
                .forEach((id, entry) -> list.add(new KeyInfo(
                        id,
                        entry.created(),
                        id.equals(content.current()),
                        entry.wrapped().by())));
        return list;
    }

    /**
     * Makes a new store key for objects that come from now on; in other processes, from when they open the store again. Nothing is
     * written anew.
     *
     * @return its id
     * @throws StorageException if it could not be made durable
     */
    public synchronized String rotateStoreKey() {
        String id = newId();
        change(now -> now.with(id, newKey(id, service)));
        return id;
    }

    /**
     * Makes a new master key and wraps all store keys with it. No object is touched. The earlier master keys stay in the
     * service until {@link #forgetUnusedMasterKeys}; copies of this file from before need them.
     *
     * @return the id of the new master key
     * @throws StorageException if it could not be made durable; all keys go on to work then
     */
    public synchronized String rotateMasterKey() {
        String id = service.rotate();
        change(now -> {
            Map<String, Entry> again = new LinkedHashMap<>();
            now.keys()
                    .forEach((key, entry) -> again.put(
                            key,
                            new Entry(
                                    entry.created(),
                                    service.wrap(service.unwrap(entry.wrapped(), context(key)), context(key)))));
            return new Content(now.service(), again, now.current());
        });
        change(now -> {
            releaseEarlier(now);
            return now;
        });
        return id;
    }

    /**
     * Destroys the master keys that no file of store keys needs any more. Those that another file needs stay, and {@link
     * #neededByOthers} tells them. Copies of this file that were made before the last {@linkplain #rotateMasterKey() rotation} can't
     * be read any more after that.
     *
     * @return the ids of the keys that are gone
     * @throws KeyException if the service does not know whether another file needs one of them; none is destroyed then
     * @throws StorageException if the service can't
     */
    public synchronized List<String> forgetUnusedMasterKeys() {
        return forgetUnusedMasterKeys(false);
    }

    /**
     * Destroys the master keys that no file of store keys needs any more, also such of which the service does not know whether
     * another file needs them, if the owner knows.
     *
     * @param noOtherFileNeedsThem whether the owner says that no other file needs those of which the service does not know it; what
     *     the service does know stands against that
     * @return the ids of the keys that are gone
     * @throws KeyException if the service does not know whether another file needs one of them, and the owner does not say so; none
     *     is destroyed then
     * @throws StorageException if the service can't
     */
    public synchronized List<String> forgetUnusedMasterKeys(boolean noOtherFileNeedsThem) {
        List<String> gone = new ArrayList<>();
        change(now -> {
            releaseEarlier(now);
            List<String> unused = unused(now);
            for (String master : unused) {
                if (!noOtherFileNeedsThem && !service.users(master).complete()) {
                    throw usersUnknown(master);
                }
            }
            for (String master : unused) {
                if (service.users(master).contexts().isEmpty()) {
                    service.forget(master);
                    gone.add(master);
                }
            }
            return now;
        });
        return gone;
    }

    private KeyException usersUnknown(String master) {
        return new KeyException(
                master,
                "whether another file of store keys needs the master key " + master + " of " + content.service()
                        + " is not known, because the service did not write it down, as key rings did not at first and copies"
                        + " of them can't; what that file encrypts would be lost for ever, so no master key was destroyed."
                        + " Rotate each other file that names this service first (keys rotate FILE); then, or if there is no"
                        + " other, say so (--no-other-file-needs-them)",
                null);
    }

    /**
     * Tells which master keys stay only because other files of store keys need them.
     *
     * @return the ids of the master keys, oldest first, and what each is needed for, such as {@code store key 8899aabbccddeeff}
     * @throws StorageException if the service can't tell
     */
    public synchronized Map<String, Set<String>> neededByOthers() {
        Content now = Content.parse(file.read(), path());
        Map<String, Set<String>> needed = new LinkedHashMap<>();
        for (String master : unused(now)) {
            Set<String> contexts = new TreeSet<>(service.users(master).contexts());
            now.keys().keySet().forEach(id -> contexts.remove(context(id)));
            if (!contexts.isEmpty()) {
                needed.put(master, contexts);
            }
        }
        return needed;
    }

    /**
     * Says that store keys of other files are gone for good, with all that they encrypt, so that no master key is kept for them.
     *
     * @param ids the ids of store keys
     * @throws KeyException if one is in this file, or no master key is kept for it; nothing is changed then
     * @throws StorageException if the service can't
     */
    public synchronized void abandon(Set<String> ids) {
        Content now = Content.parse(file.read(), path());
        Map<String, Set<String>> standing = new LinkedHashMap<>();
        service.keys()
                .forEach(master ->
                        standing.put(master.id(), service.users(master.id()).contexts()));
        for (String id : ids) {
            boolean here = now.keys().containsKey(id);
            if (here || standing.values().stream().noneMatch(c -> c.contains(context(id)))) {
                throw new KeyException(
                        id,
                        "the store key " + id
                                + (here
                                        ? " is in " + path() + ", so it is not gone"
                                        : " is not known to " + now.service() + ", so no master key is kept for it")
                                + "; expected the id of a store key of another file that is gone for good",
                        null);
            }
        }
        standing.forEach((master, contexts) -> {
            Set<String> gone = new TreeSet<>(contexts);
            gone.removeIf(c -> ids.stream().noneMatch(id -> c.equals(context(id))));
            if (!gone.isEmpty()) {
                service.release(master, gone);
            }
        });
    }

    private List<String> unused(Content now) {
        return service.keys().stream()
                .filter(master -> !master.current()
                        && now.keys().values().stream()
                                .noneMatch(e -> e.wrapped().by().equals(master.id())))
                .map(KeyInfo::id)
                .toList();
    }

    /**
     * Lets go of the master keys that have wrapped store keys of this file before.
     *
     * @param durable what the file says while it is locked, and nothing that is still to be written: a crash could leave the file
     *     with a master key that nobody keeps for it
     */
    private void releaseEarlier(Content durable) {
        for (KeyInfo master : service.keys()) {
            Set<String> contexts = new TreeSet<>();
            durable.keys().forEach((id, entry) -> {
                if (!entry.wrapped().by().equals(master.id())) {
                    contexts.add(context(id));
                }
            });
            contexts.retainAll(service.users(master.id()).contexts());
            if (!contexts.isEmpty()) {
                service.release(master.id(), contexts);
            }
        }
    }

    private void change(java.util.function.UnaryOperator<Content> change) {
        content = Content.parse(
                file.update(lines -> change.apply(Content.parse(lines, path())).lines()), path());
    }

    /**
     * Copies the store keys into a folder, and the master keys if the service gives them away: a backup that opens by itself.
     *
     * @param folder an existing folder
     * @return true if the master keys are in it too; false if they are to be backed up by means of the service
     * @throws StorageException if it can't be written, or something of that name is there
     */
    public synchronized boolean export(Path folder) {
        Content fresh = Content.parse(file.read(), path());
        java.util.Optional<URI> copy = service.export(folder);
        Content out = new Content(copy.orElse(fresh.service()), fresh.keys(), fresh.current());
        file(folder.resolve(java.util.Objects.requireNonNull(file.path().getFileName())))
                .create(out.lines());
        return copy.isPresent();
    }

    /** Ends the use of the key service and forgets the keys. Closing again does nothing. */
    @Override
    public synchronized void close() {
        service.close();
        unwrapped.clear();
    }
}
