package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.file.Path;

/** A disk that tells each of its operations by name, before and after; what is thrown before keeps it from being done. */
abstract class SteppedDisk implements Disk {
    private final Disk disk = Disk.REAL;

    /** An operation is about to happen. */
    abstract void before(String step) throws IOException;

    /** It has happened. */
    void after(String step) throws IOException {}

    /** How many of the bytes are written before {@link #after} is told; fewer are a short write, which must throw there. */
    int written(String step, int length) {
        return length;
    }

    private interface Operation<T> {
        T run() throws IOException;
    }

    private <T> T step(String step, Operation<T> operation) throws IOException {
        before(step);
        T result = operation.run();
        after(step);
        return result;
    }

    private Out stepped(String what, Out out) {
        return new Out() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                String step = what + ".write";
                before(step);
                out.write(bytes, offset, written(step, length));
                after(step);
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }

            @Override
            public void reserve(int bytes) throws IOException {
                step(what + ".reserve", () -> {
                    out.reserve(bytes);
                    return out;
                });
            }

            @Override
            public void sync() throws IOException {
                step(what + ".sync", () -> {
                    out.sync();
                    return out;
                });
            }

            @Override
            public void cut(long length) throws IOException {
                step(what + ".cut", () -> {
                    out.cut(length);
                    return out;
                });
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    @Override
    public Out create(String what, Path file) throws IOException {
        return stepped(what, step(what + ".create", () -> disk.create(what, file)));
    }

    @Override
    public Out createHeld(String what, Path file) throws IOException {
        return stepped(what, step(what + ".create", () -> disk.createHeld(what, file)));
    }

    @Override
    public Out append(String what, Path file) throws IOException {
        return stepped(what, step(what + ".open", () -> disk.append(what, file)));
    }

    @Override
    public void sync(String what, Path file) throws IOException {
        step(what + ".sync", () -> {
            disk.sync(what, file);
            return file;
        });
    }

    @Override
    public void syncFolder(String what, Path folder) throws IOException {
        step(what + ".syncFolder", () -> {
            disk.syncFolder(what, folder);
            return folder;
        });
    }

    @Override
    public void makeFolder(String what, Path folder) throws IOException {
        step(what + ".makeFolder", () -> {
            disk.makeFolder(what, folder);
            return folder;
        });
    }

    @Override
    public void link(String what, Path link, Path existing) throws IOException {
        step(what + ".link", () -> {
            disk.link(what, link, existing);
            return link;
        });
    }

    @Override
    public void move(String what, Path from, Path to) throws IOException {
        step(what + ".move", () -> {
            disk.move(what, from, to);
            return to;
        });
    }

    @Override
    public boolean delete(String what, Path file) throws IOException {
        return step(what + ".delete", () -> disk.delete(what, file));
    }
}
