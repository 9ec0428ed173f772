package org.diconde4j.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.archive.Retrieval;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Selection;
import org.diconde4j.web.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * What a path names (PS3.18 10.1): all studies, a study, a series of it, an instance of that; and what stands behind it.
 *
 * @param study Study Instance UID, or null for all studies
 * @param series Series Instance UID, or null for all series
 * @param instance SOP Instance UID, or null for all instances
 * @param rest the segments behind that
 */
record Resource(
        @Nullable String study,
        @Nullable String series,
        @Nullable String instance,
        List<String> rest) {
    private static final int MOST_SEGMENTS = 64;

    /** Reads a path; what does not begin as a resource is all rest. */
    static Resource of(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (!segment.isEmpty()) {
                segments.add(decode(segment));
            }
        }
        if (segments.size() > MOST_SEGMENTS) {
            throw HttpProblem.notFound("there is nothing " + segments.size() + " segments deep");
        }
        String study = uid(segments, 0, "studies");
        String series = study == null ? null : uid(segments, 2, "series");
        String instance = series == null ? null : uid(segments, 4, "instances");
        int known = study == null ? 0 : series == null ? 2 : instance == null ? 4 : 6;
        return new Resource(study, series, instance, List.copyOf(segments.subList(known, segments.size())));
    }

    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new HttpProblem(
                    400, "expected two hexadecimal digits behind each % of a path, found \"" + segment + "\"", e);
        }
    }

    private static @Nullable String uid(List<String> segments, int at, String name) {
        if (segments.size() < at + 2 || !segments.get(at).equals(name)) {
            return null;
        }
        String uid = segments.get(at + 1);
        if (!uid.matches("[0-9A-Za-z._-]{1,64}")) {
            throw HttpProblem.badRequest("expected a UID behind /" + name + "/, found \"" + uid + "\"");
        }
        return uid;
    }

    /** The same, narrowed to an instance of it. */
    Resource withInstance(String uid) {
        return new Resource(study, series, uid, rest);
    }

    /** The instances that it names. */
    Selection selection() {
        return new Selection(List.of(), null, list(study), list(series), list(instance));
    }

    private static List<String> list(@Nullable String uid) {
        return uid == null ? List.of() : List.of(uid);
    }

    /** What is told if there is nothing of it. */
    HttpProblem missing() {
        return HttpProblem.notFound("there is no " + words());
    }

    /** The first of the instances that it names. */
    InstanceRef first(Retrieval retrieval) {
        try (Cursor<InstanceRef> instances = retrieval.instances()) {
            if (!instances.hasNext()) {
                throw missing();
            }
            return instances.next();
        }
    }

    /** In words, for problems. */
    String words() {
        return instance != null
                ? "instance " + instance + " of series " + series + " of study " + study
                : series != null ? "series " + series + " of study " + study : "study " + study;
    }

    /** Where a study, a series or an instance is. */
    static String url(String base, String study, @Nullable String series, @Nullable String instance) {
        return base + "/studies/" + study + (series == null ? "" : "/series/" + series)
                + (instance == null ? "" : "/instances/" + instance);
    }

    /** Where an instance is. */
    static String url(String base, InstanceRef instance) {
        return url(base, instance.studyUid(), instance.seriesUid(), instance.sopInstanceUid());
    }
}
