package org.diconde4j.cli;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far long work has come: a bar on a terminal, now and then a line elsewhere. For one thread. */
final class Progress implements AutoCloseable {
    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(10);
    static final long UNKNOWN = -1;

    private final Terminal terminal;
    private final String task;
    private final String unit;
    private final long total;
    private final @Nullable ProgressBar bar;
    private long done;
    private long lastLine = System.nanoTime();

    /**
     * Begins.
     *
     * @param terminal where to show it
     * @param task such as {@code importing}
     * @param unit such as {@code files}
     * @param total how much there is to do, or {@link #UNKNOWN}
     */
    Progress(Terminal terminal, String task, String unit, long total) {
        this.terminal = terminal;
        this.task = task;
        this.unit = unit;
        this.total = total;
        this.bar = terminal.interactive() ? bar() : null;
    }

    private ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(" " + unit, 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                .build();
    }

    /** One more is done. */
    void step() {
        to(done + 1);
    }

    /** So much is done. */
    void to(long value) {
        done = value;
        if (bar != null) {
            bar.stepTo(value);
        } else if (System.nanoTime() - lastLine > BETWEEN_LINES) {
            lastLine = System.nanoTime();
            terminal.err().println(task + ": " + done + (total < 0 ? "" : " of " + total) + " " + unit);
        }
    }

    /** Says of a file that it is left out. */
    void skipped(Path file, String reason) {
        say("skipped " + file + ": " + reason);
    }

    /** Says something in a line of its own. */
    void say(String line) {
        terminal.err().println((bar == null ? "" : "\r\u001b[K") + Terminal.clean(line));
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
