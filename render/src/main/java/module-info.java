/** Frames as pictures. The only module that uses {@code java.desktop}. */
module org.diconde4j.render {
    requires transitive org.diconde4j.core;
    requires transitive java.desktop;
    requires static transitive org.jspecify;

    exports org.diconde4j.render;

    provides javax.imageio.spi.ImageReaderSpi with
            org.diconde4j.render.DicomImageReaderSpi;
}
