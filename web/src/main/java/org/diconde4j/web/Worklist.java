package org.diconde4j.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.diconde4j.archive.workflow.Workitem;
import org.diconde4j.archive.workflow.WorkitemOutcome;
import org.diconde4j.archive.workflow.WorkitemView;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.nde.Uids;
import org.diconde4j.storage.Cursor;
import org.diconde4j.web.http.HttpProblem;

/** The worklist service (PS3.18 11, UPS-RS). */
final class Worklist {
    /** Who wishes a workitem canceled, if the request does not say so: HTTP knows no AE titles. */
    private static final String NO_TITLE = "DICOMWEB";

    private final long mostResults;

    /**
     * Makes the service.
     *
     * @param mostResults how many workitems a search may have at most
     */
    Worklist(long mostResults) {
        this.mostResults = mostResults;
    }

    /** Adds what answers requests for a resource, by their methods; false if it is none of these (PS3.18 Table 11.1.1-1). */
    boolean add(List<String> path, Map<String, Routes.Action> actions) {
        StringJoiner template = new StringJoiner("/");
        for (int i = 0; i < path.size(); i++) {
            template.add(i == 1 || i == 3 ? "*" : path.get(i));
        }
        String second = path.size() < 2 ? "" : path.get(1);
        String fourth = path.size() < 4 ? "" : path.get(3);
        switch (template.toString()) {
            case "workitems" -> {
                actions.put("GET", this::search);
                actions.put("POST", Worklist::create);
            }
            case "workitems/*" -> {
                actions.put("GET", call -> retrieve(call, uid(second)));
                actions.put("POST", call -> update(call, uid(second)));
            }
            case "workitems/*/state" -> actions.put("PUT", call -> changeState(call, uid(second)));
            case "workitems/*/cancelrequest" -> actions.put("POST", call -> requestCancel(call, uid(second)));
            case "workitems/*/subscribers/*" -> {
                actions.put("POST", call -> subscribe(call, uid(second), aeTitle(fourth)));
                actions.put("DELETE", call -> {
                    WorkitemOutcome outcome = call.archive().workitems().unsubscribe(uid(second), aeTitle(fourth));
                    new WorkitemAnswer(call, 200).to(outcome, Map.of());
                });
            }
            case "workitems/*/subscribers/*/suspend" ->
                actions.put("POST", call -> {
                    WorkitemOutcome outcome = call.archive().workitems().suspend(uid(second), aeTitle(fourth));
                    new WorkitemAnswer(call, 200).to(outcome, Map.of());
                });
            case "subscribers/*" -> actions.put("GET", call -> EventChannel.open(call, aeTitle(second)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void create(Call call) throws IOException {
        Dataset step = WorkitemBody.required(call);
        String named = parameter(call, "workitem", "AffectedSOPInstanceUID");
        if (named.isEmpty()) {
            named = step.string(Tag.SOPInstanceUID, step.string(Tag.AffectedSOPInstanceUID, ""));
        }
        String uid = named.isEmpty() ? Uids.random() : uid(named);
        String url = url(call, uid);
        new WorkitemAnswer(call, 201)
                .to(call.archive().workitems().create(uid, step), Map.of("Location", url, "Content-Location", url));
    }

    private static void retrieve(Call call, String uid) throws IOException {
        Models models = Models.wantedOfOne(call, "the workitem");
        WorkitemView workitems = call.archive().workitems();
        Workitem step = workitems.get(uid);
        if (step == null) {
            new WorkitemAnswer(call, 200).to(workitems.absence(uid), Map.of());
            return;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", models.contentType());
        headers.put("Content-Location", url(call, uid));
        try (OutputStream out = call.answer(200, headers)) {
            models.one(out, step.dataset());
        }
    }

    /** Tells workitems whole: they are small, and most of what they have must be told anyway (PS3.4 Table CC.2.5-3). */
    private void search(Call call) throws IOException {
        Models models = Models.wanted(call, "the workitems");
        SearchParameters wanted =
                SearchParameters.ofWorkitems(call.parameters()).atMost(mostResults);
        WorkitemView workitems = call.archive().workitems();
        long left = count(workitems, wanted) - wanted.offset();
        if (left <= 0 && models.hasNoEmptyForm()) {
            call.empty(204, Map.of());
            return;
        }
        Map<String, String> headers = call.warnings(left - wanted.limit(), wanted.ignored());
        headers.put("Content-Type", models.contentType());
        try (Cursor<Workitem> found = workitems.find(wanted.keys(), wanted.rules());
                OutputStream out = call.answer(200, headers);
                Models.Writer writer = models.begin(out, (path, element) -> null)) {
            for (long skip = wanted.offset(); skip > 0 && found.hasNext(); skip--) {
                found.next();
            }
            for (long more = wanted.limit(); more > 0 && found.hasNext(); more--) {
                writer.add(found.next().dataset());
            }
        }
    }

    private static long count(WorkitemView workitems, SearchParameters wanted) {
        long count = 0;
        try (Cursor<Workitem> all = workitems.find(wanted.keys(), wanted.rules())) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    private static void update(Call call, String uid) throws IOException {
        Dataset changes = WorkitemBody.required(call);
        String transaction = parameter(call, "transaction-uid", "transaction");
        String inside = changes.string(Tag.TransactionUID, "");
        if (!transaction.isEmpty() && !inside.isEmpty() && !transaction.equals(inside)) {
            throw HttpProblem.badRequest("the Transaction UID of the query is not that of the body");
        }
        if (!transaction.isEmpty()) {
            changes = changes.toBuilder().set(Tag.TransactionUID, transaction).build();
        }
        new WorkitemAnswer(call, 200).to(call.archive().workitems().update(uid, changes), location(call, uid));
    }

    private static void changeState(Call call, String uid) throws IOException {
        Dataset action = WorkitemBody.required(call);
        WorkitemOutcome outcome = call.archive()
                .workitems()
                .changeState(uid, action.string(Tag.ProcedureStepState, ""), action.string(Tag.TransactionUID, ""));
        new WorkitemAnswer(call, 200).to(outcome, location(call, uid));
    }

    private static void requestCancel(Call call, String uid) throws IOException {
        Dataset why = WorkitemBody.optional(call);
        String given = why.string(Tag.RequestingAE, "").strip();
        String title = given.isEmpty() ? NO_TITLE : aeTitle(given);
        new WorkitemAnswer(call, 202).to(call.archive().workitems().requestCancel(uid, why, title), Map.of());
    }

    private static void subscribe(Call call, String uid, String title) throws IOException {
        Dataset keys = Dataset.empty();
        if (uid.equals(UID.UPSFilteredGlobalSubscriptionInstance)) {
            keys = SearchParameters.ofFilter(call.parameters());
            if (keys.isEmpty()) {
                throw HttpProblem.badRequest(
                        "expected filter=ATTRIBUTE=VALUE,… with the Filtered Worklist, found none");
            }
        }
        boolean lock = call.parameters().flag("deletionlock");
        String channel = call.exchange.base().replaceFirst("^http", "ws") + "/subscribers/"
                + URLEncoder.encode(title, StandardCharsets.UTF_8).replace("+", "%20");
        new WorkitemAnswer(call, 201)
                .to(call.archive().workitems().subscribe(uid, title, lock, keys), Map.of("Content-Location", channel));
    }

    private static Map<String, String> location(Call call, String uid) {
        return Map.of("Content-Location", url(call, uid));
    }

    private static String url(Call call, String uid) {
        return call.exchange.base() + "/workitems/" + uid;
    }

    /** A UID by one of the names that it has, or alone: the template of PS3.18 11.4.1 and 11.6.1 can be read either way. */
    private static String parameter(Call call, String name, String other) {
        for (String known : List.of(name, other)) {
            String value = call.parameters().one(known);
            if (value != null) {
                return uid(value);
            }
        }
        for (String alone : call.parameters().all().keySet()) {
            if (alone.matches("[0-9][0-9.]*\\.[0-9.]+")) {
                return uid(alone);
            }
        }
        return "";
    }

    private static String uid(String text) {
        if (!text.matches("[0-9]+(\\.[0-9]+)+") || text.length() > 64) {
            throw HttpProblem.badRequest("expected a UID, found \"" + text + "\"");
        }
        return text;
    }

    private static String aeTitle(String text) {
        String title = text.strip();
        if (!title.matches("[ -~&&[^\\\\]]{1,16}")) {
            throw HttpProblem.badRequest("expected an AE title of 1 to 16 characters, found \"" + text + "\"");
        }
        return title;
    }
}
