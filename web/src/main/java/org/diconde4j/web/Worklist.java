package org.diconde4j.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static final String WORKITEMS = "workitems";
    private static final String SUBSCRIBERS = "subscribers";

    /** Who wishes a workitem canceled, if the request does not say so: HTTP knows no AE titles. */
    private static final String NO_TITLE = "DICOMWEB";

    private Worklist() {}

    /** The methods of a resource; none if it is none of these (PS3.18 Table 11.1.1-1). */
    static List<String> methods(List<String> path) {
        if (path.size() == 2 && path.get(0).equals(SUBSCRIBERS)) {
            return List.of("GET");
        }
        if (path.isEmpty() || !path.get(0).equals(WORKITEMS)) {
            return List.of();
        }
        String third = path.size() < 3 ? "" : path.get(2);
        return switch (path.size()) {
            case 1, 2 -> List.of("GET", "POST");
            case 3 ->
                third.equals("state") ? List.of("PUT") : third.equals("cancelrequest") ? List.of("POST") : List.of();
            case 4 -> third.equals(SUBSCRIBERS) ? List.of("POST", "DELETE") : List.of();
            case 5 -> third.equals(SUBSCRIBERS) && path.get(4).equals("suspend") ? List.of("POST") : List.of();
            default -> List.of();
        };
    }

    static void answer(Call call, List<String> path) throws IOException {
        if (path.get(0).equals(SUBSCRIBERS)) {
            EventChannel.open(call, aeTitle(path.get(1)));
            return;
        }
        boolean posts = call.exchange.method().equals("POST");
        WorkitemView workitems = call.archive().workitems();
        if (path.size() == 1) {
            if (posts) {
                create(call, workitems);
            } else {
                search(call, workitems);
            }
            return;
        }
        String uid = uid(path.get(1));
        switch (path.size() == 2 ? "" : path.get(2)) {
            case "state" -> changeState(call, workitems, uid);
            case "cancelrequest" -> requestCancel(call, workitems, uid);
            case SUBSCRIBERS -> subscriptions(call, workitems, uid, path);
            default -> {
                if (posts) {
                    update(call, workitems, uid);
                } else {
                    retrieve(call, workitems, uid);
                }
            }
        }
    }

    private static void create(Call call, WorkitemView workitems) throws IOException {
        Dataset step = WorkitemBody.required(call);
        String named = parameter(call, "workitem", "AffectedSOPInstanceUID");
        if (named.isEmpty()) {
            named = step.string(Tag.SOPInstanceUID, step.string(Tag.AffectedSOPInstanceUID, ""));
        }
        String uid = named.isEmpty() ? Uids.random() : uid(named);
        String url = url(call, uid);
        new WorkitemAnswer(call, 201).to(workitems.create(uid, step), Map.of("Location", url, "Content-Location", url));
    }

    private static void retrieve(Call call, WorkitemView workitems, String uid) throws IOException {
        Models models = Models.wantedOfOne(call, "the workitem");
        Workitem step = workitems.get(uid);
        if (step == null) {
            throw HttpProblem.notFound("there is no workitem " + uid);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", models.contentType());
        headers.put("Content-Location", url(call, uid));
        try (OutputStream out = call.answer(200, headers)) {
            models.one(out, step.dataset());
        }
    }

    /** Tells workitems whole: they are small, and most of what they have must be told anyway (PS3.4 Table CC.2.5-3). */
    private static void search(Call call, WorkitemView workitems) throws IOException {
        Models models = Models.wanted(call, "the workitems");
        SearchParameters wanted = SearchParameters.ofWorkitems(call.parameters());
        long left = count(workitems, wanted) - wanted.offset();
        if (left <= 0 && models.hasNoEmptyForm()) {
            call.empty(204, Map.of());
            return;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", models.contentType());
        if (left > wanted.limit()) {
            headers.put("Warning", call.moreResults(left - wanted.limit()));
        }
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

    private static void update(Call call, WorkitemView workitems, String uid) throws IOException {
        Dataset changes = WorkitemBody.required(call);
        String transaction = parameter(call, "transaction-uid", "transaction");
        String inside = changes.string(Tag.TransactionUID, "");
        if (!transaction.isEmpty() && !inside.isEmpty() && !transaction.equals(inside)) {
            throw HttpProblem.badRequest("the Transaction UID of the query is not that of the body");
        }
        if (!transaction.isEmpty()) {
            changes = changes.toBuilder().set(Tag.TransactionUID, transaction).build();
        }
        new WorkitemAnswer(call, 200).to(workitems.update(uid, changes), location(call, uid));
    }

    private static void changeState(Call call, WorkitemView workitems, String uid) throws IOException {
        Dataset action = WorkitemBody.required(call);
        WorkitemOutcome outcome = workitems.changeState(
                uid, action.string(Tag.ProcedureStepState, ""), action.string(Tag.TransactionUID, ""));
        new WorkitemAnswer(call, 200).to(outcome, location(call, uid));
    }

    private static void requestCancel(Call call, WorkitemView workitems, String uid) throws IOException {
        Dataset why = WorkitemBody.optional(call);
        String given = why.string(Tag.RequestingAE, "").strip();
        String title = given.isEmpty() ? NO_TITLE : aeTitle(given);
        new WorkitemAnswer(call, 202).to(workitems.requestCancel(uid, why, title), Map.of());
    }

    private static void subscriptions(Call call, WorkitemView workitems, String uid, List<String> path)
            throws IOException {
        String title = aeTitle(path.get(3));
        if (path.size() == 5) {
            new WorkitemAnswer(call, 200).to(workitems.suspend(uid, title), Map.of());
        } else if (call.exchange.method().equals("DELETE")) {
            new WorkitemAnswer(call, 200).to(workitems.unsubscribe(uid, title), Map.of());
        } else {
            Dataset keys = Dataset.empty();
            if (uid.equals(UID.UPSFilteredGlobalSubscriptionInstance)) {
                keys = SearchParameters.ofFilter(call.parameters());
                if (keys.isEmpty()) {
                    throw HttpProblem.badRequest(
                            "expected filter=ATTRIBUTE=VALUE,… with the Filtered Worklist, found none");
                }
            }
            boolean lock = call.parameters().flag("deletionlock");
            String channel = call.exchange.base().replaceFirst("^http", "ws") + "/" + SUBSCRIBERS + "/"
                    + URLEncoder.encode(title, StandardCharsets.UTF_8).replace("+", "%20");
            new WorkitemAnswer(call, 201)
                    .to(workitems.subscribe(uid, title, lock, keys), Map.of("Content-Location", channel));
        }
    }

    private static Map<String, String> location(Call call, String uid) {
        return Map.of("Content-Location", url(call, uid));
    }

    private static String url(Call call, String uid) {
        return call.exchange.base() + "/" + WORKITEMS + "/" + uid;
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
