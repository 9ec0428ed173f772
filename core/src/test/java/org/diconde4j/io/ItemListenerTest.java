package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Bytes;
import org.diconde4j.dict.Tag;
import org.junit.jupiter.api.Test;

class ItemListenerTest {
    private final List<Long> offsets = new ArrayList<>();
    private final DicomReader reader = DicomReader.lenient().withItems((sequence, offset) -> {
        assertThat(sequence).isEqualTo(Tag.DirectoryRecordSequence);
        offsets.add(offset);
    });

    @Test
    void tells_where_each_item_of_an_outermost_sequence_begins_and_nothing_of_those_within() throws IOException {
        reader.readDataset(
                new ByteArrayInputStream(Bytes.of(
                        "04002012 5351 0000 3E000000", // Directory Record Sequence, 62 bytes
                        "FEFF00E0 1E000000", // 12: item of 30 bytes
                        "88000002 5351 0000 12000000", // Icon Image Sequence, 18 bytes
                        "FEFF00E0 0A000000", // its item, 10 bytes
                        "28000201 5553 0200 0700", // High Bit
                        "FEFF00E0 FFFFFFFF", // 50: item of undefined length
                        "FEFF0DE0 00000000", // its end
                        "FEFF00E0 00000000")), // 66: empty item
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

        assertThat(offsets).containsExactly(12L, 50L, 66L);
    }
}
