package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.peer.Pydicom;
import org.junit.jupiter.api.Test;

/** Every text of pydicom's charset_files, as pydicom reads it. */
class PydicomTextTest {
    private static final String SCRIPT = """
            import sys, os, pydicom
            from pydicom.multival import MultiValue
            def walk(ds, path, name):
                for e in ds:
                    if e.VR == 'SQ':
                        for i, item in enumerate(e.value):
                            walk(item, path + '%08X/%d/' % (e.tag, i), name)
                    elif e.VR in ('PN', 'LO', 'SH', 'LT', 'ST', 'UT', 'UC') and e.value and not e.tag.is_private:
                        v = e.value if isinstance(e.value, MultiValue) else [e.value]
                        print(name, path + '%08X' % e.tag, '\\\\'.join(str(x) for x in v).encode('utf8').hex())
            d = sys.argv[1]
            for f in sorted(os.listdir(d)):
                if f.endswith('.dcm'):
                    ds = pydicom.dcmread(os.path.join(d, f))
                    ds.decode()
                    walk(ds, '', f)
            """;

    @Test
    void all_character_set_files_read_as_in_pydicom() throws Exception {
        Path folder = Pydicom.data().resolve("charset_files");
        Map<String, String> expected = Pydicom.script(SCRIPT, folder.toString())
                .lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(
                        w -> w[0] + " " + w[1],
                        w -> new String(HexFormat.of().parseHex(w[2]), StandardCharsets.UTF_8)));
        Map<String, String> found = new TreeMap<>();
        for (Path file : Pydicom.files()) {
            if (file.startsWith(folder) && file.toString().endsWith(".dcm")) {
                collect(DicomReader.lenient().read(file).dataset(), file.getFileName() + " ", found);
            }
        }
        assertThat(found).hasSizeGreaterThan(50).containsExactlyEntriesOf(new TreeMap<>(expected));
    }

    private static void collect(Dataset dataset, String path, Map<String, String> found) {
        for (Element element : dataset) {
            String name = path + String.format("%08X", element.tag());
            for (int i = 0; i < element.items().size(); i++) {
                collect(element.items().get(i), name + "/" + i + "/", found);
            }
            boolean isPrivate = (element.tag() >>> 16 & 1) == 1; // pydicom has dictionaries of vendors
            if (!isPrivate
                    && element.vr().isText()
                    && !element.isEmpty()
                    && !element.strings().isEmpty()) {
                // pydicom leaves out empty component groups at the end of a name
                found.put(name, String.join("\\", element.strings()).replaceAll("=+$", ""));
            }
        }
    }
}
