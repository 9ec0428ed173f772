package org.diconde4j.storage.memory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.BulkPlace;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Projection;
import org.jspecify.annotations.Nullable;

/** A component, study or series. Guarded by the lock of the index. */
final class Node {
    final Level level;
    final @Nullable Node parent;
    final Map<String, Node> children = new HashMap<>();
    final TreeMap<Long, Instance> instances = new TreeMap<>();
    Dataset attributes = Dataset.empty();

    Node(Level level, @Nullable Node parent) {
        this.level = level;
        this.parent = parent;
    }

    record Instance(InstanceRef ref, Dataset attributes, List<BulkPlace> bulk, Node series) {}

    /** Attributes of the node and of those above it. */
    Dataset all() {
        return parent == null
                ? attributes
                : parent.all().toBuilder().setAll(attributes).build();
    }

    long first() {
        return instances.firstKey();
    }

    /** Takes what an instance says; false if it came too late to tell what holds, so that everything has to be joined anew. */
    boolean learn(long sequence, Dataset said) {
        if (!instances.isEmpty() && sequence < instances.lastKey() && Projection.disagree(attributes, said)) {
            return false;
        }
        attributes = Projection.merge(attributes, said);
        return true;
    }
}
