package org.diconde4j.web;

import java.util.List;
import java.util.Locale;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.io.BulkUris;
import org.diconde4j.web.http.HttpProblem;

/** The URIs of bulk values: where an element stands in its instance, tags and numbers of items in turn (PS3.18 10.4.1.1.5). */
final class BulkPaths {
    /** Values of fewer bytes stand in line. */
    private static final int INLINE = 1024;

    private BulkPaths() {}

    /** Gives values that are long a URI below an instance. */
    static BulkUris below(String instance) {
        return (path, element) -> element.bulkData() == null && element.fragments() == null && element.length() < INLINE
                ? null
                : uri(instance, path, element.tag());
    }

    private static String uri(String instance, List<Integer> path, int tag) {
        StringBuilder uri = new StringBuilder(instance).append("/bulkdata");
        for (int i = 0; i < path.size(); i += 2) {
            uri.append('/').append(hex(path.get(i))).append('/').append(path.get(i + 1));
        }
        return uri.append('/').append(hex(tag)).toString();
    }

    private static String hex(int tag) {
        return String.format(Locale.ROOT, "%08X", tag);
    }

    /** Finds what such a URI names. */
    static Element find(Dataset dataset, List<String> path) {
        Dataset at = dataset;
        for (int i = 0; i + 2 < path.size(); i += 2) {
            List<Dataset> items = at.items(tag(path.get(i)));
            int item = path.get(i + 1).matches("[0-9]{1,9}") ? Integer.parseInt(path.get(i + 1)) : -1;
            if (item < 0 || item >= items.size()) {
                throw missing(path);
            }
            at = items.get(item);
        }
        Element element = path.size() % 2 == 1 ? at.get(tag(path.get(path.size() - 1))) : null;
        if (element == null || element.isSequence()) {
            throw missing(path);
        }
        return element;
    }

    private static int tag(String text) {
        if (!text.matches("[0-9A-Fa-f]{8}")) {
            throw HttpProblem.badRequest("expected eight hexadecimal digits of a tag, found \"" + text + "\"");
        }
        return Integer.parseUnsignedInt(text, 16);
    }

    private static HttpProblem missing(List<String> path) {
        return HttpProblem.notFound("the instance has no value at " + String.join("/", path)
                + "; expected tags with the number of an item, from 0 on, between them");
    }
}
