package org.diconde4j.storage.crypto;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.keys.KeyFile;
import org.jspecify.annotations.Nullable;

/**
 * What the file of a key ring says.
 *
 * @param protection how its keys are protected
 * @param keys the master keys by their ids, oldest first
 * @param current the id of the one that wraps from now on
 */
record RingContent(Protection protection, Map<String, MasterKey> keys, String current) {
    /**
     * Reads the lines of a ring.
     *
     * @param lines the lines
     * @param path where they are from
     * @param passphrase the passphrase, if the ring has one
     * @param known the protection of the ring when it was read before, which spares making the key from the passphrase again; or null
     * @throws StorageException if they can't be understood or revealed
     */
    static RingContent parse(List<String> lines, Path path, Passphrase passphrase, @Nullable Protection known) {
        @Nullable Protection protection = null;
        @Nullable String current = null;
        Map<String, MasterKey> keys = new LinkedHashMap<>();
        try {
            Map<String, Set<String>> users = users(lines);
            for (String line : lines) {
                String[] words = line.split(" ", 3);
                if (words[0].equals("protection")) {
                    protection = known != null && known.line().equals(line)
                            ? known
                            : Protection.parse(line, path, passphrase);
                } else if (words[0].equals("current")) {
                    current = words[1];
                } else if (words[0].equals("key")) {
                    Map<String, String> values = KeyFile.values(words[2]);
                    byte[] key =
                            Objects.requireNonNull(protection, "protection").reveal(words[1], values, path);
                    keys.put(words[1], MasterKey.parse(values, key, users.getOrDefault(words[1], Set.of())));
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
        return new RingContent(protection, keys, current);
    }

    private static Map<String, Set<String>> users(List<String> lines) {
        Map<String, Set<String>> users = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("user")) {
                users.computeIfAbsent(words[1], id -> new LinkedHashSet<>()).add(words[2]);
            }
        }
        return users;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(protection.line());
        keys.forEach((id, master) ->
                lines.add("key " + id + " " + master.text() + " " + protection.protect(id, master.key())));
        keys.forEach((id, master) -> master.users().forEach(user -> lines.add("user " + id + " " + user)));
        lines.add("current " + current);
        return lines;
    }

    MasterKey currentKey() {
        return Objects.requireNonNull(keys.get(current), "parsed with it");
    }

    /** With a key, new or changed, in its place. */
    RingContent with(String id, MasterKey master) {
        Map<String, MasterKey> more = new LinkedHashMap<>(keys);
        more.put(id, master);
        return new RingContent(protection, more, current);
    }

    RingContent without(String id) {
        Map<String, MasterKey> fewer = new LinkedHashMap<>(keys);
        fewer.remove(id);
        return new RingContent(protection, fewer, current);
    }

    RingContent withCurrent(String id) {
        return new RingContent(protection, keys, id);
    }
}
