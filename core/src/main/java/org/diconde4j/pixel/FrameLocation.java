package org.diconde4j.pixel;

/** How it is known where the frames of an image are. */
public enum FrameLocation {
    /** Native frames follow each other, all of the same length (PS3.5 8.1.1). */
    NATIVE,
    /** The Basic Offset Table says it (PS3.5 A.4). */
    BASIC_OFFSET_TABLE,
    /** The Extended Offset Table (7FE0,0001) says it (PS3.3 C.7.6.3.1.8). */
    EXTENDED_OFFSET_TABLE,
    /** There are as many fragments as frames, each frame in its own. */
    FRAGMENT_PER_FRAME,
    /** There is one frame, to which all fragments belong. */
    SINGLE_FRAME,
    /** The beginnings of compressed frames were looked for. */
    SCANNED,
    /** Video: one stream that only its decoder can divide, taken for one frame. */
    STREAM
}
