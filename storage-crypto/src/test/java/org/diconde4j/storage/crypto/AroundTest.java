package org.diconde4j.storage.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.keys.StoreKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encryption around a store that is more than a folder. */
class AroundTest {
    @TempDir
    Path folder;

    @Test
    void no_answer_of_the_inner_store_is_replaced_by_what_a_store_says_that_says_nothing() throws Exception {
        Set<String> madeOfOthers = Set.of(
                "open(java.lang.String)",
                "restore(org.diconde4j.storage.Receipt,java.io.InputStream)",
                "requireRestorable(org.diconde4j.storage.Receipt)",
                "digest(java.lang.String)");
        Set<String> notPassedOn = new TreeSet<>();
        for (Method method : ObjectStore.class.getMethods()) {
            Method found = CryptoObjectStore.class.getMethod(method.getName(), method.getParameterTypes());
            if (found.getDeclaringClass() != CryptoObjectStore.class) {
                notPassedOn.add(
                        method.toString().replaceAll(".*ObjectStore\\.", "").replaceAll("\\).*", ")"));
            }
        }
        assertThat(notPassedOn).containsExactlyInAnyOrderElementsOf(madeOfOthers);
    }

    /** A shared store, whose node died at its first commit: after the object, before the receipt. */
    private final class HalfCommitted {
        final ObjectStore real = StorageProviders.openObjects(URI.create("memory:x"), OpenOptions.defaults());
        final Map<String, byte[]> withoutReceipt = new HashMap<>();
        boolean died;

        ObjectStore seen() {
            return (ObjectStore) Proxy.newProxyInstance(
                    ObjectStore.class.getClassLoader(),
                    new Class<?>[] {ObjectStore.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "shared" -> true;
                        case "begin" -> new Writer();
                        case "channel" ->
                            Files.newByteChannel(
                                    Files.write(folder.resolve("half"), withoutReceipt.get((String) arguments[0])));
                        case "open" -> new ByteArrayInputStream(withoutReceipt.get((String) arguments[0]));
                        default -> pass(method, arguments);
                    });
        }

        private Object pass(Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private final class Writer extends ObjectWriter {
            private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

            @Override
            public void write(byte[] b, int off, int len) {
                bytes.write(b, off, len);
            }

            @Override
            public long length() {
                return bytes.size();
            }

            @Override
            public InputStream readBack(long offset, long length) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Receipt commit(ReceiptDraft draft) {
                byte[] there = withoutReceipt.putIfAbsent(draft.name(), bytes.toByteArray());
                if (!died) {
                    died = true;
                    throw new StorageException("the node dies here");
                }
                if (there != null && !Arrays.equals(there, bytes.toByteArray())) {
                    throw new NameTakenException(draft.name(), "others are there");
                }
                try (ObjectWriter writer = real.begin()) {
                    writer.write(bytes.toByteArray());
                    return writer.commit(draft);
                }
            }

            @Override
            public void close() {}
        }
    }

    @Test
    void what_a_node_left_without_a_receipt_is_taken_when_the_same_object_comes_again_and_only_then()
            throws IOException {
        HalfCommitted inner = new HalfCommitted();
        StoreKeys keys = StoreKeys.open(TestKeys.file(folder));
        try (ObjectStore store = new CryptoObjectStore(URI.create("crypto:test"), inner.seen(), keys, 1024)) {
            byte[] bytes = Objects.bytes(3000, 1);
            assertThatThrownBy(() -> Objects.put(store, 1, bytes)).hasMessageContaining("dies here");
            assertThatThrownBy(() -> Objects.put(store, 1, Objects.bytes(3000, 2)))
                    .isInstanceOf(NameTakenException.class);
            Receipt receipt = Objects.put(store, 1, bytes);
            assertThat(receipt.length()).isEqualTo(3000);
            assertThat(receipt.storedFile()).isEqualTo(Digest.of(inner.withoutReceipt.get(receipt.name())));
            assertThat(Objects.get(store, receipt.name())).isEqualTo(bytes);
        }
    }
}
