/** Data sets, dictionary, Part 10, matching and the NDE vocabulary. */
module org.diconde4j.core {
    requires static transitive org.jspecify;
    requires java.xml;
    requires tools.jackson.core;

    exports org.diconde4j.data;
    exports org.diconde4j.dict;
    exports org.diconde4j.io;
    exports org.diconde4j.iod;
    exports org.diconde4j.match;
    exports org.diconde4j.media;
    exports org.diconde4j.nde;
    exports org.diconde4j.pixel;

    uses org.diconde4j.dict.PrivateDictionary;
    uses org.diconde4j.pixel.FrameCodec;
}
