package org.diconde4j.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of a store, locked for one owner; for providers that keep files. The operating system frees the lock when the
 * process ends, however it ends. The file {@code lock} is the lock, {@code lock.holder} tells people who has it.
 */
public final class DirectoryLock implements AutoCloseable {
    private static final Instant JVM_START =
            ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);

    private final Path holder;
    private final FileChannel channel;

    private DirectoryLock(Path holder, FileChannel channel) {
        this.holder = holder;
        this.channel = channel;
    }

    /**
     * Locks a folder.
     *
     * @param directory an existing folder
     * @return the lock, to be closed
     * @throws StoreLockedException if somebody has it, naming the holder
     * @throws StorageException if it can't be locked
     */
    public static DirectoryLock acquire(Path directory) {
        // One at a time, because of what stands below; the monitor is that of this class, as POSIX locks are those of
        // the process.
        synchronized (DirectoryLock.class) {
            try {
                Path real = directory.toRealPath();
                Path holder = real.resolve("lock.holder");
                // POSIX: closing any descriptor of a file drops all locks that the process has on it. So `lock` must
                // not even
                // be opened if this very process may hold it.
                if (Files.exists(holder) && Files.readAllLines(holder).containsAll(identity(real))) {
                    throw locked(directory, holder);
                }
                return acquire(directory, real, holder);
            } catch (IOException e) {
                throw new StorageException(
                        "the folder " + directory + " can't be locked: " + e + "; it must be writable", e);
            }
        }
    }

    private static DirectoryLock acquire(Path directory, Path real, Path holder) throws IOException {
        FileChannel channel =
                FileChannel.open(real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw locked(directory, holder);
            }
            List<String> lines = new ArrayList<>(identity(real));
            lines.add("since=" + Instant.now().truncatedTo(ChronoUnit.SECONDS));
            Path fresh = real.resolve("lock.holder.new");
            Files.write(fresh, lines);
            Files.move(fresh, holder, StandardCopyOption.REPLACE_EXISTING);
            return new DirectoryLock(holder, channel);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw locked(directory, holder);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static List<String> identity(Path real) {
        return List.of(
                "pid=" + ProcessHandle.current().pid(), "host=" + host(), "started=" + JVM_START, "path=" + real);
    }

    /** The name of this machine; the environment is asked first, because a name service may take seconds to answer. */
    private static String host() {
        for (String variable : List.of("HOSTNAME", "COMPUTERNAME")) {
            String name = System.getenv(variable);
            if (name != null && !name.isBlank()) {
                return name.strip();
            }
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private static StoreLockedException locked(Path directory, Path holder) {
        String who;
        try {
            who = String.join(", ", Files.readAllLines(holder));
        } catch (IOException e) {
            who = "unknown";
        }
        return new StoreLockedException("the folder " + directory + " is in use; the holder is " + who
                + "; close it there first, or use another folder");
    }

    /** Frees the folder. Closing again does nothing. */
    @Override
    public void close() {
        synchronized (DirectoryLock.class) {
            if (!channel.isOpen()) {
                return;
            }
            try {
                Files.deleteIfExists(holder);
            } catch (IOException e) {
                // Without it the next to open can only not be told who was here.
            }
            try {
                channel.close();
            } catch (IOException e) {
                throw new StorageException("the lock beside " + holder + " can't be freed: " + e, e);
            }
        }
    }
}
