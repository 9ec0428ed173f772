package org.diconde4j.io;

import java.util.Locale;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Dictionary;
import org.jspecify.annotations.Nullable;

/** Bytes that are no DICOM, or break its rules where no sense is left in them. */
public final class DicomParseException extends DicondeException {
    private static final long serialVersionUID = 1L;

    private final int tag;
    private final long offset;
    private final String problem;

    /**
     * Makes an exception.
     *
     * @param problem what was expected and what was found
     * @param tag the element that was being read, 0 if none
     * @param offset bytes from the beginning of the input
     */
    public DicomParseException(String problem, int tag, long offset) {
        this(problem, tag, offset, null, null);
    }

    private DicomParseException(
            String problem, int tag, long offset, @Nullable String where, @Nullable Throwable cause) {
        super((where == null ? "" : where + ": ") + problem + at(tag, offset), cause);
        this.problem = problem;
        this.tag = tag;
        this.offset = offset;
    }

    private static String at(int tag, long offset) {
        return (tag == 0
                        ? " ("
                        : String.format(Locale.ROOT, " (element (%04X,%04X) %s, ", tag >>> 16, tag & 0xFFFF, name(tag)))
                + "offset " + offset + ")";
    }

    private static String name(int tag) {
        Dictionary.Entry entry = Dictionary.standard().entry(tag);
        return entry == null ? "unknown" : entry.keyword();
    }

    /**
     * The same, naming the file or peer that the bytes came from.
     *
     * @param where such as a path
     * @return a new exception with this one as its cause
     */
    public DicomParseException in(String where) {
        return new DicomParseException(problem, tag, offset, where, this);
    }

    /**
     * The element that was being read.
     *
     * @return group and element number, 0 if none
     */
    public int tag() {
        return tag;
    }

    /**
     * Where in the input.
     *
     * @return bytes from its beginning
     */
    public long offset() {
        return offset;
    }
}
