package org.diconde4j.iod;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.diconde4j.data.Dataset;

/**
 * An information object definition prepared for validating: what each module needs, and by which attributes it shows that
 * it is used. Immutable and thread-safe.
 */
final class Plan {
    final Iod iod;
    private final List<List<Attribute>> needed = new ArrayList<>();
    private final List<List<Attribute>> distinctive = new ArrayList<>();

    Plan(Iod iod) {
        this.iod = iod;
        Map<Integer, Integer> modulesOfTag = new HashMap<>();
        Set<String> replaced = new HashSet<>();
        for (int i = 0; i < iod.modules().size(); i++) {
            Set<Integer> tags = new HashSet<>();
            for (Attribute attribute : iod.modules().get(i).rules().attributes()) {
                tags.add(attribute.tag());
                if (attribute.instead() != null) {
                    replaced.add(attribute.instead() + ' ' + attribute.tag());
                }
            }
            tags.forEach(tag -> modulesOfTag.merge(tag, 1, Integer::sum));
        }
        for (int i = 0; i < iod.modules().size(); i++) {
            List<Attribute> needs = new ArrayList<>();
            List<Attribute> shows = new ArrayList<>();
            String id = iod.modules().get(i).definition().id();
            for (Attribute attribute : iod.modules().get(i).rules().attributes()) {
                if (attribute.type() != Type.THREE && !replaced.contains(id + ' ' + attribute.tag())) {
                    needs.add(attribute);
                }
                if (modulesOfTag.getOrDefault(attribute.tag(), 0) == 1) {
                    shows.add(attribute);
                }
            }
            needed.add(List.copyOf(needs));
            distinctive.add(List.copyOf(shows));
        }
    }

    /** The attributes of a module that may be missing; those of type 3 never are. */
    List<Attribute> needed(int module) {
        return needed.get(module);
    }

    /**
     * Whether a module is used: it must be, or one of the attributes that no other module of the class has is there
     * (PS3.3 A.1.3).
     */
    boolean isUsed(int module, Scope scope, List<Integer> repeatingGroups) {
        Iod.Use use = iod.modules().get(module);
        if (use.usage() == 'M' || use.condition() != null && use.condition().holds(scope)) {
            return true;
        }
        Dataset dataset = scope.item();
        for (Attribute attribute : distinctive.get(module)) {
            if (attribute.isRepeating()) {
                for (int group : repeatingGroups) {
                    if (dataset.contains(group << 16 | attribute.tag() & 0xFFFF)) {
                        return true;
                    }
                }
            } else if (dataset.contains(attribute.tag())) {
                return true;
            }
        }
        return false;
    }
}
