package org.diconde4j.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.iod.Finding;
import org.diconde4j.iod.IodReport;
import org.diconde4j.iod.IodValidator;
import org.diconde4j.iod.Rule;
import org.diconde4j.iod.Severity;
import org.diconde4j.net.tck.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What our validator finds in the objects of our builders, sound and broken, and what dciodvfy finds in the same. */
class ValidationTest {
    private static final Duration TIME = Duration.ofSeconds(60);
    private static final Pattern MISSING = Pattern.compile("Error - Missing attribute Type \\w+ .*Element=<(\\w+)>.*");
    private static final Pattern TERM = Pattern.compile("Error - Unrecognized enumerated value .* attribute <(.+)>");

    /** Kinds that both know, one for each definition. */
    private static final Set<String> KINDS = Set.of(
            "cr", "ct", "dx", "enhanced-ct", "photograph", "sc", "sc-bytes", "sc-bits", "us", "us-multi-frame", "pdf");

    /**
     * What dciodvfy misses and we do not, with the reason.
     *
     * <p>Laterality: it is asked for where a body part is one of a pair, which a program cannot know.
     */
    private static final Set<String> MISSING_FOR_DCIODVFY = Set.of("Laterality");

    /**
     * Whose values are not compared, with the reason.
     *
     * <p>Modality: we take any where DICONDE may have its own. Rescale Type: Hounsfield units are for bodies. Photometric
     * Interpretation: dciodvfy does not look at that of multi-frame ultrasound.
     */
    private static final Set<String> VALUES_NOT_COMPARED =
            Set.of("Modality", "RescaleType", "PhotometricInterpretation");

    /** On these the conditions of others depend; who misses them first decides what is missed next. */
    private static final Set<Integer> CONDITIONS = Set.of(
            Tag.SOPClassUID,
            Tag.SOPInstanceUID,
            Tag.ImageType,
            Tag.PresentationIntentType,
            Tag.PhotometricInterpretation,
            Tag.BitsStored,
            Tag.NumberOfFrames,
            Tag.FrameIncrementPointer,
            Tag.SharedFunctionalGroupsSequence,
            Tag.PerFrameFunctionalGroupsSequence,
            Tag.DimensionOrganizationSequence);

    private final Map<String, DicomObject> objects = EveryKind.objects();

    @TempDir
    private Path directory;

    @Test
    void our_builders_make_objects_of_described_classes_without_errors() {
        objects.forEach((name, object) -> {
            IodReport report = IodValidator.standard().validate(object);

            assertThat(report.iod()).as(name).isNotNull();
            assertThat(report.atLeast(Severity.ERROR).findings()).as(name).isEmpty();
        });
    }

    @Test
    void they_give_no_warnings_but_for_floating_point_pixels_outside_of_parametric_maps() {
        Map<String, String> warnings = new TreeMap<>();
        objects.forEach((name, object) -> IodValidator.standard().validate(object).findings().stream()
                .filter(finding -> finding.severity() == Severity.WARNING)
                .filter(finding -> finding.tag() != Tag.FloatPixelData)
                .forEach(finding -> warnings.put(name, finding.toString())));

        assertThat(warnings).isEmpty();
    }

    @Test
    void dciodvfy_misses_the_same_attributes_when_every_second_one_is_taken_away() throws IOException {
        for (String kind : KINDS) {
            for (int half = 0; half < 2; half++) {
                DicomObject broken = half(objects.get(kind), half);

                Set<String> ours = keywords(broken, Rule.MISSING);
                Set<String> theirs = theirs(broken, MISSING);

                theirs.removeAll(MISSING_FOR_DCIODVFY);
                assertThat(ours).as(kind + ", half " + half).containsAll(theirs);
                ours.removeAll(theirs);
                assertThat(ours)
                        .as(kind + ", half " + half + ", found by us alone")
                        .isEmpty();
            }
        }
    }

    @Test
    void dciodvfy_takes_the_same_values_for_wrong_when_all_code_strings_are() throws IOException {
        for (String kind : KINDS) {
            DicomObject broken = nonsense(objects.get(kind));

            Set<String> ours = keywords(broken, Rule.ENUMERATED_VALUE);
            Set<String> theirs = theirs(broken, TERM);

            theirs.removeAll(VALUES_NOT_COMPARED);
            ours.removeAll(VALUES_NOT_COMPARED);
            assertThat(ours).as(kind).containsAll(theirs);
            ours.removeAll(theirs);
            assertThat(ours).as(kind + ", found by us alone").isEmpty();
        }
    }

    /** Without every second attribute of the first level. */
    private static DicomObject half(DicomObject object, int half) {
        Dataset.Builder less = object.dataset().toBuilder();
        int number = 0;
        for (Element element : object.dataset()) {
            boolean own = element.tag() >>> 16 == 0x0014 || (element.tag() >>> 16 & 1) != 0;
            if (!own && !CONDITIONS.contains(element.tag()) && number++ % 2 == half) {
                less.remove(element.tag());
            }
        }
        return new DicomObject(object.fileMeta(), object.transferSyntax(), 0, less.build());
    }

    private static DicomObject nonsense(DicomObject object) {
        Dataset.Builder other = object.dataset().toBuilder();
        for (Element element : object.dataset()) {
            if (element.vr() == VR.CS && element.tag() != Tag.SpecificCharacterSet) {
                other.set(element.tag(), "NONSENSE");
            }
        }
        return new DicomObject(object.fileMeta(), object.transferSyntax(), 0, other.build());
    }

    private static Set<String> keywords(DicomObject object, Rule rule) {
        return IodValidator.standard().validate(object).findings().stream()
                .filter(finding -> finding.rule() == rule)
                .map(Finding::keyword)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> theirs(DicomObject object, Pattern error) throws IOException {
        Path dciodvfy = Peers.command("dciodvfy", "dicom3tools");
        Path file = Files.createTempDirectory(directory, "broken").resolve("broken.dcm");
        DicomWriter.write(object, file);
        List<String> lines = Peers.run(TIME, dciodvfy, file).output().lines().toList();
        Set<String> keywords = new TreeSet<>();
        for (String line : lines) {
            Matcher matcher = error.matcher(line.strip());
            if (matcher.matches()) {
                keywords.add(matcher.group(1).replaceAll("'s|[^A-Za-z0-9]", ""));
            }
        }
        return keywords;
    }
}
