package org.diconde4j.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomJson;
import org.diconde4j.storage.Level;

/** Answers to a query as they come, as a table for people or as JSON for programs. */
abstract class Answers implements AutoCloseable {
    private static final int ROWS_BETWEEN_LOOKS = 1000;

    private final PrintStream out;
    private long rows;

    private Answers(PrintStream out) {
        this.out = out;
    }

    /** Puts out one more. */
    void add(Dataset answer) throws IOException {
        rows++;
        put(answer);
    }

    abstract void put(Dataset answer) throws IOException;

    /** Looks now and then whether the reader has gone, as in {@code find | head}: then nobody wants the rest. */
    boolean unread() {
        return rows % ROWS_BETWEEN_LOOKS == 0 && out.checkError();
    }

    @Override
    public abstract void close() throws IOException;

    static Answers table(PrintStream out, List<Integer> columns) {
        return table(out, Columns.titles(columns), answer -> Columns.values(columns, answer));
    }

    static Answers table(PrintStream out, List<String> titles, Function<Dataset, List<String>> row) {
        Table table = new Table(out, titles);
        return new Answers(out) {
            @Override
            void put(Dataset answer) {
                table.row(row.apply(answer));
            }

            @Override
            public void close() {
                table.close();
            }
        };
    }

    static Answers json(PrintStream out) throws IOException {
        OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        DicomJson.Array array = DicomJson.inline().array(buffered);
        return new Answers(out) {
            @Override
            void put(Dataset answer) throws IOException {
                array.add(answer);
            }

            @Override
            public void close() throws IOException {
                array.close();
                buffered.flush();
                out.println();
            }
        };
    }

    /** The last line of a table. */
    static String count(long rows, Level level) {
        return rows == 0 ? "Nothing matches." : rows + " " + noun(rows, level);
    }

    private static String noun(long count, Level level) {
        return switch (level) {
            case COMPONENT -> count == 1 ? "component" : "components";
            case STUDY -> count == 1 ? "study" : "studies";
            case SERIES -> "series";
            case INSTANCE -> count == 1 ? "instance" : "instances";
        };
    }
}
