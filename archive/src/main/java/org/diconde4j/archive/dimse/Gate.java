package org.diconde4j.archive.dimse;

import java.util.function.Function;
import org.diconde4j.archive.access.Role;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.net.service.FindRequest;
import org.diconde4j.net.service.FindResults;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.NormalizedRequest;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.Restriction;

/** Who is at the other end of an association, and what the services may do for them. Refusals have the status 0124, not authorized. */
public final class Gate {
    private final Function<AssociationInfo, Subject> subjects;

    /**
     * Makes the gate.
     *
     * @param subjects says who it is
     */
    public Gate(Function<AssociationInfo, Subject> subjects) {
        this.subjects = subjects;
    }

    Subject subject(AssociationInfo association) {
        return subjects.apply(association);
    }

    /** What somebody may see, who may see at all. */
    Restriction view(AssociationInfo association) {
        Subject subject = subject(association);
        if (!subject.may(Role.VIEW)) {
            throw new ServiceException(Status.NOT_AUTHORIZED, "Not authorized to find and retrieve");
        }
        return subject.restriction();
    }

    private void requireWhole(AssociationInfo association) {
        if (!subject(association).restriction().isNone()) {
            throw new ServiceException(Status.NOT_AUTHORIZED, "Not authorized: this service knows of all components");
        }
    }

    /**
     * Closes a service that knows no restriction to those who are restricted.
     *
     * @param handler the service
     * @return the same for everybody else
     */
    public FindHandler whole(FindHandler handler) {
        return new FindHandler() {
            @Override
            public FindResults find(FindRequest request) {
                requireWhole(request.association());
                return handler.find(request);
            }

            @Override
            public QueryOptions options() {
                return handler.options();
            }
        };
    }

    private NormalizedRequest whole(NormalizedRequest request) {
        requireWhole(request.association());
        return request;
    }

    /**
     * Closes a service that knows no restriction to those who are restricted.
     *
     * @param handler the service
     * @return the same for everybody else
     */
    public NormalizedHandler whole(NormalizedHandler handler) {
        return new NormalizedHandler() {
            @Override
            public NormalizedOutcome create(NormalizedRequest request) {
                return handler.create(whole(request));
            }

            @Override
            public NormalizedOutcome get(NormalizedRequest request) {
                return handler.get(whole(request));
            }

            @Override
            public NormalizedOutcome set(NormalizedRequest request) {
                return handler.set(whole(request));
            }

            @Override
            public NormalizedOutcome action(NormalizedRequest request) {
                return handler.action(whole(request));
            }

            @Override
            public NormalizedOutcome delete(NormalizedRequest request) {
                return handler.delete(whole(request));
            }

            @Override
            public NormalizedOutcome eventReport(NormalizedRequest request) {
                return handler.eventReport(whole(request));
            }
        };
    }
}
