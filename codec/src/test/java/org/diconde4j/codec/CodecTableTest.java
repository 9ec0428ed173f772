package org.diconde4j.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.diconde4j.dict.UID;
import org.diconde4j.pixel.FrameCodec;
import org.junit.jupiter.api.Test;

/** The table of codecs in docs/conformance.md says yes of the transfer syntaxes that codecs take, and of no others. */
class CodecTableTest {
    private static final String ROOT = "1.2.840.10008.1.2";
    private static final Pattern NUMBERS = Pattern.compile("`([.][0-9.]+)`");
    /** What core does without a codec of this module. */
    private static final Set<String> OF_CORE =
            Set.of(UID.EncapsulatedUncompressedExplicitVRLittleEndian, UID.DeflatedImageFrameCompression);

    private static Set<String> sayingYes(int column) throws Exception {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "conformance.md"));
        return lines.subList(lines.indexOf("| transfer syntax | decoded | encoded |"), lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("[|]"))
                .filter(cells -> cells[column].strip().startsWith("yes"))
                .flatMap(cells -> NUMBERS.matcher(cells[1]).results())
                .map((MatchResult number) -> ROOT + number.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> all(Function<FrameCodec, Set<String>> direction) {
        Set<String> all = new TreeSet<>(OF_CORE);
        for (FrameCodec codec : ServiceLoader.load(FrameCodec.class)) {
            all.addAll(direction.apply(codec));
        }
        return all;
    }

    @Test
    void says_what_is_decoded() throws Exception {
        assertThat(sayingYes(2)).isEqualTo(all(FrameCodec::decodes));
    }

    @Test
    void says_what_is_encoded() throws Exception {
        assertThat(sayingYes(3)).isEqualTo(all(FrameCodec::encodes));
    }
}
