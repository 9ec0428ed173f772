package org.diconde4j.storage.tck;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.IndexStatistics;
import org.diconde4j.storage.KindCount;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Order;
import org.diconde4j.storage.Selection;

/** All that an index says, in words that can be compared. */
final class Everything {
    private Everything() {}

    static String of(Index index) {
        StringBuilder all = new StringBuilder();
        Dataset keys = Dataset.builder()
                .setEmpty(Tag.NumberOfPatientRelatedStudies)
                .setEmpty(Tag.NumberOfPatientRelatedSeries)
                .setEmpty(Tag.NumberOfPatientRelatedInstances)
                .setEmpty(Tag.NumberOfStudyRelatedSeries)
                .setEmpty(Tag.NumberOfStudyRelatedInstances)
                .setEmpty(Tag.ModalitiesInStudy)
                .setEmpty(Tag.SOPClassesInStudy)
                .setEmpty(Tag.NumberOfSeriesRelatedInstances)
                .build();
        for (Level level : Level.values()) {
            for (Order order : Order.values()) {
                index.find(IndexQuery.of(level, keys).in(order))
                        .toList()
                        .forEach(d ->
                                all.append(level).append(' ').append(text(d)).append('\n'));
            }
        }
        index.instances(Selection.all()).toList().forEach(r -> all.append(r).append('\n'));
        index.quarantined().toList().forEach(q -> all.append(q).append('\n'));
        IndexStatistics statistics = index.statistics();
        all.append(statistics.counts())
                .append(statistics.superseded())
                .append(' ')
                .append(statistics.deleted());
        statistics.kinds().stream()
                .map(KindCount::toString)
                .sorted()
                .forEach(kind -> all.append('\n').append(kind));
        return all.append('\n').append(index.counts()).toString();
    }

    static String text(Dataset dataset) {
        StringBuilder b = new StringBuilder();
        dataset.forEach(e -> b.append(String.format(" %08X=", e.tag()))
                .append(
                        e.isSequence()
                                ? e.items().stream().map(Everything::text).toList()
                                : e.strings()));
        return b.toString();
    }
}
