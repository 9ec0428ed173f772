package org.diconde4j.iod;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;

/**
 * What the dictionary says of an element, in a form that is quick to ask.
 *
 * @param known whether the dictionary has it
 * @param retired whether the standard has retired it
 * @param representations the representations that it may have, none if any
 * @param vr as the dictionary writes them
 * @param multiplicity as the dictionary writes it
 * @param least values at least
 * @param most values at most
 * @param step values come in multiples of this
 */
record Facts(
        boolean known,
        boolean retired,
        Set<VR> representations,
        String vr,
        String multiplicity,
        int least,
        int most,
        int step) {

    private static final Facts UNKNOWN = new Facts(false, false, Set.of(), "", "", 0, Integer.MAX_VALUE, 1);

    /** Looks each element up once. As large as the dictionary at most, since unknown elements are not kept. */
    static final class Cache {
        private final Map<Integer, Facts> byTag = new ConcurrentHashMap<>();

        Facts of(int tag) {
            int plain = Rules.plain(tag);
            Facts facts = byTag.get(plain);
            if (facts == null) {
                Dictionary.Entry entry = Dictionary.standard().entry(plain);
                if (entry == null) {
                    return UNKNOWN;
                }
                facts = Facts.of(entry);
                byTag.put(plain, facts);
            }
            return facts;
        }
    }

    boolean allows(int values) {
        return values >= least && values <= most && values % step == 0;
    }

    private static Facts of(Dictionary.Entry entry) {
        Set<VR> representations = EnumSet.noneOf(VR.class);
        for (String name : entry.vr().split(" or ")) {
            VR vr = VR.of(name);
            if (vr != null && vr != VR.UN) {
                representations.add(vr);
            }
        }
        String vm = entry.vm();
        int dash = vm.indexOf('-');
        String last = dash < 0 ? vm : vm.substring(dash + 1);
        int least = Integer.parseInt(dash < 0 ? vm : vm.substring(0, dash));
        boolean open = last.endsWith("n");
        int step = open && last.length() > 1 ? Integer.parseInt(last.substring(0, last.length() - 1)) : 1;
        int most = open ? Integer.MAX_VALUE : Integer.parseInt(last);
        return new Facts(true, entry.retired(), representations, entry.vr(), vm, least, most, step);
    }
}
