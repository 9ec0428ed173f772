package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.render.Volume;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A picture of any plane of a volume. */
@Command(
        name = "reslice",
        header = "Draw a plane through the slices of a volume.",
        description = {
            "",
            "The slices of a CT series, in files or folders, or the frames of an enhanced object. Their places come from Image "
                    + "Position and Image Orientation; between voxels, values are interpolated. Files without a place in "
                    + "space are left out."
        },
        footer = {
            "  diconde4j reslice ct --plane coronal --out middle.png",
            "  diconde4j reslice volume.dcm --plane axial --at 12.5 --window auto --out level.png"
        })
@SuppressWarnings("NullAway.Init")
final class ResliceCommand implements Callable<Integer> {
    /** Which coordinate of the plane is the same everywhere. */
    enum Direction {
        /** Along z. */
        AXIAL("axial", 2),
        /** Along y. */
        CORONAL("coronal", 1),
        /** Along x. */
        SAGITTAL("sagittal", 0);

        private final String word;
        private final int axis;

        Direction(String word, int axis) {
            this.word = word;
            this.axis = axis;
        }

        private static Direction named(String word) {
            for (Direction direction : values()) {
                if (direction.word.equals(word)) {
                    return direction;
                }
            }
            throw new WrongUsage("--plane " + word + ", expected axial, coronal or sagittal");
        }

        private Volume.Plane of(Volume volume, double at) {
            return switch (this) {
                case AXIAL -> volume.axial(at);
                case CORONAL -> volume.coronal(at);
                case SAGITTAL -> volume.sagittal(at);
            };
        }
    }

    private final Terminal terminal;

    @Option(
            names = "--plane",
            paramLabel = "PLANE",
            required = true,
            description =
                    "axial: x to the right, y down; coronal: x to the right, z up; sagittal: y to the right, z up.")
    private String plane;

    @Option(
            names = "--at",
            paramLabel = "MM",
            description =
                    "Where: z of an axial plane, y of a coronal one, x of a sagittal one, in millimetres. Without, the "
                            + "middle of the volume.")
    private @Nullable Double at;

    @Option(names = "--series", paramLabel = "UID", description = "Which series, if the files are of several.")
    private @Nullable String series;

    @Mixin
    private PictureOption picture = new PictureOption();

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "DICOM files, and folders of such.")
    private List<Path> paths;

    ResliceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        picture.check();
        Direction direction = Direction.named(plane);
        if (at != null && !Double.isFinite(at)) {
            throw new WrongUsage("--at " + at + ", expected millimetres");
        }
        Volume volume = Volume.of(slices());
        double least = volume.least()[direction.axis];
        double greatest = volume.greatest()[direction.axis];
        double place = at == null ? (least + greatest) / 2 : at;
        if (place < least || place > greatest) {
            throw new DicondeException(
                    "--at " + place + " is outside of the volume, which reaches from " + least + " to " + greatest);
        }
        picture.write(volume.slice(direction.of(volume, place)), terminal);
        return 0;
    }

    private List<DicomObject> slices() throws IOException {
        Map<String, List<DicomObject>> found = new LinkedHashMap<>();
        FileWalk walk = new FileWalk(
                paths,
                List.of(),
                (path, why) -> {},
                (path, e) -> terminal.complain(path + ": " + Failures.sentence(e)));
        while (walk.hasNext()) {
            Path path = walk.next();
            if (!DicomFile.isPartTen(path)) {
                continue;
            }
            DicomObject object = DicomReader.lenient().read(path);
            Dataset dataset = object.dataset();
            if (dataset.contains(Tag.ImagePositionPatient) || dataset.contains(Tag.PerFrameFunctionalGroupsSequence)) {
                found.computeIfAbsent(dataset.string(Tag.SeriesInstanceUID, ""), uid -> new ArrayList<>())
                        .add(object);
            }
        }
        if (series != null) {
            found.keySet().retainAll(List.of(series));
        }
        if (found.isEmpty()) {
            throw new DicondeException(
                    "there are no slices with a place in space" + (series == null ? "" : " of series " + series));
        }
        if (found.size() > 1) {
            throw new WrongUsage(
                    "the files are of several series, say which with --series: " + String.join(", ", found.keySet()));
        }
        return found.values().iterator().next();
    }
}
