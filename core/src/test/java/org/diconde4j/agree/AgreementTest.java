package org.diconde4j.agree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomDump;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomXml;
import org.diconde4j.peer.Dcmtk;
import org.diconde4j.peer.Pydicom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What we say of every file against what pydicom and DCMTK say of it, in the normal form of {@link Leaves}. Each
 * difference has a reason among {@link Difference}, or the test fails; docs/conformance.md explains them.
 *
 * <p>The files are pydicom's own; others with {@code -Ddiconde4j.collection=folder:folder}.
 */
class AgreementTest {
    private static final String TO_JSON = """
            import sys, json, pydicom
            for n, f in enumerate(sys.argv[1:], 1):
                try:
                    d = pydicom.dcmread(f, force=True).to_json_dict()
                    text = json.dumps({t: d[t] for t in sorted(d)})
                except Exception as e:
                    text = ''
                open(str(n), 'w').write(text)
            """;

    /** Differences shown of one file; where its reading goes apart, there are thousands. */
    private static final int SHOWN = 8;

    private static final Pattern STRAY = Pattern.compile("(\\d+) stray bytes? stands? before the first element");

    private static TreeMap<Path, Samples.Read> samples;

    @TempDir
    Path temp;

    private final Map<Difference, Integer> explained = new TreeMap<>();
    private final List<String> unexplained = new ArrayList<>();
    private int unexplainedOfFile;
    private final List<String> unread = new ArrayList<>();
    private int compared;

    @BeforeAll
    static void read() throws IOException {
        samples = Samples.readable();
    }

    @Test
    void json_is_that_of_pydicom() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Samples.Read file : samples.values()) {
            files.add(withoutStrayBytes(file));
        }
        Pydicom.scriptIn(temp, TO_JSON, files);
        int n = 0;
        for (Samples.Read file : samples.values()) {
            String text = Files.readString(temp.resolve(String.valueOf(++n)));
            if (text.isEmpty()) {
                unread.add(file.name());
                continue;
            }
            Leaves theirs = JsonLeaves.of(text);
            Dataset ours = Retyped.like(file.dataset(), theirs, (dataset, tag) -> Retyped.hex(tag));
            compare(file, JsonLeaves.of(DicomJson.inline().toString(ours)), theirs, Difference.PYDICOM);
        }
        report("JSON", "pydicom", 173);
    }

    /** A file that pydicom reads from its first byte on, whatever that is, begins with its first element. */
    private Path withoutStrayBytes(Samples.Read file) throws IOException {
        int stray = file.deviations().stream()
                .map(d -> STRAY.matcher(d.problem()))
                .filter(Matcher::lookingAt)
                .mapToInt(m -> Integer.parseInt(m.group(1)))
                .sum();
        if (stray == 0) {
            return file.path();
        }
        byte[] bytes = Files.readAllBytes(file.path());
        return Files.write(temp.resolve(file.name()), Arrays.copyOfRange(bytes, stray, bytes.length));
    }

    @Test
    void xml_is_that_of_dcm2xml() throws IOException, InterruptedException {
        List<Path> output =
                Dcmtk.eachOf(List.copyOf(samples.keySet()), temp, "dcm2xml", "-nat", "+Eb", "+M", "+U8", "-q");
        int n = 0;
        for (Samples.Read file : samples.values()) {
            Leaves theirs;
            try {
                theirs = XmlLeaves.of(Files.readAllBytes(output.get(n++)));
            } catch (XMLStreamException e) {
                unread.add(file.name()); // nothing, or what is no XML
                continue;
            }
            Dataset ours = Retyped.like(file.dataset(), theirs, XmlLeaves::key);
            byte[] document = DicomXml.inline().toString(ours).getBytes(StandardCharsets.UTF_8);
            compare(file, XmlLeaves.ours(document), theirs, Difference.DCM2XML);
        }
        report("XML", "dcm2xml", 156);
    }

    @Test
    void dump_is_that_of_dcmdump() throws IOException, InterruptedException {
        List<Path> output =
                Dcmtk.eachOf(List.copyOf(samples.keySet()), temp, "dcmdump", "+L", "-q", "+Qn", "-Un", "+uc");
        int n = 0;
        for (Samples.Read file : samples.values()) {
            String text = Files.readString(output.get(n++), StandardCharsets.US_ASCII);
            if (text.isEmpty()) {
                unread.add(file.name());
                continue;
            }
            Leaves theirs = DumpLeaves.dcmdump(text);
            DicomObject object = file.object();
            Dataset dataset = Retyped.like(file.dataset(), theirs, (around, tag) -> Retyped.hex(tag));
            StringBuilder ours = new StringBuilder();
            DicomDump.standard()
                    .withValuesUpTo(Integer.MAX_VALUE)
                    .write(new DicomObject(object.fileMeta(), object.transferSyntax(), 0, dataset), ours);
            compare(file, DumpLeaves.ours(ours.toString()), theirs, Difference.DCMDUMP);
        }
        report("dump", "dcmdump", 156);
    }

    private void compare(Samples.Read file, Leaves ours, Leaves theirs, List<Difference> known) {
        compared++;
        unexplainedOfFile = 0;
        TreeSet<String> paths = new TreeSet<>(ours.map.keySet());
        paths.addAll(theirs.map.keySet());
        for (String path : paths) {
            if (ours.get(path).equals(theirs.get(path))) {
                continue;
            }
            Difference.Place place = new Difference.Place(file, path, ours, theirs);
            known.stream()
                    .filter(difference -> difference.explains(place))
                    .findFirst()
                    .ifPresentOrElse(
                            difference -> explained.merge(difference, 1, Integer::sum), () -> unexplained(place));
        }
        if (unexplainedOfFile > SHOWN) {
            unexplained.add(file.path() + " and " + (unexplainedOfFile - SHOWN) + " more");
        }
    }

    private void unexplained(Difference.Place place) {
        if (unexplainedOfFile++ < SHOWN) {
            unexplained.add(place.file().path() + " " + place.path() + "\n  ours   " + Leaves.shortened(place.a())
                    + "\n  theirs " + Leaves.shortened(place.b()));
        }
    }

    private void report(String what, String peer, int atLeast) {
        System.out.printf(
                "%s: %d files compared with %s, which cannot read %d: %s%n",
                what, compared, peer, unread.size(), unread);
        explained.forEach((difference, count) -> System.out.printf("  %d leaves: %s%n", count, difference));
        assertThat(unexplained).as(String.join("\n", unexplained)).isEmpty();
        assertThat(compared).isGreaterThanOrEqualTo(Samples.isPydicom() ? atLeast : 1);
    }
}
