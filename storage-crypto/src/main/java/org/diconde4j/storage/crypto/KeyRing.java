package org.diconde4j.storage.crypto;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.keys.KeyException;
import org.diconde4j.storage.keys.KeyFile;
import org.diconde4j.storage.keys.KeyInfo;
import org.diconde4j.storage.keys.KeyService;
import org.diconde4j.storage.keys.WrappedKey;
import org.jspecify.annotations.Nullable;

/** Master keys in a file, in clear or encrypted with a passphrase; {@code FORMAT.md} of this module describes it. */
final class KeyRing implements KeyService {
    private static final String WHAT = "key ring";
    private static final List<String> REMARKS = List.of(
            "These are master keys: with them and with the file of store keys everything can be read, and without them nothing.",
            "Keep a copy where neither fire nor thief gets both the copy and the archive.",
            "How to decrypt without diconde4j: FORMAT.md of its module storage-crypto.");

    private final KeyFile file;
    private final Passphrase passphrase;
    private Content content;

    private KeyRing(KeyFile file, Passphrase passphrase, Content content) {
        this.file = file;
        this.passphrase = passphrase;
        this.content = content;
    }

    private record Master(Instant created, byte[] key) {}

    private record Content(Protection protection, Map<String, Master> keys, String current) {
        List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add(protection.line());
            keys.forEach((id, master) -> lines.add(
                    "key " + id + " created=" + master.created() + " " + protection.protect(id, master.key())));
            lines.add("current " + current);
            return lines;
        }

        Content with(String id, Master master) {
            Map<String, Master> more = new LinkedHashMap<>(keys);
            more.put(id, master);
            return new Content(protection, more, id);
        }

        Content without(String id) {
            Map<String, Master> fewer = new LinkedHashMap<>(keys);
            fewer.remove(id);
            return new Content(protection, fewer, current);
        }
    }

    static KeyRing create(Path path, Passphrase passphrase) {
        String id = newId();
        Content content = new Content(Protection.fresh(passphrase), Map.of(), id).with(id, newKey());
        KeyFile file = file(path);
        file.create(content.lines());
        return new KeyRing(file, passphrase, content);
    }

    static KeyRing open(Path path, Passphrase passphrase) {
        KeyFile file = file(path);
        return new KeyRing(file, passphrase, parse(file.read(), path, passphrase));
    }

    private static KeyFile file(Path path) {
        return new KeyFile(path, WHAT, REMARKS);
    }

    private static String newId() {
        return "m-" + HexFormat.of().formatHex(Gcm.random(8));
    }

    private static Master newKey() {
        return new Master(Instant.now().truncatedTo(ChronoUnit.SECONDS), Gcm.random(Segments.KEY));
    }

    private static Content parse(List<String> lines, Path path, Passphrase passphrase) {
        @Nullable Protection protection = null;
        @Nullable String current = null;
        Map<String, Master> keys = new LinkedHashMap<>();
        try {
            for (String line : lines) {
                String[] words = line.split(" ", 3);
                if (words[0].equals("protection")) {
                    protection = Protection.parse(line, path, passphrase);
                } else if (words[0].equals("current")) {
                    current = words[1];
                } else if (words[0].equals("key")) {
                    Map<String, String> values = KeyFile.values(words[2]);
                    keys.put(
                            words[1],
                            new Master(
                                    Instant.parse(Objects.requireNonNull(values.get("created"), "created=")),
                                    Objects.requireNonNull(protection, "protection")
                                            .reveal(words[1], values, path)));
                }
            }
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StorageException("the key ring in " + path + " can't be understood: " + e.getMessage(), e);
        }
        if (protection == null || current == null || !keys.containsKey(current)) {
            throw new StorageException("the key ring in " + path
                    + " is not whole; expected the lines protection, current and the key that is current");
        }
        return new Content(protection, keys, current);
    }

    @Override
    public synchronized String currentKeyId() {
        return content.current();
    }

    @Override
    public synchronized List<KeyInfo> keys() {
        List<KeyInfo> list = new ArrayList<>();
        content.keys()
                .forEach((id, master) ->
                        list.add(new KeyInfo(id, master.created(), id.equals(content.current()), null)));
        return list;
    }

    @Override
    public synchronized WrappedKey wrap(byte[] secret, String context) {
        String id = content.current();
        Master master = Objects.requireNonNull(content.keys().get(id));
        return new WrappedKey(id, Gcm.seal(master.key(), secret, associated(context)));
    }

    @Override
    public synchronized byte[] unwrap(WrappedKey wrapped, String context) {
        Master master = content.keys().get(wrapped.by());
        if (master == null) {
            throw new KeyException(
                    wrapped.by(),
                    "the master key " + wrapped.by() + " is not in the key ring " + file.path() + ", which has "
                            + String.join(", ", content.keys().keySet()) + "; use the ring that has it",
                    null);
        }
        try {
            return Gcm.open(master.key(), wrapped.bytes(), associated(context));
        } catch (GeneralSecurityException e) {
            throw new KeyException(
                    wrapped.by(),
                    "the " + context + " can't be unwrapped with the master key " + wrapped.by() + " of the key ring "
                            + file.path() + ": it is damaged, or the key of that id is not the same key",
                    e);
        }
    }

    private static byte[] associated(String context) {
        return ("diconde4j wrapped " + context).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized String rotate() {
        String id = newId();
        change(now -> now.with(id, newKey()));
        return id;
    }

    @Override
    public synchronized void forget(String keyId) {
        change(now -> {
            if (keyId.equals(now.current()) || !now.keys().containsKey(keyId)) {
                throw new KeyException(
                        keyId,
                        "the master key " + keyId + " is "
                                + (keyId.equals(now.current()) ? "the current one" : "not in this key ring")
                                + " and can't be forgotten",
                        null);
            }
            return now.without(keyId);
        });
    }

    private void change(java.util.function.UnaryOperator<Content> change) {
        Content[] made = new Content[1];
        file.update(lines -> {
            made[0] = change.apply(parse(lines, file.path(), passphrase));
            return made[0].lines();
        });
        content = made[0];
    }

    @Override
    public synchronized Optional<URI> export(Path folder) {
        List<String> lines = file.read();
        Path copy = folder.toAbsolutePath()
                .resolve(Objects.requireNonNull(file.path().getFileName()));
        file(copy).create(lines);
        return Optional.of(KeyRingProvider.uri(String.valueOf(copy.getFileName()), passphrase));
    }

    @Override
    public void close() {}
}
