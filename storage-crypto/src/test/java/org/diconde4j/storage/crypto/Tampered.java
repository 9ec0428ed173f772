package org.diconde4j.storage.crypto;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageProviders;

/** A store in memory, somebody else's bytes in the place of some of its objects. */
final class Tampered {
    final ObjectStore store = StorageProviders.openObjects(URI.create("memory:inner"), OpenOptions.defaults());
    private final Path folder;

    Tampered(Path folder) {
        this.folder = folder;
    }

    /** The store as the encryption around it sees it. */
    ObjectStore seen() {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("channel") && Files.exists(place((String) arguments[0]))) {
                        return Files.newByteChannel(place((String) arguments[0]));
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Path place(String name) {
        return folder.resolve(name.replace('/', '+'));
    }

    byte[] bytes(Receipt receipt) throws IOException {
        return Objects.get(store, receipt.name());
    }

    void replace(Receipt receipt, byte[] bytes) throws IOException {
        Files.write(place(receipt.name()), bytes);
    }

    void putRight(Receipt receipt) throws IOException {
        Files.delete(place(receipt.name()));
    }
}
