package org.diconde4j.pixel;

import java.util.Set;

/**
 * Decodes and encodes single frames of some transfer syntaxes. Found by {@link java.util.ServiceLoader}; nothing imports
 * an implementation. See {@link FrameCodecs}.
 *
 * <p>The native side of a frame is always the same: samples in little endian order in cells of Bits Allocated, planes or
 * pixels one after the other without gaps, single bits from the least significant one on, and the whole beginning with a
 * byte of its own. That is what {@link Frames} gives of native pixel data, in whatever encoding it stands.
 *
 * <p>A codec is stateless and thread-safe. What it needs while it works belongs to the {@link FrameDecoder} or {@link
 * FrameEncoder} that it makes, which serves many frames and one thread.
 */
public interface FrameCodec {
    /**
     * What it can decode.
     *
     * @return identifiers of transfer syntaxes
     */
    Set<String> decodes();

    /**
     * What it can encode.
     *
     * @return identifiers of transfer syntaxes
     */
    Set<String> encodes();

    /**
     * Prepares to decode frames of one image.
     *
     * @param transferSyntax one of those that it decodes
     * @param announced what the data set says of its pixels; compressed frames may say otherwise
     * @param options what the caller wants
     * @return a decoder, which the caller closes
     * @throws PixelException if it cannot decode such pixels, or not as wanted
     */
    FrameDecoder decoder(String transferSyntax, PixelDescription announced, DecodeOptions options);

    /**
     * Prepares to encode frames of one image.
     *
     * @param transferSyntax one of those that it encodes
     * @param pixels what the native frames look like that there are
     * @param options what the caller wants
     * @return an encoder, which the caller closes
     * @throws PixelException if it cannot encode such pixels, or not as wanted
     */
    FrameEncoder encoder(String transferSyntax, PixelDescription pixels, EncodeOptions options);
}
