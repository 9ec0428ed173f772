package org.diconde4j.web;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.diconde4j.archive.workflow.WorkitemEvent;
import org.diconde4j.archive.workflow.WorkitemView;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomJson;
import org.diconde4j.web.http.HttpProblem;

/** Tells a subscriber of workitems over a WebSocket what happens (PS3.18 8.10.4, 8.10.5). */
final class EventChannel {
    /** N-EVENT-REPORT-RQ, and that a data set is there (PS3.7 E.1). */
    private static final int EVENT_REPORT = 0x0100;

    private static final int WITH_DATA_SET = 0x0000;
    private static final int MOST_MESSAGE_ID = 0xFFFF;

    private EventChannel() {}

    static void open(Call call, String aeTitle) throws IOException {
        WorkitemView workitems = call.archive().workitems();
        requireUpgrade(call);
        boolean upgraded = call.exchange.upgrade(send -> {
            AtomicInteger messages = new AtomicInteger();
            return workitems.listen(aeTitle, event -> send.accept(text(event, messages.getAndIncrement())));
        });
        if (!upgraded) {
            throw new HttpProblem(501, "this server opens no WebSockets");
        }
    }

    private static void requireUpgrade(Call call) {
        boolean asked = call.exchange.headers("Upgrade").stream().anyMatch("websocket"::equalsIgnoreCase);
        if (!asked) {
            throw new HttpProblem(
                            426, "expected a request for a WebSocket (RFC 6455), found one without Upgrade: websocket")
                    .with("Upgrade", "websocket");
        }
    }

    /** An event as PS3.18 8.10.5.1.1 has it: the command of PS3.7 10.3.1 and the event information of PS3.4 CC.2.4.1 in one data set. */
    static String text(WorkitemEvent event, int count) {
        Dataset report = Dataset.builder()
                .setAll(event.information())
                .set(Tag.AffectedSOPClassUID, UID.UnifiedProcedureStepPush)
                .set(Tag.CommandField, Integer.toString(EVENT_REPORT))
                .set(Tag.MessageID, Integer.toString(count % MOST_MESSAGE_ID + 1))
                .set(Tag.CommandDataSetType, Integer.toString(WITH_DATA_SET))
                .set(Tag.AffectedSOPInstanceUID, event.workitem())
                .set(Tag.EventTypeID, Integer.toString(event.type()))
                .build();
        return DicomJson.inline().toString(report);
    }
}
