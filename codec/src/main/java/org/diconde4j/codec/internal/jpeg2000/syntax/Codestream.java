package org.diconde4j.codec.internal.jpeg2000.syntax;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A codestream taken apart: its main header, and what there is of each tile.
 *
 * @param siz image and tile size
 * @param capabilities CAP, or null
 * @param main parameters of the main header
 * @param tiles by number, in the order in which they first come
 * @param end behind the last byte that was understood
 */
public record Codestream(
        Siz siz, @Nullable Capabilities capabilities, Parameters main, Map<Integer, TileData> tiles, int end) {}
