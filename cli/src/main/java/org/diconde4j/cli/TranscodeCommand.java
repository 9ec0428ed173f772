package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.Transcoder;
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
                    + "Nothing is lost. OUT appears when it is complete, and a file that is there is not touched."
        },
        footer = {
            "  diconde4j transcode --to ExplicitVRLittleEndian old.dcm new.dcm",
            "  diconde4j transcode --to 1.2.840.10008.1.2.8.1 volume.dcm smaller.dcm"
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
        Transcoder.to(target).withDecoding(decoding).transcode(in, out);
        terminal.out().printf(Locale.ROOT, "%s: %s, %d bytes%n", out, target.name(), Files.size(out));
        return 0;
    }
}
