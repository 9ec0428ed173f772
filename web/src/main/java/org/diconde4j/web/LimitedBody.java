package org.diconde4j.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.diconde4j.web.http.HttpProblem;

/** A body that must not be longer than allowed. */
final class LimitedBody extends FilterInputStream {
    private final long most;
    private long passed;

    LimitedBody(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        if (value >= 0) {
            count(1);
        }
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = in.read(target, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    private void count(int bytes) {
        passed += bytes;
        if (passed > most) {
            throw tooLong(most);
        }
    }

    static HttpProblem tooLong(long most) {
        return new HttpProblem(413, "expected a body of up to " + most + " bytes, found a longer one");
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] passedOver = new byte[(int) Math.max(0, Math.min(count, 8192))];
        return Math.max(0, read(passedOver, 0, passedOver.length)); // as many as are at hand, which count as well
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
