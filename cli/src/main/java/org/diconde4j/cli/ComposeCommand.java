package org.diconde4j.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.BulkFolder;
import org.diconde4j.io.BulkSource;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.DicomXml;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file of its JSON or XML. */
@Command(
        name = "compose",
        header = "Make a file of its DICOM JSON Model or Native DICOM Model, as json and xml print them.",
        description = {
            "",
            "The models do not say how pixels are encoded: those in line are native, or the items of encapsulated pixel data."
                    + " For the latter, --to must say of which transfer syntax they are; nothing is decoded or encoded."
                    + " A file that is there is not touched."
        },
        footer = {
            "  diconde4j compose weld-17.json weld-17.dcm",
            "  diconde4j compose --bulk-from pixels --to JPEG2000Lossless weld-17.xml weld-17.dcm"
        })
@SuppressWarnings("NullAway.Init")
final class ComposeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--to",
            paramLabel = "UID|NAME",
            converter = SyntaxName.class,
            description = "The transfer syntax of OUT, its UID or keyword; default: ExplicitVRLittleEndian.")
    private @Nullable TransferSyntax syntax;

    @Option(
            names = "--bulk-from",
            paramLabel = "DIR",
            description = "The folder that --bulk-to of json or xml has filled.")
    private @Nullable Path folder;

    @Parameters(index = "0", paramLabel = "IN", description = "A file of JSON or XML.")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The DICOM file to make.")
    private Path out;

    ComposeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        DicomFile.refuseFolder(in);
        Dataset model = model();
        TransferSyntax target = target(model);
        Dataset.Builder dataset = model.toBuilder();
        for (Element element : model) {
            if (element.tag() >>> 16 == 0x0002) { // some writers put the File Meta Information in
                dataset.remove(element.tag());
            }
        }
        Dataset meta =
                FileMeta.of(model.string(Tag.SOPClassUID, ""), model.string(Tag.SOPInstanceUID, ""), target.uid());
        DicomObject object = new DicomObject(meta, target, 0, dataset.build());
        NewFile.write(out, stream -> {
            OutputStream buffered = new BufferedOutputStream(stream, 1 << 16);
            DicomWriter.write(object, buffered);
            buffered.flush();
        });
        terminal.out().println(out + ": " + target.name() + ", " + Files.size(out) + " bytes");
        return 0;
    }

    private Dataset model() throws IOException {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(in), 1 << 16)) {
            if (isXml(stream)) {
                return DicomXml.inline().withBulkSource(bulk()).read(stream);
            }
            List<Dataset> found = new ArrayList<>();
            DicomJson.inline().withBulkSource(bulk()).readArray(stream, found::add);
            if (found.size() != 1) {
                throw new DicondeException(in + " holds " + found.size() + " data sets, expected one");
            }
            return found.get(0);
        } catch (DicomParseException e) {
            throw e.in(in.toString());
        }
    }

    private BulkSource bulk() {
        return folder != null
                ? new BulkFolder(folder, 0)
                : (uri, tag, vr) -> {
                    throw new DicondeException(
                            "bulk data of " + Dictionary.standard().keyword(tag) + " is at " + Terminal.clean(uri)
                                    + "; say with --bulk-from in which folder");
                };
    }

    /** By the first character that is no mark of an encoding. */
    private static boolean isXml(InputStream stream) throws IOException {
        stream.mark(64);
        int c;
        do {
            c = stream.read();
        } while (c == 0 || c == ' ' || c == '\r' || c == '\n' || c == '\t' || c > 0x7F);
        stream.reset();
        return c == '<';
    }

    private TransferSyntax target(Dataset model) {
        String said = model.string(Tag.TransferSyntaxUID);
        TransferSyntax target = syntax != null ? syntax : said == null ? null : TransferSyntax.of(said);
        Element pixels = model.get(Tag.PixelData);
        boolean items = pixels != null && pixels.fragments() != null;
        if (target == null && items) {
            throw new WrongUsage("the pixel data is encapsulated; say with --to of which transfer syntax it is");
        }
        if (target == null) {
            return TransferSyntax.of(UID.ExplicitVRLittleEndian);
        }
        if (pixels != null && items != target.encapsulated()) {
            throw new WrongUsage("the pixel data is " + (items ? "encapsulated" : "native") + ", which is not "
                    + target.name() + "; compose it as it is and transcode the file then");
        }
        return target;
    }
}
