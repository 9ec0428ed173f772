package org.diconde4j.archive;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.match.MatchRules;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Order;
import org.diconde4j.storage.Restriction;

/**
 * A question to the archive, answered by its index alone. Keys match as PS3.4 C.2.2.2 says: {@code *} and {@code ?} in
 * text, {@code a-b} in dates and times, several values as a list. Immutable: every method gives a changed copy.
 */
public final class Query {
    private final Supplier<Index> index;
    private final long most;
    private final Level level;
    private final Dataset keys;
    private final MatchRules rules;
    private final Order order;
    private final long offset;
    private final long limit;
    private final Restriction restriction;

    Query(Supplier<Index> index, long most, Restriction restriction) {
        this(index, most, Level.STUDY, Dataset.empty(), MatchRules.NONE, Order.OLDEST_FIRST, 0, most, restriction);
    }

    private Query(
            Supplier<Index> index,
            long most,
            Level level,
            Dataset keys,
            MatchRules rules,
            Order order,
            long offset,
            long limit,
            Restriction restriction) {
        this.index = index;
        this.most = most;
        this.level = level;
        this.keys = keys;
        this.rules = rules;
        this.order = order;
        this.offset = offset;
        this.limit = limit;
        this.restriction = restriction;
    }

    /**
     * Asks for entities of a level.
     *
     * @param level the level
     * @return the changed query
     */
    public Query level(Level level) {
        return new Query(index, most, level, keys, rules, order, offset, limit, restriction);
    }

    /**
     * Asks for components.
     *
     * @return the changed query
     */
    public Query components() {
        return level(Level.COMPONENT);
    }

    /**
     * Asks for studies, as a query does from the beginning.
     *
     * @return the changed query
     */
    public Query studies() {
        return level(Level.STUDY);
    }

    /**
     * Asks for series.
     *
     * @return the changed query
     */
    public Query series() {
        return level(Level.SERIES);
    }

    /**
     * Asks for instances.
     *
     * @return the changed query
     */
    public Query instances() {
        return level(Level.INSTANCE);
    }

    /**
     * Adds a key.
     *
     * @param tag the attribute
     * @param values what it shall match; several are alternatives, none matches everything
     * @return the changed query
     */
    public Query where(int tag, String... values) {
        return where(Dataset.builder().set(tag, values).build());
    }

    /**
     * Adds a key.
     *
     * @param name the attribute by keyword, DICONDE name or tag
     * @param values what it shall match; several are alternatives, none matches everything
     * @return the changed query
     * @throws IllegalArgumentException if the dictionary knows no such name
     */
    public Query where(String name, String... values) {
        OptionalInt tag = Dictionary.standard().tag(name);
        if (tag.isEmpty()) {
            throw new IllegalArgumentException("\"" + name
                    + "\" is no keyword or DICONDE name of an attribute; expected one such as PatientID, ComponentIDNumber"
                    + " or 00100020");
        }
        return where(tag.getAsInt(), values);
    }

    /**
     * Adds keys, nested ones and private ones included.
     *
     * @param more the keys
     * @return the changed query
     */
    public Query where(Dataset more) {
        return new Query(
                index, most, level, keys.toBuilder().setAll(more).build(), rules, order, offset, limit, restriction);
    }

    /**
     * Matches by more rules: names by their words and sound, ranges of moments, attributes without a value and so on.
     *
     * @param rules those that hold beside the others
     * @return the changed query
     */
    public Query by(MatchRules rules) {
        return new Query(index, most, level, keys, rules, order, offset, limit, restriction);
    }

    /**
     * Gives the latest arrivals first.
     *
     * @return the changed query
     */
    public Query newestFirst() {
        return in(Order.NEWEST_FIRST);
    }

    /**
     * Chooses an order; the order of arrival if not changed.
     *
     * @param order the order
     * @return the changed query
     */
    public Query in(Order order) {
        return new Query(index, most, level, keys, rules, order, offset, limit, restriction);
    }

    /**
     * Leaves out answers at the beginning.
     *
     * @param answers how many
     * @return the changed query
     */
    public Query offset(long answers) {
        return new Query(index, most, level, keys, rules, order, answers, limit, restriction);
    }

    /**
     * Gives some answers at most; never more than the archive's own limit.
     *
     * @param answers how many
     * @return the changed query
     */
    public Query limit(long answers) {
        return new Query(index, most, level, keys, rules, order, offset, Math.min(answers, most), restriction);
    }

    /**
     * Asks. Closing the cursor ends the query, from another thread as well.
     *
     * @return the answers: the attributes of each entity and of those above it; to be closed by the caller
     */
    public Cursor<Dataset> cursor() {
        return index.get().find(new IndexQuery(level, keys, rules, order, offset, limit, restriction));
    }

    /**
     * Asks, and hands each answer on.
     *
     * @param action called for each entity with its attributes and those of the entities above it
     */
    public void forEach(Consumer<? super Dataset> action) {
        try (Cursor<Dataset> cursor = cursor()) {
            cursor.forEachRemaining(action);
        }
    }

    /**
     * Asks.
     *
     * @return the answers as a stream, which must be closed
     */
    public Stream<Dataset> stream() {
        Cursor<Dataset> cursor = cursor();
        int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(cursor, characteristics), false)
                .onClose(cursor::close);
    }

    /**
     * Asks, and collects all answers.
     *
     * @return the answers
     */
    public List<Dataset> list() {
        return cursor().toList();
    }

    /**
     * Asks for one.
     *
     * @return the first answer, or nothing
     */
    public Optional<Dataset> first() {
        return limit(1).list().stream().findFirst();
    }

    /**
     * Counts, whatever offset and limit are.
     *
     * @return how many entities match
     */
    public long count() {
        return index.get().count(new IndexQuery(level, keys, rules, order, 0, Long.MAX_VALUE, restriction));
    }
}
