package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diconde4j.render.Rendering;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a picture is to look, and where to write it. */
@SuppressWarnings("NullAway.Init")
final class PictureOption {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})[x×](\\d{1,6})");
    private static final Pattern INDEX = Pattern.compile("\\d{1,6}");

    @Option(
            names = "--window",
            paramLabel = "C,W|N|auto|full",
            description =
                    "Center and width; which window or VOI LUT of the image, 1 for the first; 'auto' by the values of "
                            + "the frame; 'full' for all values that can be stored.")
    private @Nullable String window;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            description = "As large as fits into this, in the shape of the component.")
    private @Nullable String size;

    @Option(names = "--depth", paramLabel = "8|16", defaultValue = "8", description = "Bits of a sample in a PNG.")
    private int depth;

    @Option(
            names = "--quality",
            paramLabel = "Q",
            defaultValue = "0.9",
            description = "Of a JPEG: 0 for small to 1 for good (default 0.9).")
    private double quality;

    @Option(names = "--out", paramLabel = "OUT", required = true, description = "The picture, .png, .jpg or .gif.")
    private Path out;

    /** Complains of what cannot be, before anything is read. */
    void check() {
        boolean png = name().endsWith(".png");
        if (!isJpeg() && !png && !isGif()) {
            throw new WrongUsage("--out " + out + ", expected a name that ends with .png, .jpg or .gif");
        }
        if (depth != 8 && depth != 16 || !png && depth == 16) {
            throw new WrongUsage("--depth " + depth + ", expected 8, or 16 for a .png");
        }
        if (!(quality >= 0 && quality <= 1)) {
            throw new WrongUsage("--quality " + quality + ", expected 0 to 1");
        }
    }

    private String name() {
        return String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
    }

    private boolean isGif() {
        return name().endsWith(".gif");
    }

    private boolean isJpeg() {
        return name().endsWith(".jpg") || name().endsWith(".jpeg");
    }

    void write(Rendering plain, Terminal terminal) throws IOException {
        Rendering rendering = sized(windowed(plain));
        NewFile.write(out, to -> {
            if (isJpeg()) {
                rendering.jpeg(to, quality);
            } else if (isGif()) {
                rendering.gif(to);
            } else if (depth == 16) {
                rendering.png16(to);
            } else {
                rendering.png(to);
            }
        });
        terminal.out().println(out);
    }

    private Rendering sized(Rendering rendering) {
        if (size == null) {
            return rendering;
        }
        int[] box = numbers(SIZE, "--size", size, "WxH");
        if (box[0] < 1 || box[1] < 1) {
            throw new WrongUsage("--size " + size + ": width and height are at least 1");
        }
        return rendering.size(box[0], box[1]);
    }

    private Rendering windowed(Rendering rendering) {
        if (window == null) {
            return rendering;
        }
        if (window.equals("auto")) {
            return rendering.autoWindow();
        }
        if (window.equals("full")) {
            return rendering.fullRange();
        }
        if (INDEX.matcher(window).matches() && Integer.parseInt(window) > 0) {
            return rendering.storedWindow(Integer.parseInt(window) - 1);
        }
        String[] parts = window.split(",", -1);
        try {
            if (parts.length == 2) {
                return rendering.window(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
            }
        } catch (NumberFormatException e) {
            // said below
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--window " + window + ": " + e.getMessage());
        }
        throw new WrongUsage("--window " + window + ", expected CENTER,WIDTH, a number from 1 on, 'auto' or 'full'");
    }

    static int[] numbers(Pattern pattern, String option, String text, String expected) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new WrongUsage(option + " " + text + ", expected " + expected);
        }
        int[] numbers = new int[matcher.groupCount()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Integer.parseInt(matcher.group(i + 1));
        }
        return numbers;
    }
}
