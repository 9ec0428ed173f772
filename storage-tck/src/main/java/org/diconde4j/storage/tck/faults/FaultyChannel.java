package org.diconde4j.storage.tck.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** An object that can be read at any place, from a medium that may fail or rot. */
final class FaultyChannel implements SeekableByteChannel {
    private final SeekableByteChannel real;
    private final Faults faults;

    FaultyChannel(SeekableByteChannel real, Faults faults) {
        this.real = real;
        this.faults = faults;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        Faults.Call call = faults.call("objects.read");
        if (call.has(Faults.Kind.FAIL)) {
            throw new IOException(call.describe("was not done"));
        }
        int from = to.position();
        int count = real.read(to);
        if (count > 0 && call.has(Faults.Kind.FLIP)) {
            int at = from + (int) (call.random(100) % count);
            to.put(at, (byte) (to.get(at) ^ 1 << call.random(101) % 8));
        }
        call.done();
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return real.write(from);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        return real.truncate(size);
    }

    @Override
    public boolean isOpen() {
        return real.isOpen();
    }

    @Override
    public void close() throws IOException {
        real.close();
    }
}
