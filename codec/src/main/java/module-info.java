/** Every compression of DICOM frames in pure Java, found by ServiceLoader. */
module org.diconde4j.codec {
    requires transitive org.diconde4j.core;
    requires static transitive org.jspecify;

    exports org.diconde4j.codec;

    provides org.diconde4j.pixel.FrameCodec with
            org.diconde4j.codec.internal.rle.RleCodec,
            org.diconde4j.codec.internal.jpegls.JpegLsCodec,
            org.diconde4j.codec.internal.jpeg.JpegCodec,
            org.diconde4j.codec.internal.jpeg2000.Jpeg2000Codec;
}
