package org.diconde4j.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.diconde4j.archive.Retrieval;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.render.Rendering;
import org.diconde4j.render.Window;
import org.diconde4j.storage.Cursor;
import org.diconde4j.web.http.Acceptable;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.QueryParameters;
import org.jspecify.annotations.Nullable;

/** Frames as pictures that every browser shows (PS3.18 10.4.1.1.3, 10.4.1.1.4). */
final class Rendered {
    private static final String JPEG = "image/jpeg";
    private static final String PNG = "image/png";
    private static final int MOST = 16_384;
    private static final int THUMBNAIL = 256;

    /** A frame, the first of the instance unless the path names one. */
    void picture(Call call, Resource resource, @Nullable String frame) throws IOException {
        Rendering rendering = rendering(call, resource, frame);
        QueryParameters parameters = call.parameters();
        String window = parameters.one("window");
        if (window != null) {
            rendering = rendering.window(window(window));
        }
        String viewport = parameters.one("viewport");
        answer(call, viewport == null ? rendering : viewport(rendering, viewport));
    }

    /** A small picture of the first instance that has one. */
    void thumbnail(Call call, Resource resource, @Nullable String frame) throws IOException {
        Rendering rendering = rendering(call, pictured(call, resource), frame).withoutOverlays();
        String viewport = call.parameters().one("viewport");
        answer(call, viewport == null ? rendering.size(THUMBNAIL, THUMBNAIL) : viewport(rendering, viewport));
    }

    /** The first instance that has rows, or all of them if none has. */
    private static Resource pictured(Call call, Resource resource) {
        try (Cursor<Dataset> instances =
                call.archive().retrieve(resource.selection()).metadata()) {
            while (instances.hasNext()) {
                Dataset instance = instances.next();
                if (instance.contains(Tag.Rows)) {
                    return resource.withInstance(instance.string(Tag.SOPInstanceUID, ""));
                }
            }
        }
        return resource;
    }

    private static Rendering rendering(Call call, Resource resource, @Nullable String frame) throws IOException {
        Retrieval retrieval = call.archive().retrieve(resource.selection());
        DicomObject object = retrieval.read(resource.first(retrieval));
        return Rendering.of(object).frame(frame == null ? 0 : Frame.numbers(frame)[0] - 1);
    }

    /** Center, width and function (PS3.18 8.3.5.1.4). */
    private static Window window(String text) {
        String[] parts = text.split(",", -1);
        String function = parts.length == 3 ? parts[2] : "linear";
        if (parts.length == 2 || parts.length == 3) {
            try {
                return new Window(
                        Double.parseDouble(parts[0]),
                        Double.parseDouble(parts[1]),
                        switch (function) {
                            case "linear" -> Window.Function.LINEAR;
                            case "linear-exact" -> Window.Function.LINEAR_EXACT;
                            case "sigmoid" -> Window.Function.SIGMOID;
                            default -> throw new IllegalArgumentException("there is no function " + function);
                        });
            } catch (IllegalArgumentException e) {
                throw new HttpProblem(
                        400,
                        "expected window=CENTER,WIDTH[,linear|linear-exact|sigmoid], found \"" + text + "\": "
                                + e.getMessage(),
                        e);
            }
        }
        throw HttpProblem.badRequest(
                "expected window=CENTER,WIDTH[,linear|linear-exact|sigmoid], found \"" + text + "\"");
    }

    /** Width and height of the picture, and the part of the image that it shows (PS3.18 8.3.5.1.3). */
    private static Rendering viewport(Rendering rendering, String text) {
        String[] parts = text.split(",", -1);
        if (parts.length == 2 || parts.length == 6) {
            try {
                Rendering sized = rendering.size(size(parts[0]), size(parts[1]));
                return parts.length == 2
                        ? sized
                        : sized.region(number(parts[2]), number(parts[3]), number(parts[4]), number(parts[5]));
            } catch (IllegalArgumentException e) {
                throw new HttpProblem(
                        400,
                        "expected viewport=WIDTH,HEIGHT[,X,Y,WIDTH,HEIGHT] of whole numbers, found \"" + text + "\": "
                                + e.getMessage(),
                        e);
            }
        }
        throw HttpProblem.badRequest("expected viewport=WIDTH,HEIGHT[,X,Y,WIDTH,HEIGHT], found \"" + text + "\"");
    }

    private static int size(String text) {
        int size = number(text);
        if (size > MOST) {
            throw new IllegalArgumentException("pictures have at most " + MOST + " rows and columns");
        }
        return size;
    }

    private static int number(String text) {
        return Integer.parseInt(text.trim());
    }

    private static void answer(Call call, Rendering rendering) throws IOException {
        String type = type(call);
        long quality = call.parameters().number("quality", 90);
        if (quality < 1 || quality > 100) {
            throw HttpProblem.badRequest("expected a quality of 1 to 100, found " + quality);
        }
        // Drawn as a whole first: what cannot be drawn has a status of its own.
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        try {
            if (type.equals(PNG)) {
                rendering.png(picture);
            } else {
                rendering.jpeg(picture, quality / 100.0);
            }
        } catch (PixelException e) {
            throw new HttpProblem(404, "there is no such picture: " + e.getMessage(), e);
        }
        try (OutputStream out = call.answer(200, type)) {
            picture.writeTo(out);
        }
    }

    private static String type(Call call) {
        for (Acceptable acceptable : call.acceptable()) {
            if (!acceptable.multipart() && acceptable.takes(JPEG)) {
                return JPEG;
            }
            if (!acceptable.multipart() && acceptable.takes(PNG)) {
                return PNG;
            }
        }
        throw call.notAcceptable(JPEG + " or " + PNG);
    }
}
