package org.diconde4j.net;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Dictionary.UidEntry;
import org.diconde4j.dict.UID;

/**
 * What a C-GET is ready to receive: one presentation context. The peer chooses one of its transfer syntaxes and sends
 * everything of the class in that, so that compressed objects that shall come as they are need a context of their own.
 *
 * @param sopClassUid the storage class
 * @param transferSyntaxes those that will do, best first
 */
public record StorageContext(String sopClassUid, List<String> transferSyntaxes) {
    /** As many as fit an association besides the one for C-GET itself. */
    public static final int MAX = 127;

    private static final List<String> UNCOMPRESSED = List.of(UID.ExplicitVRLittleEndian, UID.ImplicitVRLittleEndian);

    /**
     * Copies the list.
     *
     * @param sopClassUid the storage class
     * @param transferSyntaxes those that will do
     */
    public StorageContext {
        transferSyntaxes = List.copyOf(transferSyntaxes);
    }

    /**
     * The storage classes of the standard that are not retired, uncompressed, as many as fit.
     *
     * @return at most {@link #MAX} contexts
     */
    public static List<StorageContext> defaults() {
        return Dictionary.standard().uids().values().stream()
                .filter(u -> u.isStorageClass() && !u.retired() && !u.keyword().isEmpty())
                .map(UidEntry::uid)
                .sorted()
                .limit(MAX)
                .map(uid -> new StorageContext(uid, UNCOMPRESSED))
                .toList();
    }

    /**
     * Some classes, each in any uncompressed syntax and in each of the given ones as well.
     *
     * @param sopClassUids the classes
     * @param otherSyntaxes each becomes a context of its own
     * @return the contexts
     * @throws IllegalArgumentException if they are more than {@link #MAX}
     */
    public static List<StorageContext> of(Collection<String> sopClassUids, Collection<String> otherSyntaxes) {
        List<StorageContext> contexts = new ArrayList<>();
        for (String sopClass : sopClassUids) {
            contexts.add(new StorageContext(sopClass, UNCOMPRESSED));
            otherSyntaxes.forEach(syntax -> contexts.add(new StorageContext(sopClass, List.of(syntax))));
        }
        if (contexts.size() > MAX) {
            throw new IllegalArgumentException(
                    contexts.size() + " storage contexts, at most " + MAX + " fit one association");
        }
        return contexts;
    }
}
