package org.diconde4j.codec.matrix;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.diconde4j.net.tck.Peers;
import org.jspecify.annotations.Nullable;

/**
 * pydicom, which is started once for all cells: it takes longer to begin than to decode. Its RLE is its own; of deflated
 * frames it takes fragments for frames and frames for fragments, and Python's zlib does the rest.
 */
final class Pydicom {
    private static final String SCRIPT = """
            import sys, zlib
            from pydicom import dcmread
            from pydicom._uid_dict import UID_dictionary
            from pydicom.encaps import encapsulate, generate_pixel_data_frame
            from pydicom.encoders.native import _encode_frame
            from pydicom.pixel_data_handlers.rle_handler import _rle_decode_frame

            RLE = '1.2.840.10008.1.2.5'
            UID_dictionary.setdefault('1.2.840.10008.1.2.8.1', ('Deflated Frames', 'Transfer Syntax', '', '', ''))

            def decode(syntax, image):
                size = image.Rows, image.Columns, image.SamplesPerPixel, image.BitsAllocated
                frames = generate_pixel_data_frame(image.PixelData, int(image.NumberOfFrames))
                if syntax == RLE:
                    frames = [bytes(_rle_decode_frame(frame, *size)) for frame in frames]
                    if image.SamplesPerPixel > 1:
                        image.PlanarConfiguration = 1  # as its RLE comes
                else:
                    frames = [zlib.decompressobj(-15).decompress(frame) for frame in frames]
                pixels = b''.join(frames)
                image.PixelData = pixels + bytes(len(pixels) % 2)
                image['PixelData'].is_undefined_length = False
                image.file_meta.TransferSyntaxUID = '1.2.840.10008.1.2.1'

            def encode(syntax, image):
                length = image.Rows * image.Columns * image.SamplesPerPixel * image.BitsAllocated // 8
                frames = [image.PixelData[i * length:(i + 1) * length] for i in range(image.NumberOfFrames)]
                if syntax == RLE:
                    frames = [_encode_frame(frame, rows=image.Rows, columns=image.Columns,
                        samples_per_pixel=image.SamplesPerPixel, bits_allocated=image.BitsAllocated) for frame in frames]
                else:
                    coders = [zlib.compressobj(9, zlib.DEFLATED, -15) for frame in frames]
                    frames = [coder.compress(frame) + coder.flush() for coder, frame in zip(coders, frames)]
                image.PixelData = encapsulate(frames)
                image['PixelData'].VR = 'OB'
                image['PixelData'].is_undefined_length = True
                image.file_meta.TransferSyntaxUID = syntax

            for line in sys.stdin:
                try:
                    what, syntax, source, target = line.rstrip('\\n').split('\\t')
                    image = dcmread(source)
                    {'decode': decode, 'encode': encode}[what](syntax, image)
                    image.save_as(target)
                    print('done', flush=True)
                except Exception as e:
                    print(repr(e).replace('\\n', ' '), flush=True)
            """;

    private static @Nullable Pydicom one;

    private final Process process;
    private final OutputStream orders;
    private final BufferedReader answers;

    private Pydicom() throws IOException {
        process = new ProcessBuilder(Peers.pydicom().toString(), "-W", "ignore", "-c", SCRIPT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = process.getOutputStream();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The one that runs; it is started if need be. */
    static synchronized Pydicom started() throws IOException {
        Pydicom running = one;
        if (running == null) {
            running = new Pydicom();
            one = running;
        }
        return running;
    }

    static synchronized void end() {
        if (one != null) {
            one.process.destroyForcibly();
            one = null;
        }
    }

    /** Whether it did as it was told. */
    boolean does(String what, String syntax, Path from, Path to) throws IOException {
        orders.write((String.join("\t", what, syntax, from.toString(), to.toString()) + "\n")
                .getBytes(StandardCharsets.UTF_8));
        orders.flush();
        String answer = CompletableFuture.supplyAsync(this::answer)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        return answer.equals("done");
    }

    private String answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new AssertionError("pydicom ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
