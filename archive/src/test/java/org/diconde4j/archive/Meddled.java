package org.diconde4j.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.SocketTimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;

/** Stores that give other answers than the one around which they are. */
final class Meddled {
    private Meddled() {}

    /** While it holds, each object ends in the middle with the timeout of a connection. */
    static ObjectStore timingOut(ObjectStore store, BooleanSupplier holds) {
        return opened(store, in -> holds.getAsBoolean() ? new TimingOut(in) : in);
    }

    /** Changes each object that is opened. */
    static ObjectStore opened(ObjectStore store, UnaryOperator<InputStream> change) {
        return answering(store, "open", answer -> change.apply((InputStream) answer));
    }

    /** Changes each reading of receipts. */
    @SuppressWarnings("unchecked")
    static ObjectStore read(ObjectStore store, UnaryOperator<Cursor<Receipt>> change) {
        return answering(store, "receipts", answer -> change.apply((Cursor<Receipt>) answer));
    }

    private static ObjectStore answering(ObjectStore store, String name, UnaryOperator<Object> change) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (self, method, arguments) -> {
                    try {
                        Object answer = method.invoke(store, arguments);
                        return method.getName().equals(name) ? change.apply(answer) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static final class TimingOut extends FilterInputStream {
        private int left = 100;

        TimingOut(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (left == 0) {
                throw new SocketTimeoutException("Read timed out");
            }
            int n = super.read(b, off, Math.min(len, left));
            left -= Math.max(0, n);
            return n;
        }
    }
}
