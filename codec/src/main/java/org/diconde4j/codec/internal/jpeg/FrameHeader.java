package org.diconde4j.codec.internal.jpeg;

import java.util.List;

/**
 * A frame header (ITU-T T.81 B.2.2).
 *
 * @param process the low four bits of its marker SOFn
 * @param precision bits of a sample
 * @param rows number of lines
 * @param columns number of samples in a line
 * @param components in order
 */
record FrameHeader(int process, int precision, int rows, int columns, List<Component> components) {
    static final int PROGRESSIVE = 2;
    static final int LOSSLESS = 3;

    int horizontal() {
        return components.stream().mapToInt(Component::horizontal).max().orElse(1);
    }

    int vertical() {
        return components.stream().mapToInt(Component::vertical).max().orElse(1);
    }
}
