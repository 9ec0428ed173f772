package org.diconde4j.web.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of the representations that a client accepts (PS3.18 8.7.4).
 *
 * @param multipart whether it is to be the parts of a {@code multipart/related}
 * @param type the media type of the whole or of each part, maybe with wildcards
 * @param transferSyntax what is said of the transfer syntax, {@code *} for any, null if nothing is
 * @param quality above 0, 1 at most
 */
public record Acceptable(
        boolean multipart, String type, @Nullable String transferSyntax, double quality) {
    private static final Comparator<Acceptable> BEST_FIRST =
            Comparator.comparingDouble(Acceptable::quality).reversed().thenComparingInt(Acceptable::openness);

    /**
     * Reads what a client accepts.
     *
     * @param headers the values of its Accept header
     * @param parameters the values of the query parameter {@code accept}, which count before the header (PS3.18 8.3.3.1)
     * @return what it accepts, the best first, and among equals those that say more; anything, if it says nothing
     * @throws HttpProblem of status 400 if it cannot be read
     */
    public static List<Acceptable> of(List<String> headers, List<String> parameters) {
        List<Acceptable> all = new ArrayList<>(read(parameters));
        if (all.isEmpty()) {
            all.addAll(read(headers));
        }
        boolean nothing = headers.stream().allMatch(String::isBlank)
                && parameters.stream().allMatch(String::isBlank);
        return nothing ? List.of(new Acceptable(false, "*/*", null, 1)) : List.copyOf(all);
    }

    /**
     * Makes sure that the client takes text in UTF-8, which all text is in (PS3.18 8.3.3.2, 8.8.2).
     *
     * @param headers the values of its Accept-Charset header
     * @param parameters the values of the query parameter {@code charset}, which count before the header
     * @throws HttpProblem of status 406 if it takes only others
     */
    public static void requireUtf8(List<String> headers, List<String> parameters) {
        List<String> said = parameters.stream().allMatch(String::isBlank) ? headers : parameters;
        List<String> all = said.stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::trim)
                .filter(value -> !value.isEmpty())
                .toList();
        boolean takes = all.stream()
                .filter(value -> !value.matches(".*;\\s*q\\s*=\\s*0(\\.0*)?"))
                .map(value -> value.split(";")[0].trim())
                .anyMatch(value -> value.equals("*") || isUtf8(value));
        if (!all.isEmpty() && !takes) {
            throw new HttpProblem(406, "expected utf-8 among the character sets, found " + String.join(", ", all));
        }
    }

    private static boolean isUtf8(String charset) {
        return charset.equalsIgnoreCase("utf-8") || charset.equalsIgnoreCase("utf8");
    }

    private static List<Acceptable> read(List<String> values) {
        List<Acceptable> all = new ArrayList<>();
        for (String value : values) {
            for (MediaType type : MediaType.list(value)) {
                Acceptable one = of(type);
                String charset = type.parameter("charset");
                if (one.quality > 0 && (charset == null || isUtf8(charset))) {
                    all.add(one);
                }
            }
        }
        all.sort(BEST_FIRST);
        return all;
    }

    private static Acceptable of(MediaType type) {
        boolean multipart = type.essence().equals("multipart/related");
        String parts = type.parameter("type");
        String of = !multipart
                ? type.essence()
                : parts == null ? "*/*" : MediaType.of(parts).essence();
        String syntax = type.parameter("transfer-syntax");
        if (syntax == null && parts != null) {
            syntax = MediaType.of(parts).parameter("transfer-syntax");
        }
        return new Acceptable(multipart, of, syntax, weight(type.parameter("q")));
    }

    /** The less is said, the more: {@code a/b}, {@code a/*}, any. */
    private int openness() {
        return !type.endsWith("*") ? 0 : type.startsWith("*") ? 2 : 1;
    }

    private static double weight(@Nullable String text) {
        if (text == null) {
            return 1;
        }
        try {
            double quality = Double.parseDouble(text);
            if (quality >= 0 && quality <= 1) {
                return quality;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw HttpProblem.badRequest("expected a quality of 0 to 1 in what is accepted, found q=" + text);
    }

    /**
     * Whether a media type is within this one.
     *
     * @param candidate without parameters, such as {@code application/dicom}
     * @return whether it is
     */
    public boolean takes(String candidate) {
        return type.equals("*/*")
                || type.equals(candidate)
                || type.endsWith("/*") && candidate.startsWith(type.substring(0, type.length() - 1));
    }
}
