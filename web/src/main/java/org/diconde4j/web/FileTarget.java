package org.diconde4j.web;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** What may be able to take bytes from a file without a copy. */
interface FileTarget {
    /**
     * Writes a part of a file.
     *
     * @return false if it cannot, and nothing was written
     * @throws IOException if it cannot be written, or the file is shorter
     */
    boolean write(FileChannel file, long position, long count) throws IOException;
}
