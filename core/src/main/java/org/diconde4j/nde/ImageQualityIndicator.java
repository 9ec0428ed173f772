package org.diconde4j.nde;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * An image quality indicator that a radiograph shows, such as a wire or duplex wire penetrameter.
 *
 * @param type Image Quality Indicator Type (0014,40A0), or null
 * @param material Image Quality Indicator Material (0014,40A1), or null
 * @param size Image Quality Indicator Size (0014,40A2), or null
 */
public record ImageQualityIndicator(
        @Nullable String type,
        @Nullable String material,
        @Nullable String size) {
    /**
     * Reads the indicators of an object; the first values of the three attributes are of the first indicator.
     *
     * @param dataset an object
     * @return the indicators in order, none if there are none
     */
    public static List<ImageQualityIndicator> of(Dataset dataset) {
        List<String> types = dataset.strings(Tag.ImageQualityIndicatorType);
        List<String> materials = dataset.strings(Tag.ImageQualityIndicatorMaterial);
        List<String> sizes = dataset.strings(Tag.ImageQualityIndicatorSize);
        int count = Math.max(types.size(), Math.max(materials.size(), sizes.size()));
        List<ImageQualityIndicator> indicators = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            indicators.add(new ImageQualityIndicator(at(types, i), at(materials, i), at(sizes, i)));
        }
        return List.copyOf(indicators);
    }

    private static @Nullable String at(List<String> values, int index) {
        return index < values.size() && !values.get(index).isEmpty() ? values.get(index) : null;
    }

    static Dataset toDataset(List<ImageQualityIndicator> indicators) {
        Dataset.Builder dataset = Dataset.builder();
        put(dataset, Tag.ImageQualityIndicatorType, indicators.stream().map(i -> orEmpty(i.type)));
        put(dataset, Tag.ImageQualityIndicatorMaterial, indicators.stream().map(i -> orEmpty(i.material)));
        put(dataset, Tag.ImageQualityIndicatorSize, indicators.stream().map(i -> orEmpty(i.size)));
        return dataset.build();
    }

    private static void put(Dataset.Builder dataset, int tag, java.util.stream.Stream<String> values) {
        String[] all = values.toArray(String[]::new);
        if (!String.join("", all).isEmpty()) {
            dataset.set(tag, all);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
