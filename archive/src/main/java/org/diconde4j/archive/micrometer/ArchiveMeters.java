package org.diconde4j.archive.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleBiFunction;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Vitals;
import org.diconde4j.storage.Space;

/**
 * Meters of an archive in a registry of the host application:
 *
 * <ul>
 *   <li>{@code diconde4j.archive.space.usable}, {@code .total}: the room of the object store in bytes.
 *   <li>{@code diconde4j.archive.space.kept}: how much of it is kept free; with less, new objects are refused.
 *   <li>{@code diconde4j.archive.refused}: objects that were refused for that.
 *   <li>{@code diconde4j.archive.events}: receipts so far: objects that were stored, quarantined, corrected, deleted and so on.
 *   <li>{@code diconde4j.archive.index.lag}: receipts that the index has not committed yet.
 * </ul>
 *
 * Each is asked when the registry reads it, and a room or lag that is not known is NaN. Closing takes the meters out of the registry; the
 * archive stays open. Thread-safe.
 */
public final class ArchiveMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final List<Meter> meters;

    /**
     * Registers the meters.
     *
     * @param archive whose
     * @param registry where
     * @param tags keys and values that tell several archives of a host apart, by turns
     */
    @SuppressWarnings(
            "exports") // required transitively it would have to be there for all who compile against this module
    public ArchiveMeters(Archive archive, MeterRegistry registry, String... tags) {
        this.registry = registry;
        this.meters = List.of(
                Gauge.builder("diconde4j.archive.space.usable", archive, a -> room(a.vitals(), (v, s) -> s.usable()))
                        .description("Bytes that can still be written")
                        .baseUnit("bytes")
                        .tags(tags)
                        .register(registry),
                Gauge.builder("diconde4j.archive.space.total", archive, a -> room(a.vitals(), (v, s) -> s.total()))
                        .description("Bytes of the disk in all")
                        .baseUnit("bytes")
                        .tags(tags)
                        .register(registry),
                Gauge.builder("diconde4j.archive.space.kept", archive, a -> room(a.vitals(), (v, s) -> v.keptFree()))
                        .description("Bytes that are kept free; with less, new objects are refused")
                        .baseUnit("bytes")
                        .tags(tags)
                        .register(registry),
                FunctionCounter.builder(
                                "diconde4j.archive.refused",
                                archive,
                                a -> a.vitals().refused())
                        .description("Objects that were refused because the disk was nearly full")
                        .tags(tags)
                        .register(registry),
                FunctionCounter.builder(
                                "diconde4j.archive.events",
                                archive,
                                a -> a.vitals().events())
                        .description("Receipts")
                        .tags(tags)
                        .register(registry),
                Gauge.builder("diconde4j.archive.index.lag", archive, ArchiveMeters::lag)
                        .description("Receipts that the index has not committed yet")
                        .tags(tags)
                        .register(registry));
    }

    private static double room(Vitals vitals, ToDoubleBiFunction<Vitals, Space> what) {
        Space space = vitals.space();
        return space == null ? Double.NaN : what.applyAsDouble(vitals, space);
    }

    private static double lag(Archive archive) {
        OptionalLong lag = archive.vitals().lag();
        return lag.isPresent() ? lag.getAsLong() : Double.NaN;
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
    }
}
