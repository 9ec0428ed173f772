package org.diconde4j.pixel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.jspecify.annotations.Nullable;

/**
 * Brings objects into another transfer syntax, with one frame in memory at a time. All that says how pixels are encoded is
 * kept true: Transfer Syntax UID, Photometric Interpretation, Planar Configuration, the bits, the offset tables. Other
 * elements stay as they are; Number of Frames does too.
 *
 * <p>An encoding that loses information is refused unless {@link #withLossy} allows it. What it makes is another image: it
 * gets a SOP Instance UID of its own, and says how much was lost and what it was made of (PS3.3 C.7.6.1.1.5).
 *
 * <p>Immutable and thread-safe; the {@code with} methods give changed copies.
 */
public final class Transcoder {
    static final String UNCOMPRESSED = UID.EncapsulatedUncompressedExplicitVRLittleEndian;

    private static final long MOST_NATIVE = 0xFFFFFFFEL;

    private final TransferSyntax target;
    private final FrameCodecs codecs;
    private final DecodeOptions decoding;
    private final EncodeOptions encoding;
    private final boolean lossy;

    private Transcoder(
            TransferSyntax target, FrameCodecs codecs, DecodeOptions decoding, EncodeOptions encoding, boolean lossy) {
        this.target = target;
        this.codecs = codecs;
        this.decoding = decoding;
        this.encoding = encoding;
        this.lossy = lossy;
    }

    /**
     * Transcodes with the installed codecs.
     *
     * @param target what objects are to be in
     * @return a transcoder with the default options that loses nothing
     */
    public static Transcoder to(TransferSyntax target) {
        return new Transcoder(target, FrameCodecs.installed(), DecodeOptions.DEFAULT, EncodeOptions.DEFAULT, false);
    }

    /**
     * Takes other codecs.
     *
     * @param replacement the codecs
     * @return a changed copy
     */
    public Transcoder withCodecs(FrameCodecs replacement) {
        return new Transcoder(target, replacement, decoding, encoding, lossy);
    }

    /**
     * Says how to decode.
     *
     * @param options the options; regions and reductions are of no use here
     * @return a changed copy
     */
    public Transcoder withDecoding(DecodeOptions options) {
        options.requireWholeFrames("transcoded objects");
        return new Transcoder(target, codecs, options, encoding, lossy);
    }

    /**
     * Says how to encode.
     *
     * @param options the options
     * @return a changed copy
     */
    public Transcoder withEncoding(EncodeOptions options) {
        return new Transcoder(target, codecs, decoding, options, lossy);
    }

    /**
     * Allows that information is lost.
     *
     * @return a changed copy
     */
    public Transcoder withLossy() {
        return new Transcoder(target, codecs, decoding, encoding, true);
    }

    /**
     * Transcodes a file into a new one. That appears under its name when it is complete and on the disk.
     *
     * @param in the file
     * @param out the new file
     * @throws FileAlreadyExistsException if there is such a file
     * @throws PixelException if the object cannot be brought into the syntax; the message says why
     * @throws org.diconde4j.io.DicomParseException if the file is no DICOM
     * @throws IOException if a file cannot be read or written
     */
    public void transcode(Path in, Path out) throws IOException {
        if (Files.exists(out)) {
            throw new FileAlreadyExistsException(out.toString());
        }
        DicomObject object = reader().read(in);
        Path part = out.resolveSibling("." + out.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (Transcoded transcoded = transcode(object)) {
                DicomWriter.write(transcoded.object(), part);
            }
            try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
                written.force(true); // so that a loss of power leaves all of it under its name, or nothing
            }
            Files.move(part, out);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Transcodes a stream. It is kept in a temporary file meanwhile, as frames are not read in one go.
     *
     * @param in a Part 10 stream, read to its end and not closed
     * @param out receives the new one, not closed; if this fails, a part of it
     * @throws PixelException if the object cannot be brought into the syntax; nothing is written then
     * @throws org.diconde4j.io.DicomParseException if the stream is no DICOM; nothing is written then
     * @throws IOException if a stream cannot be read or written
     */
    public void transcode(InputStream in, OutputStream out) throws IOException {
        Path file = Files.createTempFile("diconde4j", ".dcm");
        try {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            try (Transcoded transcoded = transcode(reader().read(file))) {
                DicomWriter.write(transcoded.object(), out);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private DicomReader reader() {
        return DicomReader.lenient().withLimits(decoding.limits()).withDeviations(decoding.deviations());
    }

    /**
     * Transcodes an object. Pixels are read when the result is written, as far as they need not be encoded.
     *
     * @param object the object, whose bulk values can be read again
     * @return the result, which the caller closes
     * @throws PixelException if the object cannot be brought into the syntax; the message says why
     * @throws IOException if pixels cannot be read, or a temporary file cannot be written
     */
    public Transcoded transcode(DicomObject object) throws IOException {
        TransferSyntax source = object.transferSyntax();
        if (source.uid().equals(target.uid())) {
            return new Transcoded(object, null);
        }
        for (TransferSyntax syntax : List.of(source, target)) {
            if (!syntax.isNative() && !syntax.encapsulated()) {
                throw new PixelException("pixels of " + syntax.name() + " are elsewhere and cannot be transcoded");
            }
        }
        Dataset dataset = object.dataset();
        Element pixels = PixelPlace.pixels(dataset);
        if ((pixels == null || pixels.isEmpty()) && target.encapsulated()) {
            throw new PixelException(target.name() + " is an encoding of pixels, and the object has none");
        }
        Dataset items = withNativeItems(dataset, source);
        if (pixels == null || target.isNative() && pixels.fragments() == null) {
            return result(object, items, null);
        }
        if (pixels.tag() != Tag.PixelData) {
            throw new PixelException("floating point pixels cannot be encapsulated, so there is no " + target.name()
                    + " of them (PS3.5 8.2)");
        }
        Frames frames = Frames.of(dataset, source, decoding.deviations());
        int announced = dataset.integer(Tag.NumberOfFrames, 1);
        boolean missing = frames.count() < announced && frames.location() != FrameLocation.STREAM;
        if (frames.count() == 0 || missing && !decoding.isTolerant()) {
            throw new PixelException("expected " + announced + " frames, found " + frames.count());
        }
        if (target.isNative()) {
            return result(object, decoded(items, frames), null);
        }
        FrameSpool spool = new FrameSpool();
        try {
            return result(object, encapsulated(items, frames, spool), spool);
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    private Transcoded result(DicomObject object, Dataset dataset, @Nullable FrameSpool spool) {
        Dataset written = FileMeta.of(
                dataset.string(Tag.SOPClassUID, object.fileMeta().string(Tag.MediaStorageSOPClassUID, "")),
                dataset.string(Tag.SOPInstanceUID, object.fileMeta().string(Tag.MediaStorageSOPInstanceUID, "")),
                target.uid());
        Dataset meta = object.fileMeta().toBuilder().setAll(written).build();
        // a preamble that makes the file another format too, such as TIFF, would point to places that have moved
        return new Transcoded(new DicomObject(meta, target, 0, dataset), spool);
    }

    /** Encapsulated icons and the like become native: only the syntax that they are in could say what they are. */
    private Dataset withNativeItems(Dataset dataset, TransferSyntax source) throws IOException {
        Dataset.Builder changed = null;
        for (Element sequence : dataset) {
            if (!sequence.isSequence()) {
                continue;
            }
            List<Dataset> items = new ArrayList<>();
            boolean same = true;
            for (Dataset item : sequence.items()) {
                Dataset inner = withNativeItems(item, source);
                Element pixels = inner.get(Tag.PixelData);
                if (pixels != null && pixels.fragments() != null) {
                    inner = decoded(inner, Frames.of(inner, source, decoding.deviations()));
                }
                same &= inner == item;
                items.add(inner);
            }
            if (!same) {
                changed = changed == null ? dataset.toBuilder() : changed;
                changed.setItems(sequence.tag(), items);
            }
        }
        return changed == null ? dataset : changed.build();
    }

    private Dataset decoded(Dataset dataset, Frames frames) throws IOException {
        Dataset.Builder builder = dataset.toBuilder();
        PixelDescription after = describeDecoded(builder, dataset, frames);
        long length = after.nativeLength();
        if (length > MOST_NATIVE) {
            throw new PixelException("the " + frames.count() + " frames have " + length
                    + " bytes decoded; " + target.name() + " holds at most 4,294,967,294, but "
                    + TransferSyntax.of(UNCOMPRESSED).name() + " (" + UNCOMPRESSED + ") any number");
        }
        DecodedFrames source = new DecodedFrames(frames, codecs, decoding, after.frameBits());
        return builder.remove(Tag.ExtendedOffsetTable)
                .remove(Tag.ExtendedOffsetTableLengths)
                .remove(Tag.EncapsulatedPixelDataValueTotalLength)
                .set(Element.of(
                        Tag.PixelData,
                        PixelAttributes.nativeRepresentation(after),
                        new BulkData(source, 0, source.length(), false)))
                .build();
    }

    /** Says in the data set what decoded frames look like. */
    private PixelDescription describeDecoded(Dataset.Builder builder, Dataset dataset, Frames frames)
            throws IOException {
        PixelAttributes.count(builder, dataset, frames.count());
        if (DecodedFrames.isStreamed(frames)) {
            PixelAttributes.describe(builder, PixelDescription.of(dataset), frames.description());
            return frames.description();
        }
        try (FrameReader reader = FrameReader.open(frames, codecs, decoding)) {
            PixelAttributes.describe(builder, PixelDescription.of(dataset), reader.description());
            PixelAttributes.wasLossy(builder, dataset, reader.lossyMethod(), ratio(frames, reader));
            return reader.description();
        }
    }

    private Dataset encapsulated(Dataset dataset, Frames frames, FrameSpool spool) throws IOException {
        Dataset.Builder builder = dataset.toBuilder();
        long[] places = new long[frames.count()];
        long[] lengths = new long[frames.count()];
        if (target.uid().equals(UNCOMPRESSED)) {
            long length = describeDecoded(builder, dataset, frames).frameLength();
            long even = length + (length & 1);
            for (int i = 0; i < places.length; i++) {
                places[i] = i * even;
                lengths[i] = length;
            }
            DecodedFrames source = new DecodedFrames(frames, codecs, decoding, even * 8);
            new EncapsulatedPixels(source, places, lengths).into(builder);
            return builder.build();
        }
        try (FrameReader reader = FrameReader.open(frames, codecs, decoding);
                FrameEncoder encoder = codecs.encoder(target, reader.description(), encoding)) {
            String method = encoder.lossyMethod();
            if (method != null && !lossy) {
                throw new PixelException("encoding as " + target.name() + " loses information (" + method
                        + "): fine flaws or the phase of RF signals may not be there any more. Take a lossless syntax such as "
                        + TransferSyntax.of(UID.JPEG2000Lossless).name()
                        + ", or allow the loss (Transcoder.withLossy, transcode --lossy)");
            }
            encode(reader, encoder, spool, places, lengths);
            new EncapsulatedPixels(spool.source(), places, lengths).into(builder);
            PixelAttributes.count(builder, dataset, frames.count());
            PixelAttributes.describe(builder, PixelDescription.of(dataset), encoder.output());
            PixelAttributes.wasLossy(builder, dataset, reader.lossyMethod(), ratio(frames, reader));
            if (method != null) {
                double bytes = Arrays.stream(lengths).sum();
                double nativeBytes = (double) reader.description().frameLength() * lengths.length;
                PixelAttributes.becomesLossy(builder, builder.build(), method, nativeBytes / bytes);
            }
            return builder.build();
        }
    }

    /** How many times smaller frames are than what they decode to. */
    private static double ratio(Frames frames, FrameReader reader) {
        double bytes = 0;
        for (int i = 0; i < frames.count(); i++) {
            bytes += frames.length(i);
        }
        return (double) reader.description().frameLength() * frames.count() / Math.max(1, bytes);
    }

    private static void encode(
            FrameReader reader, FrameEncoder encoder, FrameSpool spool, long[] places, long[] lengths)
            throws IOException {
        LayoutConverter converter = LayoutConverter.between(reader.description(), encoder.input());
        ByteBuffer converted = converter.isIdentity()
                ? null
                : ByteBuffer.allocate((int) encoder.input().frameLength());
        for (int i = 0; i < places.length; i++) {
            ByteBuffer pixels = reader.read(i);
            if (converted != null) {
                converter.convert(pixels, converted.clear());
                pixels = converted.flip();
            }
            places[i] = spool.begin();
            encoder.encode(pixels, spool);
            lengths[i] = spool.end(places[i]);
        }
    }
}
