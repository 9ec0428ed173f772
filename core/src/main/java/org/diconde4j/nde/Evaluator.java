package org.diconde4j.nde;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of an object and what it found (item of Evaluator Sequence (0014,2002)).
 *
 * @param number Evaluator Number (0014,2004)
 * @param name Evaluator Name (0014,2006)
 * @param attempt Evaluation Attempt (0014,2008)
 * @param indications what was seen
 */
public record Evaluator(
        @Nullable Integer number,
        @Nullable String name,
        @Nullable Integer attempt,
        List<Indication> indications) {

    /**
     * Copies the list.
     *
     * @param number Evaluator Number
     * @param name Evaluator Name
     * @param attempt Evaluation Attempt
     * @param indications what was seen
     */
    public Evaluator {
        indications = List.copyOf(indications);
    }

    /**
     * The first evaluator at the first attempt.
     *
     * @param name such as {@code Berg^Jonas}
     * @param indications what was seen
     * @return the evaluation
     */
    public static Evaluator of(String name, Indication... indications) {
        return new Evaluator(1, name, 1, List.of(indications));
    }

    /**
     * Reads all evaluations of an object.
     *
     * @param dataset an object, in today's or in legacy form
     * @return the evaluations in order, none if there are none
     */
    public static List<Evaluator> of(Dataset dataset) {
        return LegacyDiconde.translate(dataset).items(Tag.EvaluatorSequence).stream()
                .map(Evaluator::ofItem)
                .toList();
    }

    private static Evaluator ofItem(Dataset item) {
        return new Evaluator(
                Values.integer(item, Tag.EvaluatorNumber),
                item.string(Tag.EvaluatorName),
                Values.integer(item, Tag.EvaluationAttempt),
                item.items(Tag.IndicationSequence).stream()
                        .map(Indication::ofItem)
                        .toList());
    }

    Dataset toItem() {
        Dataset.Builder item = Dataset.builder();
        Values.put(item, Tag.EvaluatorNumber, number);
        Values.put(item, Tag.EvaluatorName, name);
        Values.put(item, Tag.EvaluationAttempt, attempt);
        Values.putItems(
                item,
                Tag.IndicationSequence,
                indications.stream().map(Indication::toItem).toList());
        return item.build();
    }
}
