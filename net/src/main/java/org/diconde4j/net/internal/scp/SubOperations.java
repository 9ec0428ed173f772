package org.diconde4j.net.internal.scp;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.internal.dimse.Command;
import org.diconde4j.net.internal.dimse.Dimse;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;

/** Counts the sub-operations of a C-MOVE or C-GET and tells the requestor (PS3.4 C.4.2.1, C.4.3.1). */
final class SubOperations {
    private final Dimse dimse;
    private final Context context;
    private final Command request;
    private final int total;
    private int completed;
    private int failed;
    private int warned;
    private final List<String> failedUids = new ArrayList<>();

    SubOperations(Dimse dimse, Context context, Command request, int total) {
        this.dimse = dimse;
        this.context = context;
        this.request = request;
        this.total = total;
    }

    void count(SendResult result) {
        if (!result.stored()) {
            failed++;
            failedUids.add(result.object().sopInstanceUid());
        } else if (result.status() == Status.SUCCESS) {
            completed++;
        } else {
            warned++;
        }
    }

    /** Sends a pending response with the counts so far. */
    void pending() {
        dimse.send(context, counts(Command.response(request, Status.PENDING, false), true));
    }

    /** Sends the last response after all were tried: warnings of the receiver are a warning here (PS3.4 C.4.2.3.1). */
    void done() {
        if (failed + warned == 0) {
            last(Status.SUCCESS, null);
        } else if (completed + warned > 0) {
            last(Status.SUB_OPERATIONS_WITH_FAILURES, null);
        } else {
            last(Status.UNABLE_TO_PERFORM_SUB_OPERATIONS, null);
        }
    }

    void cancelled() {
        last(Status.CANCEL, null);
    }

    /** Sends the last response when it went wrong as a whole. */
    void last(int status, @Nullable String comment) {
        boolean remaining = status == Status.CANCEL;
        boolean list = !failedUids.isEmpty();
        Command response =
                counts(Command.response(request, status, list), remaining).setComment(comment);
        if (list) {
            dimse.send(
                    context,
                    response,
                    Dataset.builder()
                            .set(Tag.FailedSOPInstanceUIDList, failedUids.toArray(String[]::new))
                            .build());
        } else {
            dimse.send(context, response);
        }
    }

    private Command counts(Command response, boolean remaining) {
        if (remaining) {
            response.setShort(
                    Tag.NumberOfRemainingSuboperations, ushort(Math.max(0, total - completed - failed - warned)));
        }
        return response.setShort(Tag.NumberOfCompletedSuboperations, ushort(completed))
                .setShort(Tag.NumberOfFailedSuboperations, ushort(failed))
                .setShort(Tag.NumberOfWarningSuboperations, ushort(warned));
    }

    /** The counts are 16 bits wide on the wire; volumes with more slices than that are stuck at the top. */
    private static int ushort(int count) {
        return Math.min(count, 0xFFFF);
    }
}
