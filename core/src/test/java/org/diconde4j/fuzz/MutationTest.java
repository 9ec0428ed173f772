package org.diconde4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.diconde4j.data.ValuesFuzzTest;
import org.diconde4j.io.ModelFuzzTest;
import org.diconde4j.io.ReaderFuzzTest;
import org.diconde4j.media.DirectoryFuzzTest;
import org.diconde4j.pixel.FramesFuzzTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fuzz tests on mutations that a seed makes: fast, the same each time, and without a guide. How many inputs for each:
 * system property {@code diconde4j.mutations}; from which seed: {@code diconde4j.mutationSeed}.
 */
class MutationTest {
    private static final int COUNT = Integer.getInteger("diconde4j.mutations", 400);
    private static final long SEED = Long.getLong("diconde4j.mutationSeed", 20_240_315);

    record Target(String name, List<byte[]> seeds, Consumer<byte[]> test) {
        Target(String name, Stream<byte[]> seeds, Consumer<byte[]> test) {
            this(name, seeds.toList(), test);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Target> targets() throws IOException {
        ReaderFuzzTest reader = new ReaderFuzzTest();
        ModelFuzzTest model = new ModelFuzzTest();
        ValuesFuzzTest values = new ValuesFuzzTest();
        return Stream.of(
                new Target("lenient reader", ReaderFuzzTest.files(), reader::a_lenient_reader_gives_what_can_be_used),
                new Target(
                        "early end", ReaderFuzzTest.files(), reader::an_input_that_ends_early_gives_what_can_be_used),
                new Target("bare data set", ReaderFuzzTest.dataSets(), reader::a_bare_data_set_gives_what_can_be_used),
                new Target(
                        "strict reader",
                        ReaderFuzzTest.files(),
                        reader::what_a_strict_reader_takes_is_written_as_the_same),
                new Target(
                        "writer",
                        ReaderFuzzTest.files(),
                        reader::what_was_read_and_written_reads_and_writes_as_the_same),
                new Target("json", ModelFuzzTest.json(), model::json_is_refused_or_gives_what_can_be_used),
                new Target("xml", ModelFuzzTest.xml(), model::xml_is_refused_or_gives_what_can_be_used),
                new Target(
                        "json of a file",
                        ReaderFuzzTest.files(),
                        model::what_json_has_of_a_file_reads_as_the_same_json),
                new Target(
                        "directory",
                        DirectoryFuzzTest.directories(),
                        new DirectoryFuzzTest()::a_directory_is_refused_or_stays_within_its_folder),
                new Target("frames", FramesFuzzTest.images(), new FramesFuzzTest()::frames_are_given_or_refused),
                new Target("values", ValuesFuzzTest.values(), values::a_value_is_what_it_says_or_refused),
                new Target(
                        "texts", ValuesFuzzTest.texts(), values::a_text_that_was_decoded_is_encoded_to_the_same_text));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void damaged_input_does_no_harm(Target target) {
        Mutator mutator = new Mutator(target.seeds, SEED);
        for (int i = 0; i < COUNT; i++) {
            byte[] input = mutator.next();
            try {
                target.test.accept(input);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "input " + i + " of seed " + SEED + ": "
                                + HexFormat.of().formatHex(input),
                        e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void seeds_are_no_damaged_input(Target target) {
        assertThat(target.seeds).isNotEmpty().allSatisfy(target.test::accept);
    }
}
