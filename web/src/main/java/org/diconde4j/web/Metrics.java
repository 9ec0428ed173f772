package org.diconde4j.web;

import java.util.Locale;
import org.diconde4j.archive.ArchiveStatistics;
import org.diconde4j.archive.Vitals;
import org.diconde4j.storage.IndexCounts;
import org.diconde4j.storage.Space;

/** The archive in numbers, as Prometheus reads them (text format 0.0.4); the names are those of the Micrometer meters where there are any. */
final class Metrics {
    private final StringBuilder text = new StringBuilder();

    private Metrics() {}

    static String text(ArchiveStatistics statistics, Traffic traffic) {
        Metrics metrics = new Metrics();
        IndexCounts counts = statistics.holdings().counts();
        metrics.gauge("components", "Components", counts.components());
        metrics.gauge("studies", "Studies", counts.studies());
        metrics.gauge("series", "Series", counts.series());
        metrics.gauge("instances", "Instances", counts.instances());
        metrics.gauge("quarantined", "Objects that were set aside", counts.quarantined());
        metrics.gauge("stored_bytes", "Bytes of the instances as they were received", counts.bytes());
        Vitals vitals = statistics.vitals();
        metrics.counter("events_total", "Receipts", vitals.events());
        metrics.counter(
                "refused_total", "Objects that were refused because the disk was nearly full", vitals.refused());
        if (vitals.lag().isPresent()) {
            metrics.gauge(
                    "index_lag",
                    "Receipts that the index has not committed yet",
                    vitals.lag().getAsLong());
        }
        Space space = vitals.space();
        if (space != null) {
            metrics.gauge("space_usable_bytes", "Bytes that can still be written", space.usable());
            metrics.gauge("space_total_bytes", "Bytes of the disk in all", space.total());
            metrics.gauge(
                    "space_kept_bytes",
                    "Bytes that are kept free; with less, new objects are refused",
                    vitals.keptFree());
        }
        metrics.gauge("http_requests_running", "Requests that are being answered", traffic.running());
        metrics.counter("http_requests_total", "Requests that were answered or refused", traffic.begun());
        metrics.counter("http_requests_refused_total", "Requests that were too many", traffic.refused());
        return metrics.text.toString();
    }

    private void gauge(String name, String help, long value) {
        add(name, "gauge", help, value);
    }

    private void counter(String name, String help, long value) {
        add(name, "counter", help, value);
    }

    private void add(String name, String type, String help, long value) {
        String full = (name.startsWith("http") ? "diconde4j_" : "diconde4j_archive_") + name;
        text.append(
                String.format(Locale.ROOT, "# HELP %s %s\n# TYPE %s %s\n%s %d\n", full, help, full, type, full, value));
    }
}
