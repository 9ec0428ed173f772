package org.diconde4j.archive.compress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.Transcoded;
import org.diconde4j.pixel.Transcoder;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes compressed files. As many at once as there are processors, so that memory does not depend on the number of senders.
 * Thread-safe.
 */
final class Compression {
    /** Pixel data below this is not worth a file that has to be decoded. */
    static final int SMALLEST = 1 << 10;

    /** A sender waits for the answer meanwhile, and not for ever. */
    static final long LARGEST = 1L << 29;

    private static final Logger LOG = LoggerFactory.getLogger(Compression.class);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** A frame is held some four times over while it is encoded, and all that work at once shall leave half of the memory to others. */
    private static final long LARGEST_FRAME = Runtime.getRuntime().maxMemory() / (8L * PROCESSORS);

    private static final long MOST_SECONDS_OF_WAITING = 10;

    private final TransferSyntax syntax;
    private final Transcoder transcoder;
    private final Semaphore turns = new Semaphore(PROCESSORS);

    private Compression(TransferSyntax syntax) {
        this.syntax = syntax;
        this.transcoder = Transcoder.to(syntax);
    }

    /**
     * Chooses the encoding.
     *
     * @throws IllegalArgumentException if nothing installed encodes it without a loss
     */
    static Compression to(TransferSyntax syntax) {
        String refusal = refusal(syntax);
        if (refusal != null) {
            throw new IllegalArgumentException("objects can't be compressed as " + syntax.name() + " (" + syntax.uid()
                    + "): " + refusal + "; JPEG-LS Lossless (1.2.840.10008.1.2.4.80) is a good choice");
        }
        return new Compression(syntax);
    }

    private static @Nullable String refusal(TransferSyntax syntax) {
        if (!syntax.encapsulated() || syntax.uid().equals(UID.EncapsulatedUncompressedExplicitVRLittleEndian)) {
            return "it is no compression of pixels";
        }
        FrameCodecs codecs = FrameCodecs.installed();
        if (codecs.reencodes(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, syntax)) {
            return null;
        }
        return codecs.encodable().contains(syntax.uid())
                ? "it loses information, or may"
                : "no codec that is installed encodes it";
    }

    TransferSyntax syntax() {
        return syntax;
    }

    /**
     * Writes the compressed file of an object, reads that again, and compares what comes out with what was received.
     *
     * @param received the bytes as received
     * @param length their length
     * @param digest their digest
     * @param store where to write
     * @return what was written, which is smaller and gives the bytes as received; null if the object has to be kept as it is
     */
    @Nullable
    ObjectWriter compress(BulkData.Source received, long length, Digest digest, ObjectStore store) {
        if (length < SMALLEST || length > LARGEST || !takeTurn()) {
            return null;
        }
        try {
            DicomObject object = read(received);
            Remainder remainder = object == null ? null : remainder(object, received, length);
            return object == null || remainder == null ? null : write(object, remainder, digest, store);
        } catch (PixelException e) {
            LOG.debug("an object is kept as received: {}", e.getMessage());
            return null;
        } catch (IOException | RuntimeException e) { // whatever it is, the object itself can still be kept
            LOG.warn("an object could not be compressed and is kept as received", e);
            return null;
        } finally {
            turns.release();
        }
    }

    private boolean takeTurn() {
        try {
            return turns.tryAcquire(MOST_SECONDS_OF_WAITING, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private @Nullable ObjectWriter write(DicomObject object, Remainder remainder, Digest digest, ObjectStore store)
            throws IOException {
        ObjectWriter to = store.begin();
        boolean kept = false;
        try (Transcoded transcoded = transcoder.transcode(object)) {
            DicomObject smaller = transcoded.object();
            Dataset meta = remainder.into(smaller.fileMeta());
            DicomWriter.write(new DicomObject(meta, smaller.transferSyntax(), 0, smaller.dataset()), to);
            kept = to.length() < remainder.length() && isReversed(to, digest);
            return kept ? to : null;
        } finally {
            if (!kept) {
                to.close();
            }
        }
    }

    /** An object whose pixels can be compressed. */
    private static @Nullable DicomObject read(BulkData.Source received) throws IOException {
        DicomObject object;
        try (InputStream in = received.open(0, Long.MAX_VALUE)) {
            object = DicomReader.lenient()
                    .withBulkIn(received)
                    .withBulkFrom(SMALLEST)
                    .read(in);
        } catch (PixelException e) {
            throw e;
        } catch (DicondeException e) {
            return null; // no DICOM
        }
        boolean readAsCompressed = Remainder.CREATOR.equals(object.fileMeta().string(Tag.PrivateInformationCreatorUID));
        return object.transferSyntax().isNative() && !object.transferSyntax().deflated() && !readAsCompressed
                ? object
                : null;
    }

    private static @Nullable Remainder remainder(DicomObject object, BulkData.Source received, long length)
            throws IOException {
        Element pixels = object.dataset().get(Tag.PixelData);
        BulkData bulk = pixels == null ? null : pixels.bulkData();
        if (pixels == null || bulk == null) {
            return null;
        }
        Frames frames = Frames.of(object);
        PixelDescription layout = frames.description();
        long size = layout.nativeLength();
        long end = bulk.offset() + size;
        boolean inWholeBytes = layout.frameBits() % 8 == 0 && (!pixels.isBigEndian() || layout.frameLength() % 2 == 0);
        if (!inWholeBytes
                || layout.frameLength() > LARGEST_FRAME
                || size > bulk.length()
                || bulk.offset() > Remainder.MOST
                || length - end > Remainder.MOST) {
            return null;
        }
        byte[] before = bytes(received, 0, bulk.offset());
        byte[] after = bytes(received, end, length - end);
        return new Remainder(before, size, after, pixels.isBigEndian());
    }

    private static byte[] bytes(BulkData.Source source, long offset, long length) throws IOException {
        try (InputStream in = source.open(offset, length)) {
            return in.readNBytes((int) length);
        }
    }

    private static boolean isReversed(ObjectWriter written, Digest digest) throws IOException {
        BulkData.Source file = written::readBack;
        Remainder found = Remainder.find(file, "the compressed object");
        if (found == null) {
            return false;
        }
        try (InputStream in = Channels.newInputStream(new ReceivedChannel("the compressed object", file, found))) {
            return Digest.of(in).equals(digest);
        }
    }
}
