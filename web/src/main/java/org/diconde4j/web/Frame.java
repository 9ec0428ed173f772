package org.diconde4j.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.diconde4j.archive.Retrieval;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.FrameReader;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.web.http.Acceptable;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.MultipartWriter;
import org.jspecify.annotations.Nullable;

/** Frames of an instance, each for itself (PS3.18 10.4.1.1.6): as they are stored, decoded, or compressed without a loss. */
final class Frame {
    private static final int MOST = 10_000;

    private final FrameCodecs codecs = FrameCodecs.installed();
    private final KnownFrames known = new KnownFrames();

    /**
     * How frames are given.
     *
     * @param multipart whether as parts
     * @param type the media type of each
     * @param syntax the transfer syntax
     * @param stored whether that is as they stand
     */
    private record Form(boolean multipart, String type, String syntax, boolean stored) {
        Map<String, String> headers(String location) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", type + "; transfer-syntax=" + syntax);
            headers.put("Content-Location", location);
            return headers;
        }
    }

    void answer(Call call, Resource resource, String list) throws IOException {
        int[] wanted = numbers(list);
        Retrieval retrieval = call.archive().retrieve(resource.selection());
        InstanceRef instance = resource.first(retrieval);
        try {
            Frames frames = known.of(retrieval, instance);
            answer(call, frames, wanted, instance);
        } catch (PixelException e) {
            throw new HttpProblem(
                    404, "frames of instance " + instance.sopInstanceUid() + " cannot be given: " + e.getMessage(), e);
        }
    }

    /** All frames, for a value that is compressed pixels. */
    void all(Call call, Frames frames, InstanceRef instance) throws IOException {
        int[] wanted = new int[frames.count()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = i + 1;
        }
        answer(call, frames, wanted, instance);
    }

    private void answer(Call call, Frames frames, int[] wanted, InstanceRef instance) throws IOException {
        String location = Resource.url(call.exchange.base(), instance);
        for (int frame : wanted) {
            if (frame > frames.count()) {
                throw HttpProblem.notFound("there is no frame " + frame + ": the instance has " + frames.count());
            }
        }
        Form form = form(call, frames.transferSyntax(), wanted.length == 1);
        if (call.has((form.multipart() ? "W/" : "") + Version.strong(call, instance, form + Arrays.toString(wanted)))) {
            return;
        }
        try (Source source = open(frames, form)) {
            InputStream first = source.frame(wanted[0] - 1); // what is damaged is found before the answer begins
            MultipartWriter parts = new MultipartWriter();
            Map<String, String> headers = form.multipart()
                    ? Map.of("Content-Type", parts.contentType(form.type()))
                    : form.headers(location + "/frames/" + wanted[0]);
            try (OutputStream out = call.answer(200, headers)) {
                for (int i = 0; i < wanted.length; i++) {
                    if (form.multipart()) {
                        parts.begin(out, form.headers(location + "/frames/" + wanted[i]));
                    }
                    try (InputStream in = i == 0 ? first : source.frame(wanted[i] - 1)) {
                        Copy.all(in, out);
                    }
                }
                if (form.multipart()) {
                    parts.end(out);
                }
            }
        }
    }

    static int[] numbers(String list) {
        String[] texts = list.split(",", -1);
        if (texts.length > MOST) {
            throw HttpProblem.badRequest("more than " + MOST + " frames at once");
        }
        int[] numbers = new int[texts.length];
        for (int i = 0; i < texts.length; i++) {
            if (!texts[i].matches("[0-9]{1,9}") || Integer.parseInt(texts[i]) == 0) {
                throw HttpProblem.badRequest(
                        "expected numbers of frames from 1 on with commas between them, found \"" + list + "\"");
            }
            numbers[i] = Integer.parseInt(texts[i]);
        }
        return numbers;
    }

    private Form form(Call call, TransferSyntax stored, boolean alone) {
        for (Acceptable acceptable : call.acceptable()) {
            Form form = form(acceptable, stored, alone);
            if (form != null) {
                return form;
            }
        }
        throw call.notAcceptable("multipart/related; type=\"" + PixelMedia.UNCOMPRESSED + "\" or type=\""
                + PixelMedia.of(stored.uid()) + "\"; transfer-syntax=" + stored.uid());
    }

    private @Nullable Form form(Acceptable acceptable, TransferSyntax stored, boolean alone) {
        boolean anything = acceptable.type().endsWith("*");
        boolean multipart = acceptable.multipart() || anything || !alone;
        if (!alone && !acceptable.multipart() && !anything) {
            return null;
        }
        String syntax = acceptable.transferSyntax();
        String type = PixelMedia.of(stored.uid());
        boolean asStored = syntax == null
                ? acceptable.takes(type) && !acceptable.takes(PixelMedia.UNCOMPRESSED)
                : syntax.equals("*") || syntax.equals(stored.uid());
        if (!stored.isNative() && asStored && (acceptable.takes(type) || acceptable.takes(PixelMedia.UNCOMPRESSED))) {
            return new Form(multipart, type, stored.uid(), true);
        }
        boolean decodes = stored.isNative() || codecs.decodable().contains(stored.uid());
        boolean plain = syntax == null
                || syntax.equals("*")
                || TransferSyntax.of(syntax).isNative();
        if (acceptable.takes(PixelMedia.UNCOMPRESSED) && plain && decodes) {
            return new Form(multipart, PixelMedia.UNCOMPRESSED, UID.ExplicitVRLittleEndian, false);
        }
        String wanted = syntax == null || syntax.equals("*") ? PixelMedia.defaultSyntax(acceptable.type()) : syntax;
        if (wanted != null
                && codecs.reencodes(stored, TransferSyntax.of(wanted))
                && acceptable.takes(PixelMedia.of(wanted))) {
            return new Form(multipart, PixelMedia.of(wanted), wanted, false);
        }
        return null;
    }

    /** Where frames come from, one at a time. */
    private interface Source extends AutoCloseable {
        InputStream frame(int number) throws IOException;

        @Override
        void close() throws IOException;
    }

    private Source open(Frames frames, Form form) throws IOException {
        if (form.stored() || frames.transferSyntax().isNative() && form.type().equals(PixelMedia.UNCOMPRESSED)) {
            return new Source() {
                @Override
                public InputStream frame(int number) throws IOException {
                    return frames.open(number);
                }

                @Override
                public void close() {}
            };
        }
        FrameReader reader = FrameReader.open(frames, codecs, DecodeOptions.DEFAULT);
        if (form.type().equals(PixelMedia.UNCOMPRESSED)) {
            return new Source() {
                @Override
                public InputStream frame(int number) throws IOException {
                    return new BufferStream(reader.read(number));
                }

                @Override
                public void close() throws IOException {
                    reader.close();
                }
            };
        }
        FrameEncoder encoder;
        try {
            encoder = codecs.encoder(TransferSyntax.of(form.syntax()), reader.description(), EncodeOptions.DEFAULT);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
        return new Source() {
            @Override
            public InputStream frame(int number) throws IOException {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                encoder.encode(reader.read(number), out);
                return new BufferStream(ByteBuffer.wrap(out.toByteArray()));
            }

            @Override
            public void close() throws IOException {
                encoder.close();
                reader.close();
            }
        };
    }

    /** The bytes of a buffer, which must not change before they are read. */
    private static final class BufferStream extends InputStream {
        private final ByteBuffer buffer;

        BufferStream(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public int read() {
            return buffer.hasRemaining() ? buffer.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (length > 0 && !buffer.hasRemaining()) {
                return -1;
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(target, offset, count);
            return count;
        }
    }
}
