package org.diconde4j.render;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.SampleType;
import org.jspecify.annotations.Nullable;

/**
 * What stored values mean: slope and intercept, or a table (PS3.3 C.11.1). A slope of 0, which would make all the same, is
 * taken as 1.
 *
 * @param slope factor, if there is no table
 * @param intercept summand, if there is no table
 * @param table the table, or null
 * @param least what the least stored value becomes; NaN of floating point numbers
 * @param greatest what the greatest stored value becomes, the greater of the two
 */
record Modality(double slope, double intercept, @Nullable Lut table, double least, double greatest) {
    static Modality of(Dataset attributes, PixelDescription pixels) {
        List<Dataset> tables = attributes.items(Tag.ModalityLUTSequence);
        boolean signed = pixels.sampleType() == SampleType.SIGNED;
        if (!tables.isEmpty()) {
            Lut table = Lut.of(tables.get(0), signed);
            return new Modality(1, 0, table, 0, table.greatest());
        }
        double slope = finite(attributes.number(Tag.RescaleSlope, 1), 1);
        double intercept = finite(attributes.number(Tag.RescaleIntercept, 0), 0);
        slope = slope == 0 ? 1 : slope;
        double low = signed ? -Math.scalb(1.0, pixels.bitsStored() - 1) : 0;
        double high = Math.scalb(1.0, pixels.bitsStored() - (signed ? 1 : 0)) - 1;
        if (pixels.sampleType().isFloat()) {
            low = Double.NaN;
            high = Double.NaN;
        }
        double one = low * slope + intercept;
        double other = high * slope + intercept;
        return new Modality(slope, intercept, null, Math.min(one, other), Math.max(one, other));
    }

    private static double finite(double value, double orElse) {
        return Double.isFinite(value) ? value : orElse;
    }

    double value(double stored) {
        return table == null ? stored * slope + intercept : table.value(stored);
    }
}
