package org.diconde4j.pixel;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;

/** The frame codecs that there are; of two that know a transfer syntax, the first serves. Immutable and thread-safe. */
public final class FrameCodecs {
    /** Encoders of these lose something unless they are told not to. */
    private static final Set<String> LOSSY =
            Set.of(UID.JPEGBaseline8Bit, UID.JPEGExtended12Bit, UID.JPEGLSNearLossless);

    private final List<FrameCodec> all;
    /** What could not be loaded, to be named where a codec is missing. */
    private final List<String> broken;

    private FrameCodecs(List<FrameCodec> all, List<String> broken) {
        this.all = List.copyOf(all);
        this.broken = List.copyOf(broken);
    }

    /**
     * The codecs on the class path or module path, and after them those that are always there: the native layouts,
     * Encapsulated Uncompressed Explicit VR Little Endian, Deflated Image Frame Compression.
     *
     * @return what is found now
     */
    public static FrameCodecs installed() {
        List<FrameCodec> codecs = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        var found = ServiceLoader.load(FrameCodec.class, FrameCodec.class.getClassLoader())
                .iterator();
        while (broken.size() < 16) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                codecs.add(found.next());
            } catch (ServiceConfigurationError e) {
                broken.add(String.valueOf(e.getMessage())); // the others must not suffer
            }
        }
        codecs.add(new UncompressedCodec());
        codecs.add(new DeflateCodec());
        return new FrameCodecs(codecs, broken);
    }

    /**
     * Only some codecs.
     *
     * @param codecs in the order in which they are asked
     * @return those and no others
     */
    public static FrameCodecs of(FrameCodec... codecs) {
        return new FrameCodecs(List.of(codecs), List.of());
    }

    /**
     * What can be decoded.
     *
     * @return identifiers of transfer syntaxes, in order
     */
    public Set<String> decodable() {
        return all.stream().flatMap(codec -> codec.decodes().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * What can be encoded.
     *
     * @return identifiers of transfer syntaxes, in order
     */
    public Set<String> encodable() {
        return all.stream().flatMap(codec -> codec.encodes().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Whether frames of one transfer syntax can be brought into another one without a loss.
     *
     * @param source how they are encoded
     * @param target how they are to be encoded
     * @return whether there are codecs for both, or none is needed; whether they take the pixels of an image is told when they
     *     see it
     */
    public boolean reencodes(TransferSyntax source, TransferSyntax target) {
        boolean decodes = source.isNative()
                || all.stream().anyMatch(codec -> codec.decodes().contains(source.uid()));
        return decodes && encodesLosslessly(target);
    }

    private boolean encodesLosslessly(TransferSyntax target) {
        return target.isNative()
                || !LOSSY.contains(target.uid())
                        && all.stream().anyMatch(codec -> codec.encodes().contains(target.uid()));
    }

    /**
     * Prepares to decode frames of one image.
     *
     * @param syntax their encoding
     * @param announced what the data set says of its pixels
     * @param options what the caller wants
     * @return a decoder, which the caller closes
     * @throws PixelException if there is no codec for the syntax, or it cannot decode such pixels
     */
    public FrameDecoder decoder(TransferSyntax syntax, PixelDescription announced, DecodeOptions options) {
        for (FrameCodec codec : all) {
            if (codec.decodes().contains(syntax.uid())) {
                return codec.decoder(syntax.uid(), announced, options);
            }
        }
        throw missing("decodes", syntax, decodable());
    }

    /**
     * Prepares to encode frames of one image.
     *
     * @param syntax the encoding
     * @param pixels what the native frames look like
     * @param options what the caller wants
     * @return an encoder, which the caller closes
     * @throws PixelException if there is no codec for the syntax, or it cannot encode such pixels
     */
    public FrameEncoder encoder(TransferSyntax syntax, PixelDescription pixels, EncodeOptions options) {
        for (FrameCodec codec : all) {
            if (codec.encodes().contains(syntax.uid())) {
                return codec.encoder(syntax.uid(), pixels, options);
            }
        }
        throw missing("encodes", syntax, encodable());
    }

    private PixelException missing(String does, TransferSyntax syntax, Set<String> there) {
        return new PixelException("no codec on the class path " + does + " " + syntax.name() + " (" + syntax.uid()
                + "): add a library that provides " + FrameCodec.class.getName() + " for it; there are codecs for "
                + there.stream().map(Dictionary.standard()::nameOfUid).collect(Collectors.joining(", "))
                + (broken.isEmpty() ? "" : "; could not be loaded: " + String.join(", ", broken)));
    }
}
