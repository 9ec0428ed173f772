package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.StorageProviders;

/** A store of plain files that tells each operation on the disk before and after it is done, by its name. */
public final class SteppedStore {
    private SteppedStore() {}

    /**
     * Opens a store.
     *
     * @param root its folder
     * @param steps told of {@code before journal.sync}, {@code after journal.sync} and so on, by the thread that does it
     * @return the store
     */
    public static ObjectStore open(Path root, Consumer<String> steps) {
        return FsObjectStore.open(StorageProviders.uri("fs", root), root, new SteppedDisk(steps), Limits.USUAL);
    }

    @FunctionalInterface
    private interface Operation {
        void run() throws IOException;
    }

    private record SteppedDisk(Consumer<String> steps) implements Disk {
        private void step(String name, Operation operation) throws IOException {
            steps.accept("before " + name);
            operation.run();
            steps.accept("after " + name);
        }

        private Out created(String what, Path file, boolean held) throws IOException {
            Out[] out = new Out[1];
            step(what + ".create", () -> out[0] = held ? REAL.createHeld(what, file) : REAL.create(what, file));
            return new SteppedOut(what, out[0]);
        }

        @Override
        public Out create(String what, Path file) throws IOException {
            return created(what, file, false);
        }

        @Override
        public Out createHeld(String what, Path file) throws IOException {
            return created(what, file, true);
        }

        @Override
        public Out append(String what, Path file) throws IOException {
            return new SteppedOut(what, REAL.append(what, file));
        }

        @Override
        public void sync(String what, Path file) throws IOException {
            step(what + ".sync", () -> REAL.sync(what, file));
        }

        @Override
        public void syncFolder(String what, Path folder) throws IOException {
            step(what + ".syncFolder", () -> REAL.syncFolder(what, folder));
        }

        @Override
        public void makeFolder(String what, Path folder) throws IOException {
            step(what + ".makeFolder", () -> REAL.makeFolder(what, folder));
        }

        @Override
        public void link(String what, Path link, Path existing) throws IOException {
            step(what + ".link", () -> REAL.link(what, link, existing));
        }

        @Override
        public void move(String what, Path from, Path to) throws IOException {
            step(what + ".move", () -> REAL.move(what, from, to));
        }

        @Override
        public boolean delete(String what, Path file) throws IOException {
            boolean[] done = new boolean[1];
            step(what + ".delete", () -> done[0] = REAL.delete(what, file));
            return done[0];
        }

        private final class SteppedOut implements Out {
            private final String what;
            private final Out out;

            SteppedOut(String what, Out out) {
                this.what = what;
                this.out = out;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                // In two parts, so that a kill can come in the middle of a record.
                int half = length / 2;
                steps.accept("before " + what + ".write");
                out.write(bytes, offset, half);
                steps.accept("amid " + what + ".write");
                out.write(bytes, offset + half, length - half);
                steps.accept("after " + what + ".write");
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }

            @Override
            public void reserve(int bytes) throws IOException {
                step(what + ".reserve", () -> out.reserve(bytes));
            }

            @Override
            public void sync() throws IOException {
                step(what + ".sync", out::sync);
            }

            @Override
            public void cut(long length) throws IOException {
                step(what + ".cut", () -> out.cut(length));
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        }
    }
}
