package org.diconde4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/** Data sets of every representation with random values, the same for the same seed. */
public final class RandomDatasets {
    private static final int[] TAGS = {
        Tag.ImageType,
        Tag.SOPInstanceUID,
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.AcquisitionDateTime,
        Tag.StationAETitle,
        Tag.PatientName,
        Tag.PatientID,
        Tag.PatientAge,
        Tag.PatientWeight,
        Tag.PatientComments,
        Tag.InstitutionAddress,
        Tag.AccessionNumber,
        Tag.InstanceNumber,
        Tag.Rows,
        Tag.SmallestImagePixelValue,
        Tag.FrameIncrementPointer,
        Tag.SelectorFLValue,
        Tag.SelectorFDValue,
        Tag.SelectorSLValue,
        Tag.SelectorULValue,
        Tag.SelectorSSValue,
        Tag.SelectorSVValue,
        Tag.SelectorUVValue,
        Tag.SelectorOBValue,
        Tag.SelectorODValue,
        Tag.SelectorOFValue,
        Tag.SelectorOLValue,
        Tag.SelectorOVValue,
        Tag.SelectorOWValue,
        Tag.SelectorUCValue,
        Tag.SelectorURValue,
        Tag.SelectorUTValue,
        Tag.PixelData,
    };
    private static final int[] SEQUENCES = {
        Tag.ReferencedStudySequence, Tag.EvaluatorSequence, Tag.IndicationSequence, Tag.ContentSequence
    };
    private static final List<String> CHARACTER_SETS = List.of("", "ISO_IR 100", "ISO_IR 144", "ISO_IR 192", "GB18030");

    private final Random random;

    public RandomDatasets(long seed) {
        this.random = new Random(seed);
    }

    public Dataset next() {
        Dataset.Builder builder = Dataset.builder();
        String set = CHARACTER_SETS.get(random.nextInt(CHARACTER_SETS.size()));
        if (!set.isEmpty()) {
            builder.set(Tag.SpecificCharacterSet, set);
        }
        fill(builder, set, 0);
        return builder.build();
    }

    private void fill(Dataset.Builder builder, String set, int depth) {
        for (int tag : TAGS) {
            if (random.nextInt(3) == 0) {
                value(builder, tag, Dictionary.standard().vrOf(tag), set);
            }
        }
        if (random.nextBoolean()) {
            builder.set(0x00091000 | 0x10, VR.UN).set(0x00090010, VR.LO, "RANDOM");
            builder.setBytes(0x00091001, VR.UN, bytes(random.nextInt(40) * 2));
        }
        for (int tag : SEQUENCES) {
            if (depth < 4 && random.nextInt(4) == 0) {
                List<Dataset> items = new ArrayList<>();
                for (int n = random.nextInt(3); n > 0; n--) {
                    Dataset.Builder item = Dataset.builder();
                    fill(item, set, depth + 1);
                    items.add(item.build());
                }
                builder.setItems(tag, items);
            }
        }
    }

    private void value(Dataset.Builder builder, int tag, VR vr, String set) {
        int count = random.nextInt(4);
        if (count == 0) {
            builder.setEmpty(tag, vr);
            return;
        }
        switch (vr) {
            case FL, FD ->
                builder.setDoubles(
                        tag,
                        vr,
                        random.doubles(count, -1e6, 1e6).map(d -> (float) d).toArray());
            case SL ->
                builder.setLongs(tag, vr, random.ints(count).asLongStream().toArray());
            case UL ->
                builder.setLongs(tag, vr, random.longs(count, 0, 1L << 32).toArray());
            case SS ->
                builder.setLongs(tag, vr, random.longs(count, -32768, 32768).toArray());
            case US -> builder.setLongs(tag, vr, random.longs(count, 0, 65536).toArray());
            case SV, UV -> builder.setLongs(tag, vr, random.longs(count).toArray());
            case AT ->
                builder.setLongs(tag, vr, random.longs(count, 0, 1L << 32).toArray());
            case OB, OD, OF, OL, OV, OW, UN ->
                builder.setBytes(tag, vr, bytes(8 * random.nextInt(random.nextInt(50) == 0 ? 2000 : 20)));
            case IS -> builder.set(tag, vr, strings(count, () -> Integer.toString(random.nextInt())));
            case DS ->
                builder.setDoubles(tag, vr, random.doubles(count, -10, 10).toArray());
            case DA -> builder.set(tag, vr, strings(count, () -> "2024" + (1000 + random.nextInt(200))));
            case TM, DT -> builder.set(tag, vr, strings(count, () -> "" + (100000 + random.nextInt(99999))));
            case UI -> builder.set(tag, vr, strings(count, () -> "1.2." + random.nextInt(100_000)));
            case AE, AS, CS, UR -> builder.set(tag, vr, strings(vr == VR.UR ? 1 : count, () -> text("AB_09")));
            default -> builder.set(tag, vr, strings(vr.isMultiValuedString() ? count : 1, () -> text(letters(set))));
        }
    }

    private static String letters(String set) {
        return switch (set) {
            case "ISO_IR 100" -> "aZ é^=ß";
            case "ISO_IR 144" -> "aZ Жшв";
            case "ISO_IR 192", "GB18030" -> "aZ é山Ж东😀";
            default -> "aZ 09^";
        };
    }

    private interface Source {
        String get();
    }

    private static String[] strings(int count, Source source) {
        String[] strings = new String[count];
        for (int i = 0; i < count; i++) {
            strings[i] = source.get();
        }
        return strings;
    }

    private String text(String letters) {
        int[] points = letters.codePoints().toArray();
        StringBuilder text = new StringBuilder("x");
        for (int n = random.nextInt(12); n > 0; n--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.append('y').toString();
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
