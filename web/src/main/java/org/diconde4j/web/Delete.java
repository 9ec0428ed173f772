package org.diconde4j.web;

import java.io.IOException;
import java.util.Map;
import org.diconde4j.web.http.HttpProblem;

/**
 * Deletes a study, a series or an instance, where the owner of the archive allows that. PS3.18 has no such transaction; others have it in
 * this form.
 */
final class Delete {
    void answer(Call call, Resource resource) throws IOException {
        boolean gone;
        try {
            gone = !call.archive()
                    .delete(resource.selection(), "deleted over HTTP from " + call.exchange.client())
                    .isEmpty();
        } catch (IllegalStateException e) {
            throw new HttpProblem(403, String.valueOf(e.getMessage()), e);
        }
        if (!gone) {
            throw resource.missing();
        }
        call.empty(204, Map.of());
    }
}
