package org.diconde4j.net.internal.dimse;

import java.io.IOException;
import java.io.InputStream;
import org.diconde4j.net.internal.ul.UpperLayer;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociationException;
import org.jspecify.annotations.Nullable;

/**
 * The data set of a message as a stream, put together from its fragments while they come (PS3.8 Annex E). Reads only
 * what is asked for, so that TCP slows the sender down to the pace of the reader.
 */
public final class DatasetInput extends InputStream {
    private final UpperLayer ul;
    private final Observation observation;
    private final int contextId;
    private final byte[] one = new byte[1];
    private boolean begun;
    private boolean ended;
    private boolean detached;
    private @Nullable AssociationException failure;

    DatasetInput(UpperLayer ul, int contextId, Observation observation) {
        this.ul = ul;
        this.observation = observation;
        this.contextId = contextId;
    }

    /** Why the association broke while the data set was read; null if it did not. */
    public @Nullable AssociationException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (detached) {
            throw new IOException("the data set was read after its handler had returned");
        }
        if (length == 0) {
            return 0;
        }
        try {
            if (!fragment()) {
                return -1;
            }
            int n = ul.read(into, offset, length);
            observation.came(n);
            return n;
        } catch (AssociationException e) {
            throw failed(e);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] scratch = new byte[(int) Math.max(1, Math.min(count, 8192))];
        long left = count;
        while (left > 0) {
            int n = read(scratch, 0, (int) Math.min(left, scratch.length));
            if (n < 0) {
                break;
            }
            left -= n;
        }
        return count - left;
    }

    /** Passes over what is left, and lets no one read any more. */
    void finish() {
        detached = true;
        if (failure != null) {
            throw failure;
        }
        while (fragment()) {
            observation.came(ul.pdvRemaining());
            ul.skipPdv();
        }
    }

    private IOException failed(AssociationException e) {
        failure = e;
        return new IOException(e.getMessage(), e);
    }

    /** Goes to the fragment that has the next byte; false at the end. */
    private boolean fragment() {
        if (failure != null) {
            throw failure;
        }
        while (!ended && (!begun || ul.pdvRemaining() == 0)) {
            if (begun && ul.isLast()) {
                ended = true;
            } else {
                advance();
            }
        }
        return !ended;
    }

    private void advance() {
        if (!ul.nextPdv(ul.config().request(), "the rest of a data set")) {
            throw remember(ul.abortFor(Abort.NOT_SPECIFIED, "it asked for release in the middle of a data set"));
        }
        if (ul.isCommand()) {
            throw remember(ul.abortFor(Abort.UNEXPECTED_PARAMETER, "it sent a command in the middle of a data set"));
        }
        if (ul.contextId() != contextId) {
            throw remember(ul.abortFor(
                    Abort.INVALID_PARAMETER,
                    "it sent data in presentation context " + ul.contextId() + ", expected " + contextId));
        }
        begun = true;
    }

    private AssociationException remember(AssociationException e) {
        failure = e;
        return e;
    }
}
