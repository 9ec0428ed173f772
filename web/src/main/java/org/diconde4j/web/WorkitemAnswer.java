package org.diconde4j.web;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.diconde4j.archive.workflow.WorkitemOutcome;
import org.diconde4j.archive.workflow.WorkitemStatus;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.web.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request that changes a workitem or a subscription, with status and Warning as the tables of PS3.18 11 have them.
 *
 * @param call the request
 * @param success the status where the request is carried out
 */
record WorkitemAnswer(Call call, int success) {
    private static final String INCONSISTENT =
            "The submitted request is inconsistent with the state of the UPS Instance.";

    void to(WorkitemOutcome outcome, Map<String, String> headers) throws IOException {
        WorkitemStatus status = outcome.status();
        String warning = warning(status);
        if (!status.isDone() || status == WorkitemStatus.NOT_SUBSCRIBED) {
            throw problem(outcome, warning);
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        if (warning != null) {
            all.put("Warning", header(warning));
        }
        call.empty(success, all);
    }

    private HttpProblem problem(WorkitemOutcome outcome, @Nullable String warning) {
        StringBuilder detail = new StringBuilder(outcome.detail());
        for (int i = 0; i < outcome.attributes().size(); i++) {
            detail.append(i == 0 ? ": " : ", ")
                    .append(Dictionary.standard().keyword(outcome.attributes().get(i)));
        }
        HttpProblem problem = new HttpProblem(httpStatus(outcome.status()), detail.toString());
        return warning == null ? problem : problem.with("Warning", header(warning));
    }

    private String header(String warning) {
        return "299 " + call.exchange.base() + ": " + warning;
    }

    private static int httpStatus(WorkitemStatus status) {
        return switch (status) {
            case UNKNOWN, NOT_SUBSCRIBED -> 404;
            case FORGOTTEN -> 410;
            case NOT_AUTHORIZED -> 403;
            case EXISTS,
                    MAY_NO_LONGER_BE_UPDATED,
                    ALREADY_IN_PROGRESS,
                    SCHEDULED_ONLY_BY_CREATION,
                    FINAL_STATE_REQUIREMENTS,
                    NOT_IN_PROGRESS,
                    COMPLETED_CANNOT_CANCEL,
                    PERFORMER_OUT_OF_REACH -> 409;
            default -> 400;
        };
    }

    private static @Nullable String warning(WorkitemStatus status) {
        return switch (status) {
            case CREATED_WITH_MODIFICATIONS -> "The Workitem was created with modifications.";
            case ALREADY_CANCELED -> "The UPS is already in the requested state of CANCELED.";
            case ALREADY_COMPLETED -> "The UPS is already in the requested state of COMPLETED.";
            case TRANSACTION_UID_MISSING -> "The Transaction UID is missing.";
            case TRANSACTION_UID_WRONG -> "The Transaction UID is incorrect.";
            case COMPLETED_CANNOT_CANCEL -> "The UPS is already COMPLETED.";
            case PERFORMER_OUT_OF_REACH -> "The performer cannot be contacted.";
            case MAY_NO_LONGER_BE_UPDATED,
                    ALREADY_IN_PROGRESS,
                    SCHEDULED_ONLY_BY_CREATION,
                    FINAL_STATE_REQUIREMENTS,
                    NOT_IN_PROGRESS -> INCONSISTENT;
            default -> null;
        };
    }
}
