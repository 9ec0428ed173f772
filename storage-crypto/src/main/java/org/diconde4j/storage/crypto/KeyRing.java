package org.diconde4j.storage.crypto;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.diconde4j.storage.keys.KeyException;
import org.diconde4j.storage.keys.KeyFile;
import org.diconde4j.storage.keys.KeyInfo;
import org.diconde4j.storage.keys.KeyService;
import org.diconde4j.storage.keys.KeyUsers;
import org.diconde4j.storage.keys.WrappedKey;

/** Master keys in a file, in clear or encrypted with a passphrase; {@code FORMAT.md} of this module describes it. */
final class KeyRing implements KeyService {
    private static final String WHAT = "key ring";

    /** Format 2 lists what each key is needed for; a diconde4j that would not do so must not change the ring. */
    private static final int VERSION = 2;

    private static final List<String> REMARKS = List.of(
            "These are master keys: with them and with the file of store keys everything can be read, and without them nothing.",
            "Keep a copy where neither fire nor thief gets both the copy and the archive.",
            "How to decrypt without diconde4j: FORMAT.md of its module storage-crypto.");

    private final KeyFile file;
    private final Passphrase passphrase;
    private RingContent content;

    private KeyRing(KeyFile file, Passphrase passphrase, RingContent content) {
        this.file = file;
        this.passphrase = passphrase;
        this.content = content;
    }

    static KeyRing create(Path path, Passphrase passphrase) {
        String id = newId();
        RingContent content = new RingContent(Protection.fresh(passphrase), Map.of(), id).with(id, MasterKey.fresh());
        KeyFile file = file(path);
        file.create(content.lines());
        return new KeyRing(file, passphrase, content);
    }

    static KeyRing open(Path path, Passphrase passphrase) {
        KeyFile file = file(path);
        return new KeyRing(file, passphrase, RingContent.parse(file.read(), path, passphrase, null));
    }

    private static KeyFile file(Path path) {
        return new KeyFile(path, WHAT, REMARKS, VERSION);
    }

    private static String newId() {
        return "m-" + HexFormat.of().formatHex(Gcm.random(8));
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

    /** By the key that is current in the file, not by one that another process has replaced and perhaps destroyed since. */
    @Override
    public synchronized WrappedKey wrap(byte[] secret, String context) {
        if (context.isEmpty() || context.chars().anyMatch(c -> c == '\n' || c == '\r')) {
            throw new IllegalArgumentException("the context of a wrapped key is one line, found \"" + context + "\"");
        }
        change(now -> now.with(now.current(), now.currentKey().with(context)));
        return new WrappedKey(content.current(), Gcm.seal(content.currentKey().key(), secret, associated(context)));
    }

    @Override
    public synchronized byte[] unwrap(WrappedKey wrapped, String context) {
        MasterKey master = content.keys().get(wrapped.by());
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
        change(now -> now.with(id, MasterKey.fresh()).withCurrent(id));
        return id;
    }

    @Override
    public synchronized KeyUsers users(String keyId) {
        content = parse(file.read());
        MasterKey master = master(content, keyId);
        return new KeyUsers(master.listed(), master.users());
    }

    @Override
    public synchronized void release(String keyId, Set<String> contexts) {
        change(now -> now.with(keyId, master(now, keyId).without(contexts)));
    }

    @Override
    public synchronized void forget(String keyId) {
        change(now -> {
            MasterKey master = master(now, keyId);
            if (keyId.equals(now.current())) {
                throw new KeyException(
                        keyId, "the master key " + keyId + " is the current one and can't be forgotten", null);
            }
            if (!master.users().isEmpty()) {
                throw new KeyException(
                        keyId,
                        "the master key " + keyId + " of the key ring " + file.path() + " can't be forgotten: it wraps "
                                + String.join(", ", master.users())
                                + "; rotate the file of store keys that has it first",
                        null);
            }
            return now.without(keyId);
        });
    }

    private MasterKey master(RingContent now, String keyId) {
        MasterKey master = now.keys().get(keyId);
        if (master == null) {
            throw new KeyException(
                    keyId,
                    "the master key " + keyId + " is not in the key ring " + file.path() + ", which has "
                            + String.join(", ", now.keys().keySet()),
                    null);
        }
        return master;
    }

    private void change(UnaryOperator<RingContent> change) {
        RingContent[] made = new RingContent[1];
        file.update(lines -> {
            made[0] = change.apply(parse(lines));
            return made[0].lines();
        });
        content = made[0];
    }

    private RingContent parse(List<String> lines) {
        return RingContent.parse(lines, file.path(), passphrase, content.protection());
    }

    /** The ring goes on to wrap with its current key, of which the copy knows nothing; so it says that not all users are listed. */
    @Override
    public synchronized Optional<URI> export(Path folder) {
        List<String> lines = file.read();
        String current = "key " + parse(lines).current() + " ";
        Path copy = folder.toAbsolutePath()
                .resolve(Objects.requireNonNull(file.path().getFileName()));
        file(copy)
                .create(lines.stream()
                        .map(line -> line.startsWith(current) ? MasterKey.notListed(line) : line)
                        .toList());
        return Optional.of(KeyRingProvider.uri(String.valueOf(copy.getFileName()), passphrase));
    }

    @Override
    public void close() {}
}
