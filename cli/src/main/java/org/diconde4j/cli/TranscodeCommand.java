package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.Transcoder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file in another encoding. */
@Command(
        name = "transcode",
        header = "Write a file in another transfer syntax.",
        description = {
            "",
            "Pixels are decoded and encoded as is needed, one frame at a time; what the file says of them is kept true. "
                    + "Nothing is lost unless --lossy allows it: the result is another image then, with an identity of its own, "
                    + "that says what was lost. Fine indications and RF signals may not survive that. OUT appears when it is "
                    + "complete, and a file that is there is not touched."
        },
        footer = {
            "  diconde4j transcode --to ExplicitVRLittleEndian old.dcm new.dcm",
            "  diconde4j transcode --to 1.2.840.10008.1.2.8.1 volume.dcm smaller.dcm",
            "  diconde4j transcode --to JPEGBaseline8Bit --lossy --quality 90 photo.dcm mail.dcm"
        })
@SuppressWarnings("NullAway.Init")
final class TranscodeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "UID|NAME",
            converter = SyntaxName.class,
            description = "The transfer syntax: its UID or keyword, in any letter case.")
    private TransferSyntax target;

    @Option(names = "--lossy", description = "Allow that information is lost.")
    private boolean lossy;

    @Option(
            names = "--quality",
            paramLabel = "1-100",
            description = "How good a lossy result is, as JPEG understands it.")
    private @Nullable Integer quality;

    @Option(
            names = "--ratio",
            paramLabel = "N",
            description = "How many times smaller a lossy result is than the pixels, such as 10.")
    private @Nullable Double ratio;

    @Option(
            names = "--max-error",
            paramLabel = "N",
            description =
                    "How far a sample of a lossy result may be from what it was, as near-lossless JPEG-LS bounds it.")
    private @Nullable Integer maximumError;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "What only some encoder understands, such as jpeg.predictor=6. May be repeated.")
    private Map<String, String> special = Map.of();

    @Parameters(index = "0", paramLabel = "IN", description = "A DICOM file.")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The file to make.")
    private Path out;

    TranscodeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        DicomFile.refuseFolder(in);
        // damage is refused all the same: only what the file says wrongly of itself is told
        DecodeOptions decoding = DecodeOptions.DEFAULT.withDeviations(new Deviations(terminal));
        Transcoder transcoder = Transcoder.to(target).withDecoding(decoding).withEncoding(encoding());
        (lossy ? transcoder.withLossy() : transcoder).transcode(in, out);
        terminal.out().printf(Locale.ROOT, "%s: %s, %d bytes%n", out, target.name(), Files.size(out));
        return 0;
    }

    private EncodeOptions encoding() {
        EncodeOptions options = EncodeOptions.DEFAULT;
        try {
            options = quality == null ? options : options.withQuality(quality);
            options = ratio == null ? options : options.withRatio(ratio);
            options = maximumError == null ? options : options.withMaximumError(maximumError);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(String.valueOf(e.getMessage()));
        }
        for (Map.Entry<String, String> option : special.entrySet()) {
            options = options.with(option.getKey(), option.getValue());
        }
        return options;
    }
}
