package org.diconde4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark works; how fast is not judged here. */
class SmokeTest {
    @Test
    void every_benchmark_runs_once() throws Exception {
        assertThat(run(".*", "memory")).hasSize(38);
        assertThat(run("of9KiBFrom8", "fs+h2")).hasSize(1);
    }

    private static Collection<RunResult> run(String benchmarks, String storage) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(benchmarks)
                        .param("storage", storage)
                        .param("reader", "diconde4j")
                        .param("image", "CT")
                        .mode(Mode.SingleShotTime)
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
    }

    @Test
    void inputs_have_the_announced_size() {
        assertThat(Inputs.file(Inputs.slice(512))).hasSizeBetween(512 << 10, 520 << 10);
        assertThat(Inputs.file(Inputs.slice(64))).hasSizeBetween(8 << 10, 10 << 10);
        assertThat(Inputs.elements(
                        Inputs.nested(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).dataset()))
                .isBetween(9_000, 11_000);
        DicomObject slice = CtSlice.of(512, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(Inputs.file(slice)).hasSizeBetween(512 << 10, 530 << 10);
        assertThat(Inputs.elements(slice.dataset())).isBetween(150, 250);
    }

    @Test
    void a_peer_that_is_not_where_it_should_be_is_named() {
        assertThatThrownBy(() -> new Dcm4che("no-such.jar"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-such.jar cannot be read");
        assertThatThrownBy(() -> Ratios.run(List.of("dcm4chee=x.jar")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found dcm4chee=x.jar");
    }

    @Test
    void the_ratio_table_has_medians() {
        assertThat(Ratios.median(9, 1, 5)).isEqualTo(5);
        assertThat(Ratios.median(4, 1, 3, 2)).isEqualTo(3);
    }

    @Test
    void the_way_through_the_relay_is_as_long_as_it_says() throws Exception {
        try (NullSink sink = new NullSink();
                DelayingRelay relay = new DelayingRelay(sink.peer().port(), Duration.ofMillis(50))) {
            Peer there = new Peer(NullSink.TITLE, "127.0.0.1", relay.port());
            assertThat(DimseClient.as("BENCH").echo(there)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
    }

    @Test
    void delimited_sequences_hold_what_the_others_hold() throws Exception {
        DicomObject nested = Inputs.nested(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        DicomObject read = DicomReader.strict().read(new ByteArrayInputStream(Delimited.file(nested)));
        assertThat(read.dataset().sameContent(nested.dataset())).isTrue();
    }
}
