package org.diconde4j.codec.internal.jpeg2000.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the main header or the headers of one tile say of coding. A tile's own word for a component comes first, then the
 * tile's for all, then the main header's for the component, then the main header's for all (ITU-T T.800 A.6).
 *
 * <p>Filled while headers are read or decided on, read afterwards. Not thread-safe while it is filled.
 */
public final class Parameters {
    private final @Nullable Parameters main;
    private @Nullable Cod cod;
    private @Nullable Quantization qcd;
    private final Map<Integer, CodingStyle> coc = new HashMap<>();
    private final Map<Integer, Quantization> qcc = new HashMap<>();
    private final Map<Integer, Integer> rgn = new HashMap<>();
    private final List<ProgressionChange> poc = new ArrayList<>();

    /** Those of the main header if there is none above, otherwise of a tile. */
    public Parameters(@Nullable Parameters main) {
        this.main = main;
    }

    public void cod(Cod value) {
        cod = value;
    }

    public void coc(int component, CodingStyle value) {
        coc.put(component, value);
    }

    public void qcd(Quantization value) {
        qcd = value;
    }

    public void qcc(int component, Quantization value) {
        qcc.put(component, value);
    }

    public void rgn(int component, int shift) {
        rgn.put(component, shift);
    }

    public void poc(List<ProgressionChange> values) {
        poc.addAll(values);
    }

    /** The COD that holds, or null. */
    public @Nullable Cod cod() {
        return cod != null || main == null ? cod : main.cod;
    }

    /** How a component is coded, or null. */
    public @Nullable CodingStyle style(int component) {
        CodingStyle own = coc.get(component);
        if (own != null) {
            return own;
        }
        if (cod != null) {
            return cod.style();
        }
        return main == null ? null : main.style(component);
    }

    /** How a component is quantized, or null. */
    public @Nullable Quantization quantization(int component) {
        Quantization own = qcc.get(component);
        if (own != null) {
            return own;
        }
        return qcd != null || main == null ? qcd : main.quantization(component);
    }

    /** How far the region of interest of a component is shifted up (H.1), 0 without one. */
    public int regionShift(int component) {
        Integer own = rgn.get(component);
        if (own != null) {
            return own;
        }
        return main == null ? 0 : main.regionShift(component);
    }

    /** The progressions of POC marker segments, in order; empty if there are none. */
    public List<ProgressionChange> progressions() {
        return poc.isEmpty() && main != null ? main.progressions() : List.copyOf(poc);
    }
}
