package org.diconde4j.cli;

import java.util.concurrent.Callable;
import org.diconde4j.storage.AttributePath;
import picocli.CommandLine.Command;

/** Attributes with an index of their own. */
@Command(
        name = "attributes",
        header = "Attributes with an index of their own: add, list, remove.",
        description = {
            "",
            "A query for an attribute that the index keeps the values of need not look at every object. The answers are the same"
                    + " with and without."
        },
        footer = {
            "  diconde4j attributes add --data inspections EvaluatorSequence.EvaluatorName",
            "  diconde4j attributes add --data inspections '[ACME INSPECT]0031xx01'",
            "  diconde4j attributes list --data inspections",
            "  diconde4j attributes remove --data inspections EvaluatorSequence.EvaluatorName"
        })
final class AttributesCommand implements Callable<Integer> {
    static final String PATH = "Keywords or tags with dots between them; a private attribute as [CREATOR]ggggxxee.";

    @Override
    public Integer call() {
        throw new WrongUsage("say what to do: attributes add, list or remove");
    }

    static AttributePath path(String text) {
        try {
            return AttributePath.parse(text);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(String.valueOf(e.getMessage()));
        }
    }
}
