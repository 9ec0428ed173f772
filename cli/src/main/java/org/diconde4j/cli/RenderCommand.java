package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diconde4j.io.DicomReader;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.render.Rendering;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A picture of a frame. */
@Command(
        name = "render",
        header = "Draw a frame of a file as it is meant to be seen.",
        description = {
            "",
            "Rescaling, windows and lookup tables, shutters, overlays and palettes are applied. Without --window, the first "
                    + "one of the image is taken; where it has none, a range that leaves a hundredth of the pixels out at "
                    + "either end, and of images of up to 8 bits all values. Frames and windows are counted from 1. A file "
                    + "that is there is not touched."
        },
        footer = {
            "  diconde4j render weld.dcm --out weld.png",
            "  diconde4j render weld.dcm --window 20000,8000 --region 100,50,640,480 --out part.png",
            "  diconde4j render weld.dcm --state evaluated.dcm --out evaluated.png",
            "  diconde4j render volume.dcm --frame 12 --window auto --size 256x256 --out small.jpg",
            "  diconde4j render weld.dcm --window 2 --depth 16 --out weld16.png"
        })
@SuppressWarnings("NullAway.Init")
final class RenderCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})[x×](\\d{1,6})");
    private static final Pattern REGION = Pattern.compile("(\\d{1,6}),(\\d{1,6}),(\\d{1,6}),(\\d{1,6})");
    private static final Pattern INDEX = Pattern.compile("\\d{1,6}");

    private final Terminal terminal;

    @Option(names = "--frame", paramLabel = "N", defaultValue = "1", description = "Which frame, 1 for the first.")
    private int frame;

    @Option(
            names = "--window",
            paramLabel = "C,W|N|auto|full",
            description =
                    "Center and width; which window or VOI LUT of the image, 1 for the first; 'auto' by the values of "
                            + "the frame; 'full' for all values that can be stored.")
    private @Nullable String window;

    @Option(
            names = "--region",
            paramLabel = "X,Y,W,H",
            description = "Only this part: first column and row, counted from 0, width and height.")
    private @Nullable String region;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            description = "As large as fits into this, in the shape of the component.")
    private @Nullable String size;

    @Option(
            names = "--state",
            paramLabel = "PR",
            description = "A presentation state: a DICOM file that says how the image is to look.")
    private @Nullable Path state;

    @Option(names = "--no-overlays", description = "Leave overlays out, and text and graphics of the state.")
    private boolean noOverlays;

    @Option(names = "--depth", paramLabel = "8|16", defaultValue = "8", description = "Bits of a sample in a PNG.")
    private int depth;

    @Option(
            names = "--quality",
            paramLabel = "Q",
            defaultValue = "0.9",
            description = "Of a JPEG: 0 for small to 1 for good (default 0.9).")
    private double quality;

    @Option(names = "--tolerant", description = "Draw as much of a damaged frame as can be decoded.")
    private boolean tolerant;

    @Option(names = "--out", paramLabel = "OUT", required = true, description = "The picture, .png or .jpg.")
    private Path out;

    @Parameters(paramLabel = "FILE", description = "A DICOM file.")
    private Path file;

    RenderCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
        boolean jpeg = name.endsWith(".jpg") || name.endsWith(".jpeg");
        if (!jpeg && !name.endsWith(".png")) {
            throw new WrongUsage("--out " + out + ", expected a name that ends with .png or .jpg");
        }
        if (depth != 8 && depth != 16 || jpeg && depth == 16) {
            throw new WrongUsage("--depth " + depth + ", expected 8, or 16 for a .png");
        }
        if (!(quality >= 0 && quality <= 1)) {
            throw new WrongUsage("--quality " + quality + ", expected 0 to 1");
        }
        if (frame < 1) {
            throw new WrongUsage("--frame " + frame + ", expected 1 for the first one");
        }
        Rendering rendering = rendering();
        NewFile.write(out, to -> {
            if (jpeg) {
                rendering.jpeg(to, quality);
            } else if (depth == 16) {
                rendering.png16(to);
            } else {
                rendering.png(to);
            }
        });
        terminal.out().println(out);
        return 0;
    }

    private Rendering rendering() throws IOException {
        Deviations deviations = new Deviations(terminal);
        DicomReader reader = DicomReader.lenient().withTruncatedInput().withDeviations(deviations);
        DecodeOptions options = DecodeOptions.DEFAULT.withDeviations(deviations);
        Rendering rendering = windowed(
                        Rendering.of(DicomFile.read(file, reader)).frame(frame - 1))
                .decoding(tolerant ? options.withTolerance() : options);
        if (state != null) {
            rendering = rendering.state(DicomFile.read(state, reader).dataset());
        }
        if (region != null) {
            int[] part = numbers(REGION, "--region", region, "X,Y,W,H");
            rendering = rendering.region(part[0], part[1], atLeast1(part[2], region), atLeast1(part[3], region));
        }
        if (size != null) {
            int[] box = numbers(SIZE, "--size", size, "WxH");
            rendering = rendering.size(atLeast1(box[0], size), atLeast1(box[1], size));
        }
        return noOverlays ? rendering.withoutOverlays() : rendering;
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

    private static int[] numbers(Pattern pattern, String option, String text, String expected) {
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

    private static int atLeast1(int size, String text) {
        if (size < 1) {
            throw new WrongUsage(text + ": width and height are at least 1");
        }
        return size;
    }
}
