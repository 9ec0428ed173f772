package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.archive.Objects.object;

import java.io.IOException;
import java.net.URI;
import org.diconde4j.archive.StoreResult.Outcome;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.iod.IodValidator;
import org.diconde4j.nde.NdeObject;
import org.junit.jupiter.api.Test;

/** An archive whose owner wants objects that keep to the standard. */
class ValidatingIntakeTest {
    private final DicomObject sound =
            NdeObject.secondaryCapture().pixels(4, 4, new byte[16]).build();
    private final DicomObject broken = without(Tag.ConversionType);

    @Test
    void keeps_what_is_sound_and_sets_aside_what_is_not_with_the_first_error() throws IOException {
        try (Archive archive = open("strict").validate(IodValidator.standard()).open()) {
            assertThat(archive.store(sound).outcome()).isEqualTo(Outcome.STORED);
        }
        try (Archive archive = open("strict").validate(IodValidator.standard()).open()) {
            StoreResult result = archive.store(broken);

            assertThat(result.outcome()).isEqualTo(Outcome.QUARANTINED);
            assertThat(result.reason())
                    .contains(
                            "(0008,0064) ConversionType", "expected it to be present", "SC Equipment", "PS3.3 C.8.6.1");
            StoreResult released =
                    archive.quarantine().release(result.quarantined(), "the film scanner knows no better");
            assertThat(released.outcome()).isEqualTo(Outcome.STORED);
            assertThat(archive.store(broken).outcome()).isEqualTo(Outcome.DUPLICATE);
        }
    }

    @Test
    void is_asked_by_nobody_who_does_not_want_it() throws IOException {
        try (Archive archive = open("lenient").open()) {
            assertThat(archive.store(broken).outcome()).isEqualTo(Outcome.STORED);
        }
    }

    private static ArchiveBuilder open(String name) {
        return Archive.builder().objects(URI.create("memory:" + name)).index(URI.create("memory:" + name));
    }

    private DicomObject without(int tag) {
        Dataset.Builder less = sound.dataset().toBuilder();
        less.remove(tag);
        return object(less.build());
    }
}
