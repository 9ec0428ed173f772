package org.diconde4j.net.internal.scp;

import java.util.function.Consumer;
import org.diconde4j.net.internal.dimse.Command;
import org.diconde4j.net.service.NormalizedOperation;
import org.diconde4j.net.service.NormalizedRequestor;

/** One of the operations on normalized SOP instances (PS3.7 10), performed by the handler of its SOP class. */
record NormalizedService(NormalizedOperation operation) implements Service {
    @Override
    public void serve(Exchange exchange, Command request) {
        Consumer<NormalizedRequestor> after = exchange.normalized().serve(operation, request);
        if (after != null) {
            exchange.requests().later(after);
        }
    }
}
