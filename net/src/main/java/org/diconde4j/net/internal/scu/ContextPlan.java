package org.diconde4j.net.internal.scu;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.pdu.ProposedContext;
import org.diconde4j.net.service.OutgoingObject;

/**
 * Which presentation contexts to propose for sending objects. Each class gets a context for every transfer syntax that its
 * objects are stored in, so that the receiver can take each as it is, and one with the remaining uncompressed syntaxes,
 * so that a receiver that knows nothing else can still have what can be re-encoded. A context with several syntaxes
 * would leave the choice to the receiver, and so re-encode without need.
 */
final class ContextPlan {
    private static final int MAX_CONTEXTS = 128;
    private static final List<String> FALLBACKS = List.of(UID.ExplicitVRLittleEndian, UID.ImplicitVRLittleEndian);

    private ContextPlan() {}

    /**
     * A class of objects in the encoding they have.
     *
     * @param reencodable whether they can be sent uncompressed
     */
    record Kind(String sopClassUid, String transferSyntaxUid, boolean reencodable) {
        static Kind of(OutgoingObject object) {
            return new Kind(
                    object.sopClassUid(),
                    object.transferSyntaxUid(),
                    object.canEncode(TransferSyntax.of(UID.ExplicitVRLittleEndian)));
        }
    }

    /** Contexts for all kinds, in as many associations as it takes; a class is never split over two unless it must. */
    static List<List<ProposedContext>> of(Collection<Kind> kinds) {
        Map<String, List<Kind>> classes = kinds.stream()
                .collect(Collectors.groupingBy(Kind::sopClassUid, LinkedHashMap::new, Collectors.toList()));
        List<List<ProposedContext>> associations = new ArrayList<>();
        List<ProposedContext> current = new ArrayList<>();
        for (Map.Entry<String, List<Kind>> e : classes.entrySet()) {
            List<List<String>> wanted = contextsOf(e.getValue());
            if (current.size() + wanted.size() > MAX_CONTEXTS && !current.isEmpty()) {
                associations.add(current);
                current = new ArrayList<>();
            }
            for (List<String> list : wanted) {
                if (current.size() == MAX_CONTEXTS) {
                    associations.add(current);
                    current = new ArrayList<>();
                }
                current.add(new ProposedContext(2 * current.size() + 1, e.getKey(), list));
            }
        }
        if (!current.isEmpty()) {
            associations.add(current);
        }
        return associations;
    }

    private static List<List<String>> contextsOf(List<Kind> kinds) {
        Set<String> stored =
                kinds.stream().map(Kind::transferSyntaxUid).collect(Collectors.toCollection(LinkedHashSet::new));
        List<List<String>> contexts = new ArrayList<>();
        stored.forEach(syntax -> contexts.add(List.of(syntax)));
        boolean reencodable = kinds.stream().anyMatch(Kind::reencodable);
        List<String> rest = FALLBACKS.stream().filter(f -> !stored.contains(f)).toList();
        if (reencodable && !rest.isEmpty()) {
            contexts.add(rest);
        }
        return contexts;
    }
}
