package org.diconde4j.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.render.Rendering;
import org.diconde4j.render.Window;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.QueryParameters;
import org.jspecify.annotations.Nullable;

/**
 * How a picture is to look (PS3.18 8.3.5).
 *
 * @param window the window, or null for that of the image
 * @param viewport width and height of the picture, and left, top, width and height of the part of the image that it shows; null for
 *     the image as it is
 * @param quality of JPEG, 1 to 100
 */
record PictureLook(@Nullable Window window, @Nullable List<Integer> viewport, long quality) {
    private static final int MOST = 16_384;
    static final int QUALITY = 90;
    private static final String VIEWPORT = "viewport=WIDTH,HEIGHT[,X,Y,WIDTH,HEIGHT]";
    private static final String WINDOW = "window=CENTER,WIDTH[,linear|linear-exact|sigmoid]";

    /** What is asked for. */
    static PictureLook wanted(QueryParameters parameters) {
        String window = parameters.one("window");
        String viewport = parameters.one("viewport");
        long quality = parameters.number("quality", QUALITY);
        if (quality < 1 || quality > 100) {
            throw HttpProblem.badRequest("expected a quality of 1 to 100, found " + quality);
        }
        return new PictureLook(
                window == null ? null : window(window), viewport == null ? null : viewport(viewport), quality);
    }

    /** What of it is left out, as header fields that say so (PS3.18 8.3.5.1.1, 8.3.5.1.5). */
    static Map<String, String> warnings(Call call) {
        List<String> without = new ArrayList<>();
        for (String name : List.of("annotation", "iccprofile")) {
            String value = call.parameters().one(name);
            if (value != null && !value.isEmpty() && !(name.equals("iccprofile") && value.equals("no"))) {
                without.add(name + "=" + value);
            }
        }
        return without.isEmpty() ? Map.of() : Map.of("Warning", call.unsupported(without));
    }

    /** The picture of a rendering that looks so. */
    byte[] draw(Rendering plain, String type) throws IOException {
        Rendering rendering = window == null ? plain : plain.window(window);
        List<Integer> port = viewport;
        if (port != null) {
            rendering = rendering.size(port.get(0), port.get(1));
            if (port.size() > 2) {
                rendering = rendering.region(port.get(2), port.get(3), port.get(4), port.get(5));
            }
        }
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        try {
            switch (type) {
                case PictureForm.PNG -> rendering.png(picture);
                case PictureForm.GIF -> rendering.gif(picture);
                default -> rendering.jpeg(picture, quality / 100.0);
            }
        } catch (PixelException e) {
            throw new HttpProblem(404, "there is no such picture: " + e.getMessage(), e);
        }
        return picture.toByteArray();
    }

    /** Center, width and function (PS3.18 8.3.5.1.4). */
    static Window window(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 2 && parts.length != 3) {
            throw HttpProblem.badRequest("expected " + WINDOW + ", found \"" + text + "\"");
        }
        try {
            return new Window(
                    Double.parseDouble(parts[0]),
                    Double.parseDouble(parts[1]),
                    switch (parts.length == 3 ? parts[2] : "linear") {
                        case "linear" -> Window.Function.LINEAR;
                        case "linear-exact" -> Window.Function.LINEAR_EXACT;
                        case "sigmoid" -> Window.Function.SIGMOID;
                        default -> throw new IllegalArgumentException("there is no function " + parts[2]);
                    });
        } catch (IllegalArgumentException e) {
            throw new HttpProblem(400, "expected " + WINDOW + ", found \"" + text + "\": " + e.getMessage(), e);
        }
    }

    /** Width and height of the picture, and the part of the image that it shows (PS3.18 8.3.5.1.3). */
    private static List<Integer> viewport(String text) {
        String[] parts = text.split(",", -1);
        List<Integer> numbers = new ArrayList<>();
        for (String part : parts) {
            if (!part.trim().matches("[0-9]{1,9}")) {
                throw HttpProblem.badRequest("expected " + VIEWPORT + " of whole numbers, found \"" + text + "\"");
            }
            numbers.add(Integer.valueOf(part.trim()));
        }
        boolean counts = numbers.size() == 2 || numbers.size() == 6;
        boolean empty = counts && (numbers.get(0) < 1 || numbers.get(1) < 1)
                || numbers.size() == 6 && (numbers.get(4) < 1 || numbers.get(5) < 1);
        if (!counts || empty || numbers.get(0) > MOST || numbers.get(1) > MOST) {
            throw HttpProblem.badRequest(
                    "expected " + VIEWPORT + " of at most " + MOST + " rows and columns, found \"" + text + "\"");
        }
        return List.copyOf(numbers);
    }
}
