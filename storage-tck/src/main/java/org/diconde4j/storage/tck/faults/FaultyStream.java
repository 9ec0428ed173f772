package org.diconde4j.storage.tck.faults;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of an object, from a medium that may fail or rot. */
final class FaultyStream extends FilterInputStream {
    private final Faults faults;

    FaultyStream(InputStream in, Faults faults) {
        super(in);
        this.faults = faults;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Faults.Call call = faults.call("objects.read");
        if (call.has(Faults.Kind.FAIL)) {
            throw new IOException(call.describe("was not done"));
        }
        int count = in.read(bytes, offset, length);
        if (count > 0 && call.has(Faults.Kind.FLIP)) {
            bytes[offset + (int) (call.random(100) % count)] ^= (byte) (1 << call.random(101) % 8);
        }
        call.done();
        return count;
    }
}
