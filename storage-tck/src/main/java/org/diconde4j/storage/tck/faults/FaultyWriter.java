package org.diconde4j.storage.tck.faults;

import java.io.InputStream;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.StorageException;

/** An object on its way to a store that may fail. */
final class FaultyWriter extends ObjectWriter {
    private final ObjectWriter real;
    private final Faults faults;

    FaultyWriter(ObjectWriter real, Faults faults) {
        this.real = real;
        this.faults = faults;
    }

    @Override
    public void write(byte[] b, int off, int len) {
        Faults.Call call = faults.call("objects.write");
        if (call.has(Faults.Kind.FAIL)) {
            throw new StorageException(call.describe("was not done"));
        }
        if (call.has(Faults.Kind.CUT)) {
            real.write(b, off, len / 2);
            throw new StorageException(call.describe("wrote " + len / 2 + " of " + len + " bytes"));
        }
        if (!faults.fits(len)) {
            throw new StorageException(call.describe("found the disk full"));
        }
        real.write(b, off, len);
        call.done();
    }

    @Override
    public long length() {
        return real.length();
    }

    @Override
    public InputStream readBack(long offset, long length) {
        return real.readBack(offset, length);
    }

    @Override
    public Receipt commit(ReceiptDraft draft) {
        Faults.Call call = faults.call("objects.commit");
        if (call.has(Faults.Kind.FAIL)) {
            real.close();
            throw new StorageException(call.describe("was not done"));
        }
        Receipt receipt = real.commit(draft);
        if (call.has(Faults.Kind.LOSE_ANSWER)) {
            throw new StorageException(call.describe("was done, but its answer is lost"));
        }
        call.done();
        return receipt;
    }

    @Override
    public void close() {
        real.close();
    }
}
