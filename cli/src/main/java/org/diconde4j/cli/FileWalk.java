package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The files among some files and folders, in the order of their names. Links are followed, but no folder is entered twice,
 * so that links in a circle have an end.
 */
final class FileWalk implements Iterator<Path> {
    private final BiConsumer<Path, String> skipped;
    private final BiConsumer<Path, Exception> failed;
    private final Set<Path> taboo;
    private final Set<Path> entered = new HashSet<>();
    private final Deque<Iterator<Path>> open = new ArrayDeque<>();
    private @Nullable Path next;

    /**
     * Begins a walk.
     *
     * @param starts files and folders
     * @param taboo folders not to enter
     * @param skipped told of what is left out on purpose, and why
     * @param failed told of what was named or found, but cannot be read
     */
    FileWalk(
            List<Path> starts,
            Collection<Path> taboo,
            BiConsumer<Path, String> skipped,
            BiConsumer<Path, Exception> failed) {
        this.skipped = skipped;
        this.failed = failed;
        this.taboo = new HashSet<>();
        for (Path folder : taboo) {
            try {
                this.taboo.add(folder.toRealPath());
            } catch (IOException e) {
                // not there yet, so it cannot be met
            }
        }
        if (starts.contains(Path.of(""))) {
            throw new WrongUsage("a PATH is empty: expected files or folders, . for the current one");
        }
        open.push(starts.iterator());
    }

    /** How many files a walk would give, for a progress bar; unknown where nobody looks at one. */
    static long count(Terminal terminal, List<Path> starts, Collection<Path> taboo) {
        if (!terminal.interactive()) {
            return Progress.UNKNOWN;
        }
        long count = 0;
        FileWalk files = new FileWalk(starts, taboo, (path, reason) -> {}, (path, reason) -> {});
        while (files.hasNext()) {
            files.next();
            count++;
        }
        return count;
    }

    @Override
    public boolean hasNext() {
        while (next == null && !open.isEmpty()) {
            Iterator<Path> siblings = open.peek();
            if (siblings.hasNext()) {
                visit(siblings.next());
            } else {
                open.pop();
            }
        }
        return next != null;
    }

    @Override
    public Path next() {
        Path file = hasNext() ? next : null;
        if (file == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return file;
    }

    private void visit(Path path) {
        try {
            Path real = path.toRealPath();
            if (isTaboo(real)) {
                skipped.accept(path, "it belongs to the archive itself");
            } else if (Files.isDirectory(real)) {
                if (entered.add(real)) {
                    open.push(children(path));
                } else if (Files.isSymbolicLink(path)) {
                    skipped.accept(path, "it leads to a folder that was visited already");
                }
            } else if (Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                next = path;
            } else {
                skipped.accept(path, "it is neither file nor folder");
            }
        } catch (IOException | SecurityException e) {
            failed.accept(path, e);
        }
    }

    private boolean isTaboo(Path real) {
        for (Path folder : taboo) {
            if (real.startsWith(folder)) {
                return true;
            }
        }
        return false;
    }

    private static Iterator<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        children.sort(null);
        return children.iterator();
    }
}
