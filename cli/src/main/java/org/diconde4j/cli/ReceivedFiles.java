package org.diconde4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.ReadLimits;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.service.StoreHandler;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.service.StoreRequest;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.Projection;

/** Writes what comes by C-STORE into files {@code STUDY/SERIES/INSTANCE.dcm} of a folder, and never half a file. */
final class ReceivedFiles implements StoreHandler {
    private static final DicomReader HEADER =
            DicomReader.lenient().withLimits(ReadLimits.HEADERS).withStopAt(Tag.StudyID);

    private final Path folder;
    private final Progress progress;
    private long received;
    private long failed;

    ReceivedFiles(Path folder, Progress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    long received() {
        return received;
    }

    long failed() {
        return failed;
    }

    @Override
    public StoreOutcome store(StoreRequest request, InputStream dataset) throws IOException {
        try {
            write(request, dataset);
            received++;
            progress.to(received + failed);
            return StoreOutcome.success();
        } catch (FileAlreadyExistsException e) {
            failed++;
            progress.say("failed " + request.sopInstanceUid() + ": " + Failures.sentence(e));
            return StoreOutcome.of(Status.PROCESSING_FAILURE, "another file is in the way");
        } catch (IOException | RuntimeException e) {
            failed++;
            progress.say("failed " + request.sopInstanceUid() + ": " + Failures.sentence(e));
            throw e;
        }
    }

    private void write(StoreRequest request, InputStream dataset) throws IOException {
        Path part = Files.createTempFile(folder, "incoming-", ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                out.write(DicomWriter.preambleAndMeta(
                        FileMeta.of(request.sopClassUid(), request.sopInstanceUid(), request.transferSyntaxUid())));
                dataset.transferTo(out);
            }
            Path file = folder.resolve(name(part, request));
            Files.createDirectories(file.getParent());
            if (Files.exists(file) && Files.mismatch(part, file) < 0) {
                return;
            }
            Files.move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The last three segments of the name that an archive would give it: safe whatever the UIDs are. */
    private static Path name(Path part, StoreRequest request) throws IOException {
        Dataset header = HEADER.read(part).dataset();
        String uid = request.sopInstanceUid();
        Path name = Path.of(ObjectNames.instance(
                Projection.studyUid(header.string(Tag.StudyInstanceUID), uid),
                Projection.seriesUid(header.string(Tag.SeriesInstanceUID), uid),
                uid));
        return name.subpath(name.getNameCount() - 3, name.getNameCount());
    }
}
