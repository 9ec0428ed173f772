package org.diconde4j.storage.memory;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.AttributePath;
import org.diconde4j.storage.BulkPlace;
import org.diconde4j.storage.Contents;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexCounts;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.IndexStatistics;
import org.diconde4j.storage.IndexedAttribute;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.KindCount;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Projected;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.QueryPlan;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.Restriction;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * An index on the heap that looks at everything for every question: right before fast, so that others can be compared with it.
 * Everything is guarded by this object's monitor.
 */
final class MemoryIndex implements Index {
    private final URI uri;
    private final Projection projection;

    /** All instances and versions that were applied: the truth from which the rest can be made again. */
    private final TreeMap<Long, IndexEntry> entries = new TreeMap<>();

    /** The UIDs in {@link #entries}. */
    private final Set<String> seen = new HashSet<>();

    /** The first versions of what was deleted, by their SOP Instance UID. */
    private final Map<String, Set<Long>> deleted = new HashMap<>();

    private final Map<String, Node> components = new HashMap<>();
    private final TreeMap<Long, Node.Instance> instances = new TreeMap<>();
    private final Map<String, Node.Instance> byUid = new HashMap<>();
    private final TreeMap<Long, Receipt> quarantine = new TreeMap<>();
    private final TreeSet<Long> ended = new TreeSet<>();
    private final TreeSet<Long> ahead = new TreeSet<>();
    private final Set<AttributePath> attributes = new LinkedHashSet<>();
    private long applied;
    private String epoch = UUID.randomUUID().toString();
    private boolean closed;

    MemoryIndex(URI uri, Projection projection) {
        this.uri = uri;
        this.projection = projection;
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public synchronized String epoch() {
        require();
        return epoch;
    }

    @Override
    public synchronized long appliedSequence() {
        require();
        return applied;
    }

    @Override
    public synchronized void apply(List<IndexEntry> more) {
        require();
        for (IndexEntry entry : more) {
            apply(entry);
            long sequence = entry.receipt().sequence();
            if (sequence > applied) {
                ahead.add(sequence);
            }
        }
        advance();
    }

    private void apply(IndexEntry entry) {
        Receipt receipt = entry.receipt();
        Long about = receipt.refersTo();
        switch (receipt.kind()) {
            case QUARANTINED -> {
                if (!ended.contains(receipt.sequence())) {
                    quarantine.put(receipt.sequence(), receipt);
                }
            }
            case RELEASED, DISCARDED -> {
                if (about != null) {
                    ended.add(about);
                    quarantine.remove(about);
                }
            }
            case DELETED -> {
                String uid = String.valueOf(receipt.sopInstanceUid());
                if (about != null
                        && deleted.computeIfAbsent(uid, k -> new HashSet<>()).add(about)
                        && seen.contains(uid)) {
                    rebuild();
                }
            }
            case STORED, CORRECTED, MOVED -> {}
        }
        if (receipt.addsInstance() && entries.putIfAbsent(receipt.sequence(), entry) == null) {
            Projected p = projection.project(entry);
            boolean alone = seen.add(p.sopInstanceUid()) && !deleted.containsKey(p.sopInstanceUid());
            if (!alone || !insert(receipt, p)) {
                rebuild();
            }
        }
    }

    private boolean isDeleted(Receipt receipt) {
        return deleted.getOrDefault(String.valueOf(receipt.sopInstanceUid()), Set.of())
                .contains(receipt.firstVersion());
    }

    /** The entry that holds for each SOP Instance UID. */
    private Collection<IndexEntry> holding() {
        Map<String, IndexEntry> holding = new HashMap<>();
        for (IndexEntry entry : entries.values()) {
            if (!isDeleted(entry.receipt())) {
                holding.merge(
                        String.valueOf(entry.receipt().sopInstanceUid()),
                        entry,
                        (known, more) ->
                                more.receipt().firstVersion() <= known.receipt().firstVersion() ? more : known);
            }
        }
        TreeMap<Long, IndexEntry> ordered = new TreeMap<>();
        holding.values().forEach(entry -> ordered.put(entry.receipt().sequence(), entry));
        return ordered.values();
    }

    private boolean insert(Receipt receipt, Projected p) {
        long sequence = receipt.sequence();
        Node component = components.computeIfAbsent(p.componentKey(), k -> new Node(Level.COMPONENT, null));
        Node study = component.children.computeIfAbsent(p.studyUid(), k -> new Node(Level.STUDY, component));
        Node series = study.children.computeIfAbsent(p.seriesUid(), k -> new Node(Level.SERIES, study));
        boolean fine = component.learn(sequence, p.component())
                & study.learn(sequence, p.study())
                & series.learn(sequence, p.series());
        Node.Instance instance = new Node.Instance(InstanceRef.of(receipt, p), p.instance(), p.bulk(), series);
        for (Node node : List.of(component, study, series)) {
            node.instances.put(sequence, instance);
        }
        instances.put(sequence, instance);
        byUid.put(p.sopInstanceUid(), instance);
        return fine;
    }

    private void rebuild() {
        components.clear();
        instances.clear();
        byUid.clear();
        holding().forEach(e -> insert(e.receipt(), projection.project(e)));
    }

    private void advance() {
        while (ahead.remove(applied + 1)) {
            applied++;
        }
    }

    @Override
    public synchronized void replayedTo(long sequence) {
        require();
        applied = Math.max(applied, sequence);
        ahead.headSet(applied, true).clear();
        advance();
    }

    @Override
    public Cursor<Dataset> find(IndexQuery query) {
        QueryPlan plan = QueryPlan.of(query);
        return new Answers(candidates(query), query.level(), plan, query.offset(), query.limit());
    }

    @Override
    public long count(IndexQuery query) {
        try (Cursor<Dataset> answers = find(query.page(0, Long.MAX_VALUE))) {
            long count = 0;
            while (answers.hasNext()) {
                answers.next();
                count++;
            }
            return count;
        }
    }

    /** One entity as it was when the question was asked. */
    record Candidate(long first, String key, Dataset attributes, List<Answers.Part> parts, Contents contents) {}

    private synchronized List<Candidate> candidates(IndexQuery query) {
        require();
        List<Candidate> all = new ArrayList<>();
        if (query.level() == Level.INSTANCE) {
            Contents none = new Contents(0, 0, 0, List.of(), List.of());
            instances.forEach((sequence, i) -> {
                if (isInside(i, query.restriction())) {
                    String key = QueryPlan.sortKey(Level.INSTANCE, i.attributes());
                    all.add(new Candidate(sequence, key, i.attributes(), List.of(), none));
                }
            });
        } else {
            nodes(query, components.values(), all);
        }
        Comparator<Candidate> byArrival = Comparator.comparingLong(Candidate::first);
        all.sort(
                switch (query.order()) {
                    case OLDEST_FIRST -> byArrival;
                    case NEWEST_FIRST -> byArrival.reversed();
                    case BY_KEY -> Comparator.comparing(Candidate::key).thenComparing(byArrival);
                });
        return all;
    }

    private static void nodes(IndexQuery query, Collection<Node> from, List<Candidate> into) {
        for (Node node : from) {
            if (node.level == query.level()) {
                List<Node.Instance> below = node.instances.values().stream()
                        .filter(i -> isInside(i, query.restriction()))
                        .toList();
                if (!below.isEmpty()) {
                    into.add(candidate(node, below));
                }
            } else {
                nodes(query, node.children.values(), into);
            }
        }
    }

    private static boolean isInside(Node.Instance instance, Restriction restriction) {
        Node study = instance.series().parent;
        return restriction.isNone() || study != null && restriction.allows(study.all());
    }

    private static Candidate candidate(Node node, List<Node.Instance> below) {
        TreeSet<String> modalities = new TreeSet<>();
        TreeSet<String> classes = new TreeSet<>();
        for (Node.Instance i : below) {
            modalities.addAll(i.series().attributes.strings(Tag.Modality));
            String sopClass = i.ref().sopClassUid();
            if (sopClass != null) {
                classes.add(sopClass);
            }
        }
        long studies = node.level == Level.COMPONENT ? node.children.size() : 1;
        long series = below.stream().map(Node.Instance::series).distinct().count();
        return new Candidate(
                node.first(),
                QueryPlan.sortKey(node.level, node.attributes),
                node.all(),
                below.stream().map(MemoryIndex::part).toList(),
                new Contents(studies, series, below.size(), List.copyOf(modalities), List.copyOf(classes)));
    }

    private static Answers.Part part(Node.Instance i) {
        Node study = i.series().parent;
        return new Answers.Part(
                study == null ? Dataset.empty() : study.attributes, i.series().attributes, i.attributes());
    }

    @Override
    public synchronized Cursor<InstanceRef> instances(Selection s) {
        require();
        return Cursor.over(instances.values().stream()
                .filter(i -> matches(i, s))
                .map(Node.Instance::ref)
                .toList());
    }

    @Override
    public synchronized Cursor<Dataset> metadata(Selection s) {
        require();
        return Cursor.over(instances.values().stream()
                .filter(i -> matches(i, s))
                .map(i -> BulkPlace.put(i.attributes(), i.bulk()))
                .toList());
    }

    private static boolean matches(Node.Instance i, Selection s) {
        Dataset component = i.series().all();
        String issuer = s.issuer();
        return in(s.componentIds(), component.string(Tag.PatientID, ""))
                && (issuer == null || issuer.equals(component.string(Tag.IssuerOfPatientID, "")))
                && in(s.studyUids(), i.ref().studyUid())
                && in(s.seriesUids(), i.ref().seriesUid())
                && in(s.instanceUids(), i.ref().sopInstanceUid())
                && isInside(i, s.restriction());
    }

    private static boolean in(List<String> wanted, String value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    @Override
    public synchronized @Nullable InstanceRef instance(String sopInstanceUid) {
        require();
        Node.Instance instance = byUid.get(sopInstanceUid);
        return instance == null ? null : instance.ref();
    }

    @Override
    public synchronized List<InstanceRef> versions(String sopInstanceUid) {
        require();
        Node.Instance current = byUid.get(sopInstanceUid);
        if (current == null) {
            return List.of();
        }
        long first = Objects.requireNonNull(entries.get(current.ref().sequence()))
                .receipt()
                .firstVersion();
        return entries.values().stream()
                .filter(e -> sopInstanceUid.equals(e.receipt().sopInstanceUid())
                        && e.receipt().firstVersion() == first)
                .map(e -> InstanceRef.of(e.receipt()))
                .toList();
    }

    @Override
    public synchronized boolean wasDeleted(String sopInstanceUid) {
        require();
        return deleted.containsKey(sopInstanceUid);
    }

    @Override
    public synchronized Cursor<QuarantineEntry> quarantined() {
        require();
        return Cursor.over(
                quarantine.values().stream().map(QuarantineEntry::new).toList());
    }

    @Override
    public synchronized @Nullable QuarantineEntry quarantined(String id) {
        require();
        return quarantine.values().stream()
                .map(QuarantineEntry::new)
                .filter(e -> e.id().equals(id))
                .findAny()
                .orElse(null);
    }

    @Override
    public synchronized IndexCounts counts() {
        require();
        List<Node> studies = components.values().stream()
                .flatMap(c -> c.children.values().stream())
                .toList();
        return new IndexCounts(
                components.size(),
                studies.size(),
                studies.stream().mapToLong(s -> s.children.size()).sum(),
                instances.size(),
                quarantine.size(),
                instances.values().stream().mapToLong(i -> i.ref().length()).sum());
    }

    @Override
    public synchronized IndexStatistics statistics() {
        require();
        Map<List<String>, long[]> kinds = new HashMap<>();
        for (Node.Instance i : instances.values()) {
            String modality = KindCount.modalityOf(i.series().attributes);
            String sopClass = KindCount.sopClassOf(i.ref().sopClassUid());
            long[] sums = kinds.computeIfAbsent(
                    List.of(modality == null ? "" : modality, sopClass == null ? "" : sopClass), k -> new long[2]);
            sums[0]++;
            sums[1] += i.ref().length();
        }
        long standing =
                entries.values().stream().filter(e -> !isDeleted(e.receipt())).count();
        return new IndexStatistics(
                counts(),
                standing - instances.size(),
                deleted.values().stream().mapToLong(Set::size).sum(),
                kinds.entrySet().stream()
                        .map(k -> new KindCount(
                                k.getKey().get(0).isEmpty() ? null : k.getKey().get(0),
                                k.getKey().get(1).isEmpty() ? null : k.getKey().get(1),
                                k.getValue()[0],
                                k.getValue()[1]))
                        .sorted(Comparator.comparingLong(KindCount::instances).reversed())
                        .toList());
    }

    @Override
    public synchronized void addAttribute(AttributePath path) {
        require();
        attributes.add(path);
    }

    @Override
    public synchronized void paceAttributes(long entitiesPerSecond) {
        require();
    }

    /** Always ready, as every question looks at everything anyway. */
    @Override
    public synchronized List<IndexedAttribute> attributes() {
        require();
        return attributes.stream()
                .map(path -> new IndexedAttribute(path, true, applied, applied))
                .toList();
    }

    @Override
    public synchronized boolean removeAttribute(AttributePath path) {
        require();
        return attributes.remove(path);
    }

    @Override
    public synchronized void clear() {
        require();
        entries.clear();
        seen.clear();
        deleted.clear();
        rebuild();
        quarantine.clear();
        ended.clear();
        ahead.clear();
        epoch = UUID.randomUUID().toString();
        applied = 0;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            clear();
            closed = true;
        }
    }

    private void require() {
        if (closed) {
            throw new StorageException("the index " + uri + " is closed");
        }
    }
}
