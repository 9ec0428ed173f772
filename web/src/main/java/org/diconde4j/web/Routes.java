package org.diconde4j.web;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.storage.Level;
import org.diconde4j.web.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/** Which service answers which request (PS3.18 9, 10.3 to 10.6, 11, 8.9). Immutable. */
final class Routes {
    private final Search search;
    private final Worklist worklist;
    private final Retrieve retrieve = new Retrieve();
    private final Metadata metadata = new Metadata();
    private final Frame frames = new Frame();
    private final Bulk bulk = new Bulk(frames);
    private final Rendered rendered = new Rendered();
    private final Store store = new Store();
    private final Delete delete = new Delete();
    private final WadoUri wadoUri = new WadoUri(retrieve, rendered);
    private final Changes changes = new Changes();
    private final @Nullable ResumableUpload uploads;

    /**
     * Makes the services.
     *
     * @param mostResults how many results a search may have at most
     * @param waiting where objects that come in pieces wait until they are whole, or null to take none
     */
    Routes(long mostResults, @Nullable Uploads waiting) {
        search = new Search(mostResults);
        worklist = new Worklist(mostResults);
        uploads = waiting == null ? null : new ResumableUpload(waiting, store);
    }

    /** What answers a request. */
    @FunctionalInterface
    interface Action {
        void answer(Call call) throws IOException;
    }

    /** Answers a request. */
    void answer(Call call) throws IOException {
        Map<String, Action> actions = actions(Resource.of(call.exchange.path()));
        Action get = actions.get("GET");
        if (get != null) {
            actions.put("HEAD", get);
        }
        String allowed = String.join(", ", actions.keySet()) + (actions.containsKey("OPTIONS") ? "" : ", OPTIONS");
        actions.putIfAbsent("OPTIONS", options -> options.empty(204, Map.of("Allow", allowed)));
        Action action = actions.get(call.exchange.method());
        if (action == null) {
            throw new HttpProblem(
                            405,
                            "expected one of " + allowed + " for " + call.exchange.path() + ", found "
                                    + call.exchange.method())
                    .with("Allow", allowed);
        }
        action.answer(call);
    }

    /** What answers requests for a resource, by their methods. */
    private Map<String, Action> actions(Resource resource) {
        Map<String, Action> actions = new LinkedHashMap<>();
        List<String> rest = resource.rest();
        Level level = searched(resource);
        if (level != null) {
            actions.put("GET", call -> search.answer(call, resource, level));
            if (level == Level.STUDY) {
                actions.put("POST", call -> store.answer(call, null));
            }
        } else if (resource.study() == null && rest.isEmpty()) {
            actions.put("GET", Capabilities::answer);
            actions.put("OPTIONS", Capabilities::answer);
        } else if (resource.study() == null && rest.equals(List.of("wado"))) {
            actions.put("GET", wadoUri::answer);
        } else if (resource.study() != null && rest.isEmpty()) {
            actions.put("GET", call -> {
                if (Zip.isWanted(call)) {
                    Zip.answer(call, resource);
                } else {
                    retrieve.answer(call, resource);
                }
            });
            actions.put("DELETE", call -> delete.answer(call, resource));
            if (resource.series() == null) {
                actions.put("POST", call -> store.answer(call, resource.study()));
            }
        } else if (resource.study() != null || !worklist.add(rest, actions) && !beyond(rest, actions)) {
            Action reading = resource.study() == null ? null : reading(resource, rest);
            if (reading == null) {
                throw HttpProblem.notFound(
                        "there is no such resource; expected one of PS3.18 10.1 such as /studies, /studies/UID/series,"
                                + " /studies/UID/metadata");
            }
            actions.put("GET", reading);
        }
        return actions;
    }

    /** Adds what is beyond the standard; false if it is nothing of that. */
    private boolean beyond(List<String> path, Map<String, Action> actions) {
        ResumableUpload upload = uploads;
        if (path.equals(List.of("changes"))) {
            actions.put("GET", changes::answer);
        } else if (upload != null && path.equals(List.of("uploads"))) {
            actions.put("POST", upload::create);
        } else if (upload != null && path.size() == 2 && path.get(0).equals("uploads")) {
            actions.put("HEAD", call -> upload.one(call, path.get(1)));
            actions.put("PATCH", call -> upload.one(call, path.get(1)));
            actions.put("DELETE", call -> upload.one(call, path.get(1)));
        } else {
            return false;
        }
        return true;
    }

    /** What reads something of a study, a series or an instance. */
    private @Nullable Action reading(Resource resource, List<String> rest) {
        boolean isInstance = resource.instance() != null;
        String first = rest.get(0);
        if (rest.size() == 1) {
            return switch (first) {
                case "metadata" -> call -> metadata.answer(call, resource);
                case "thumbnail" -> call -> rendered.thumbnail(call, resource, null);
                case "rendered" ->
                    isInstance
                            ? call -> rendered.picture(call, resource, null)
                            : call -> rendered.pictures(call, resource);
                default -> null;
            };
        }
        if (isInstance && first.equals("bulkdata")) {
            return call -> bulk.answer(call, resource, rest.subList(1, rest.size()));
        }
        if (!isInstance || !first.equals("frames") || rest.size() > 3) {
            return null;
        }
        String list = rest.get(1);
        return switch (rest.size() == 2 ? "" : rest.get(2)) {
            case "" -> call -> frames.answer(call, resource, list);
            case "rendered" -> call -> rendered.picture(call, resource, list);
            case "thumbnail" -> call -> rendered.thumbnail(call, resource, list);
            default -> null;
        };
    }

    /** The level of a search, or null if it is none (PS3.18 table 10.6.1-1). */
    private static @Nullable Level searched(Resource resource) {
        if (resource.rest().size() != 1 || resource.instance() != null) {
            return null;
        }
        return switch (resource.rest().get(0)) {
            case "studies" -> resource.study() == null ? Level.STUDY : null;
            case "series" -> resource.series() == null ? Level.SERIES : null;
            case "instances" -> Level.INSTANCE;
            default -> null;
        };
    }
}
