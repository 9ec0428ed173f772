package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A disk that knows what of a folder is durable, and can lose the rest: of a file's bytes that were not synced, each sector is there or
 * zero, and the file as long as it was or is, or something between; of names that were not synced in their folder, each is as it was
 * or as it is. Only to rename is one thing, as file systems have it. What is kept is chosen by a seed.
 */
final class PowerDisk implements Disk {
    private static final int SECTOR = 512;

    /** Tells when the power fails: before or after the operation of this name and number. */
    interface Switch {
        boolean fails(String step, int number, boolean after);
    }

    private static final class Node {
        final boolean folder;
        byte[] now = new byte[0];
        int length;
        byte[] durable = new byte[0];
        int same; // so many bytes are now what is durable
        Map<String, Node> names = new TreeMap<>();
        Map<String, Node> durableNames = new TreeMap<>();

        Node(boolean folder) {
            this.folder = folder;
        }
    }

    private record Move(Node from, String fromName, Node to, String toName, Node what) {}

    private final Path root;
    private final Path remains;
    private final Random random;
    private final Switch power;
    private final Node tree = new Node(true);
    private final List<Move> moves = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<Node, Path> written = new IdentityHashMap<>();
    private int operations;
    private boolean dead;

    /**
     * @param root the folder of the store; what is in it is durable
     * @param remains an empty folder, for what is left when the power fails
     */
    PowerDisk(Path root, Path remains, long seed, Switch power) throws IOException {
        this.root = root;
        this.remains = remains;
        this.random = new Random(seed);
        this.power = power;
        read(root, tree);
    }

    private static void read(Path folder, Node node) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Node child = new Node(Files.isDirectory(file));
                if (child.folder) {
                    read(file, child);
                } else {
                    child.now = Files.readAllBytes(file);
                    child.length = child.now.length;
                    child.durable = child.now.clone();
                    child.same = child.length;
                }
                node.names.put(file.getFileName().toString(), child);
            }
        }
        node.durableNames = new TreeMap<>(node.names);
    }

    /** The names of all operations so far, with their counts. */
    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    synchronized int operations() {
        return operations;
    }

    synchronized boolean isDead() {
        return dead;
    }

    /** The power fails now, unless it has failed already. */
    synchronized void fail() throws IOException {
        if (!dead) {
            dead = true;
            for (Move move : moves) {
                if (random.nextBoolean()) {
                    apply(move);
                }
            }
            write(tree, remains);
        }
    }

    private static void apply(Move move) {
        move.from().durableNames.remove(move.fromName(), move.what());
        move.to().durableNames.put(move.toName(), move.what());
    }

    private void write(Node folder, Path to) throws IOException {
        Files.createDirectories(to);
        Set<String> all = new TreeSet<>(folder.names.keySet());
        all.addAll(folder.durableNames.keySet());
        for (String name : all) {
            Node was = folder.durableNames.get(name);
            Node is = folder.names.get(name);
            boolean undecided = moves.stream()
                    .noneMatch(m -> (m.from() == folder && m.fromName().equals(name))
                            || (m.to() == folder && m.toName().equals(name)));
            Node kept = undecided && random.nextBoolean() ? is : was;
            if (kept != null && kept.folder) {
                write(kept, to.resolve(name));
            } else if (kept != null) {
                Path first = written.putIfAbsent(kept, to.resolve(name));
                if (first == null) {
                    Files.write(to.resolve(name), content(kept));
                } else {
                    Files.createLink(to.resolve(name), first);
                }
            }
        }
    }

    private byte[] content(Node file) {
        if (file.durable.length > file.same && random.nextInt(3) == 0) {
            return file.durable;
        }
        byte[] bytes = Arrays.copyOf(file.now, file.same + random.nextInt(file.length - file.same + 1));
        for (int i = file.same; i < bytes.length; i = (i / SECTOR + 1) * SECTOR) {
            if (random.nextInt(3) == 0) {
                Arrays.fill(bytes, i, Math.min(bytes.length, (i / SECTOR + 1) * SECTOR), (byte) 0);
            }
        }
        return bytes;
    }

    private interface Operation<T> {
        T run() throws IOException;
    }

    private synchronized <T> T step(String step, Operation<T> operation) throws IOException {
        operations++;
        int number = counts.merge(step, 1, Integer::sum);
        if (!dead && power.fails(step, number, false)) {
            fail();
        }
        if (dead) {
            throw new IOException("no power");
        }
        T result = operation.run();
        if (power.fails(step, number, true)) {
            fail();
            throw new IOException("no power");
        }
        return result;
    }

    private @Nullable Node find(Path path) {
        Node node = tree;
        for (Path part : root.relativize(path)) {
            node = node == null || part.toString().isEmpty() ? node : node.names.get(part.toString());
        }
        return node;
    }

    private Node folder(Path file) {
        Node node = find(Layout.parent(file));
        if (node == null) {
            throw new IllegalStateException("no folder for " + file);
        }
        return node;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private final class File implements Out {
        private final String what;
        private final Out out;
        private final Node node;
        private int at;

        File(String what, Out out, Node node) {
            this.what = what;
            this.out = out;
            this.node = node;
            this.at = node.length;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            step(what + ".write", () -> {
                out.write(bytes, offset, length);
                put(bytes, offset, length);
                at += length;
                return out;
            });
        }

        private void put(byte[] bytes, int offset, int length) {
            if (node.now.length < at + length) {
                node.now = Arrays.copyOf(node.now, Math.max(2 * node.now.length, at + length));
            }
            System.arraycopy(bytes, offset, node.now, at, length);
            node.same = Math.min(node.same, at);
            node.length = Math.max(node.length, at + length);
        }

        @Override
        public void reserve(int bytes) throws IOException {
            step(what + ".reserve", () -> {
                out.reserve(bytes);
                put(new byte[bytes], 0, bytes);
                return out;
            });
        }

        @Override
        public void sync() throws IOException {
            step(what + ".sync", () -> {
                out.sync();
                durable(node);
                return out;
            });
        }

        @Override
        public void cut(long length) throws IOException {
            step(what + ".cut", () -> {
                out.cut(length);
                at = Math.toIntExact(length);
                truncate(node, at);
                return out;
            });
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private static void truncate(Node node, int length) {
        node.length = length;
        node.same = Math.min(node.same, length);
    }

    private static void durable(Node node) {
        byte[] durable = node.durable.length == node.length ? node.durable : Arrays.copyOf(node.durable, node.length);
        System.arraycopy(node.now, node.same, durable, node.same, node.length - node.same);
        node.durable = durable;
        node.same = node.length;
    }

    @Override
    public Out create(String what, Path file) throws IOException {
        return step(what + ".create", () -> {
            Out out = REAL.create(what, file);
            Node node = find(file);
            if (node == null) {
                node = new Node(false);
                folder(file).names.put(name(file), node);
            }
            truncate(node, 0);
            return new File(what, out, node);
        });
    }

    @Override
    public Out append(String what, Path file) throws IOException {
        return step(what + ".open", () -> {
            Out out = REAL.append(what, file);
            Node node = find(file);
            if (node == null) {
                throw new IllegalStateException("no file " + file);
            }
            return new File(what, out, node);
        });
    }

    @Override
    public void sync(String what, Path file) throws IOException {
        step(what + ".sync", () -> {
            REAL.sync(what, file);
            Node node = find(file);
            if (node != null) {
                durable(node);
            }
            return file;
        });
    }

    @Override
    public void syncFolder(String what, Path folder) throws IOException {
        step(what + ".syncFolder", () -> {
            REAL.syncFolder(what, folder);
            Node node = find(folder);
            if (node == null) {
                throw new IllegalStateException("no folder " + folder);
            }
            for (Move move : List.copyOf(moves)) {
                if (move.from() == node || move.to() == node) {
                    apply(move);
                    moves.remove(move);
                }
            }
            node.durableNames = new TreeMap<>(node.names);
            return folder;
        });
    }

    @Override
    public void makeFolder(String what, Path folder) throws IOException {
        step(what + ".makeFolder", () -> {
            REAL.makeFolder(what, folder);
            folder(folder).names.putIfAbsent(name(folder), new Node(true));
            return folder;
        });
    }

    @Override
    public void link(String what, Path link, Path existing) throws IOException {
        step(what + ".link", () -> {
            REAL.link(what, link, existing);
            folder(link).names.put(name(link), require(existing));
            return link;
        });
    }

    private Node require(Path file) {
        Node node = find(file);
        if (node == null) {
            throw new IllegalStateException("not in the model: " + file);
        }
        return node;
    }

    @Override
    public void move(String what, Path from, Path to) throws IOException {
        step(what + ".move", () -> {
            REAL.move(what, from, to);
            Node moved = require(from);
            folder(from).names.remove(name(from));
            folder(to).names.put(name(to), moved);
            moves.add(new Move(folder(from), name(from), folder(to), name(to), moved));
            return to;
        });
    }

    @Override
    public boolean delete(String what, Path file) throws IOException {
        return step(what + ".delete", () -> {
            boolean deleted = REAL.delete(what, file);
            if (find(Layout.parent(file)) != null) {
                folder(file).names.remove(name(file));
            }
            return deleted;
        });
    }

    /** Files with their lengths, for messages. */
    static Set<String> list(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            Set<String> names = new LinkedHashSet<>();
            all.filter(Files::isRegularFile)
                    .sorted()
                    .forEach(f -> names.add(folder.relativize(f).toString().replace('\\', '/')));
            return names;
        }
    }
}
