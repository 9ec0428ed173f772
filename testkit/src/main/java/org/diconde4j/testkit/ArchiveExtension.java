package org.diconde4j.testkit;

import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.net.Peer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test that asks for it a running archive in memory, and ends it after the test. A test method, or its
 * {@code @BeforeEach} method, takes a parameter of type {@link TestArchive}, {@link Archive}, {@link Receiver} or
 * {@link Peer}; all of one test belong to the same archive.
 *
 * <pre>{@code
 * @ExtendWith(ArchiveExtension.class)
 * class MyDeviceTest {
 *     @Test
 *     void sends_what_it_scanned(Archive archive, Peer peer) { ... }
 * }
 * }</pre>
 */
public final class ArchiveExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(ArchiveExtension.class);

    /** For JUnit. */
    public ArchiveExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestArchive.class || type == Archive.class || type == Receiver.class || type == Peer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestArchive running = context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestArchive.class, key -> TestArchive.start(), TestArchive.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == Archive.class) {
            return running.archive();
        }
        if (type == Receiver.class) {
            return running.receiver();
        }
        return type == Peer.class ? running.peer() : running;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestArchive running = context.getStore(NAMESPACE).remove(TestArchive.class, TestArchive.class);
        if (running != null) {
            running.close();
        }
    }
}
