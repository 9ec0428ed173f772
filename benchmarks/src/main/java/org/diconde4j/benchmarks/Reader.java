package org.diconde4j.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomReader;

/** What is compared: a library that reads Part 10 files. Each call gives an object that holds what was read. */
interface Reader {
    /** Reads up to the pixel data. */
    Object header(InputStream in) throws IOException;

    /** Opens a file and reads up to the pixel data. */
    Object header(Path file) throws IOException;

    /** Reads to the end, with all values in memory. */
    Object whole(InputStream in) throws IOException;

    /** Ours. */
    Reader DICONDE4J = new Reader() {
        private final DicomReader header = DicomReader.lenient().withStopAt(Tag.PixelData);
        private final DicomReader whole = DicomReader.lenient();

        @Override
        public Object header(InputStream in) throws IOException {
            return header.read(in);
        }

        @Override
        public Object header(Path file) throws IOException {
            return header.read(file);
        }

        @Override
        public Object whole(InputStream in) throws IOException {
            return whole.read(in);
        }
    };
}
