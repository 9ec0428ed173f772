package org.diconde4j.iod;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The modules and information object definitions. Their text is cut into blocks at once, and a block is read when first
 * asked for, so that nobody waits for classes that he does not have. Thread-safe.
 */
final class Tables {
    private static final class Holder {
        static final Tables STANDARD = new Tables("");
    }

    /** By kind and name, such as {@code module patient}; a later block stands in the place of an earlier one. */
    private final Map<String, Block> blocks = new HashMap<>();
    /** By class; several classes may share one. */
    private final Map<String, Block> iods = new HashMap<>();

    private final Map<Block, Module> modules = new ConcurrentHashMap<>();
    private final Map<Block, Iod> read = new ConcurrentHashMap<>();
    private final TableReader reader = new TableReader(this);

    /**
     * Lines without an empty one between them.
     *
     * @param file where they are from
     * @param line the number of the first in the file
     * @param text the lines
     */
    record Block(String file, int line, String text) {}

    /**
     * A module, macro or functional group with its attributes.
     *
     * @param definition its name
     * @param rules its attributes
     */
    record Module(Definition definition, Rules rules) {}

    private Tables(String more) {
        cut("modules.txt", resource("modules.txt"));
        cut("iods.txt", resource("iods.txt"));
        cut("definitions", more);
    }

    /** Those of the standard. */
    static Tables standard() {
        return Holder.STANDARD;
    }

    /** Those of the standard and more. */
    static Tables with(String more) {
        Tables tables = new Tables(more);
        tables.readAll("definitions");
        return tables;
    }

    /** Reads every block of a file, so that a mistake shows. */
    void readAll(String file) {
        for (Map.Entry<String, Block> entry : blocks.entrySet()) {
            Block block = entry.getValue();
            if (block.file.equals(file)) {
                Rules rules = module(entry.getKey()).rules();
                try {
                    rules.verify();
                } catch (IllegalArgumentException e) {
                    throw TableReader.wrong(block, 0, e.getMessage());
                }
            }
        }
        for (Block block : iods.values()) {
            if (block.file.equals(file)) {
                iod(block);
            }
        }
    }

    private void cut(String file, String text) {
        int line = 1;
        int first = 1;
        int start = -1;
        int at = 0;
        while (at <= text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            boolean empty = end == at;
            if (empty && start >= 0) {
                add(new Block(file, first, text.substring(start, at)));
                start = -1;
            } else if (!empty && start < 0 && text.charAt(at) != '#') {
                start = at;
                first = line;
            }
            line++;
            at = end + 1;
        }
        if (start >= 0) {
            add(new Block(file, first, text.substring(start)));
        }
    }

    private void add(Block block) {
        String name = TableReader.name(block);
        if (name.isEmpty()) {
            reader.classes(block).forEach(uid -> iods.put(uid, block));
        } else {
            blocks.put(name, block);
        }
    }

    @Nullable
    Iod iod(String sopClass) {
        Block block = iods.get(sopClass);
        return block == null ? null : iod(block);
    }

    boolean hasIod(String sopClass) {
        return iods.containsKey(sopClass);
    }

    private Iod iod(Block block) {
        Iod iod = read.get(block);
        if (iod == null) {
            iod = reader.iod(block);
            read.put(block, iod);
        }
        return iod;
    }

    /** Finds by kind and name. */
    Module module(String name) {
        Block block = blocks.get(name);
        if (block == null) {
            throw new IllegalArgumentException(name + " is used but not defined");
        }
        Module module = modules.get(block);
        if (module == null) {
            module = reader.module(block);
            modules.put(block, module);
        }
        return module;
    }

    /** The attributes of a macro, or of a functional group used as one. */
    Rules macro(String id) {
        return module(blocks.containsKey("group " + id) ? "group " + id : "macro " + id)
                .rules();
    }

    private static String resource(String name) {
        try (InputStream in = Tables.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from diconde4j-core");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
