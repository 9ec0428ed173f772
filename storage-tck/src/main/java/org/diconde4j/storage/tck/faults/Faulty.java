package org.diconde4j.storage.tck.faults;

import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.channels.SeekableByteChannel;
import java.util.Set;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Passes calls on to a part of storage, with faults. A proxy and not a class for each contract, so that what the contracts learn
 * is passed on too.
 */
final class Faulty implements InvocationHandler {
    /** What is no work of the medium. */
    private static final Set<String> SPARED = Set.of("close", "uri", "toString", "hashCode", "equals");

    private final Object real;
    private final String part;
    private final Faults faults;

    private Faulty(Object real, String part, Faults faults) {
        this.real = real;
        this.part = part;
        this.faults = faults;
    }

    static <T> T wrap(Class<T> contract, T real, String part, Faults faults) {
        return contract.cast(Proxy.newProxyInstance(
                contract.getClassLoader(), new Class<?>[] {contract}, new Faulty(real, part, faults)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (SPARED.contains(method.getName())) {
            return pass(method, arguments);
        }
        if (method.getName().equals("digest")) {
            return InvocationHandler.invokeDefault(proxy, method, arguments); // so that it reads through these faults
        }
        Faults.Call call = faults.call(part + "." + method.getName());
        if (call.has(Faults.Kind.FAIL)) {
            throw new StorageException(call.describe("was not done"));
        }
        Object answer = pass(method, arguments);
        if (call.has(Faults.Kind.LOSE_ANSWER)) {
            close(answer);
            throw new StorageException(call.describe("was done, but its answer is lost"));
        }
        call.done();
        if (answer instanceof ObjectWriter writer) {
            return new FaultyWriter(writer, faults);
        } else if (answer instanceof InputStream in) {
            return new FaultyStream(in, faults);
        } else if (answer instanceof SeekableByteChannel channel) {
            return new FaultyChannel(channel, faults);
        }
        return answer;
    }

    private @Nullable Object pass(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void close(@Nullable Object answer) throws Exception {
        if (answer instanceof AutoCloseable open) {
            open.close();
        }
    }
}
