package org.diconde4j.archive.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who sends, of several that share the records. */
class TurnTest {
    private static final Duration TERM = Duration.ofMillis(400);

    private final Records alone = StorageProviders.openRecords(URI.create("memory:turn"));
    private final Records records = shared(alone);
    private final Turn one = new Turn(records, "KEEPER", TERM);
    private final Turn two = new Turn(records, "KEEPER", TERM);

    private static Records shared(Records records) {
        return (Records) Proxy.newProxyInstance(
                Records.class.getClassLoader(), new Class<?>[] {Records.class}, (self, method, arguments) -> {
                    try {
                        return method.getName().equals("shared") ? Boolean.TRUE : method.invoke(records, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @AfterEach
    void close() {
        alone.close();
    }

    @Test
    void one_has_it_until_it_ends() {
        assertThat(one.take()).isTrue();
        assertThat(two.take()).isFalse();
        assertThat(new Turn(records, "OTHER").take()).isTrue();
        assertThat(one.take()).isTrue();
        two.end();
        assertThat(two.take()).isFalse();
        one.end();
        assertThat(two.take()).isTrue();
        assertThat(one.take()).isFalse();
    }

    @Test
    void who_goes_on_keeps_it_and_who_dies_loses_it() throws InterruptedException {
        assertThat(one.take()).isTrue();
        for (int i = 0; i < 6; i++) {
            Thread.sleep(100);
            assertThat(one.take()).isTrue();
            assertThat(two.take()).isFalse();
        }
        Thread.sleep(450);
        assertThat(two.take()).isTrue();
        assertThat(one.take()).isFalse();
    }

    @Test
    void nobody_asks_where_records_are_not_shared() {
        Turn first = new Turn(alone, "KEEPER");
        assertThat(first.take()).isTrue();
        assertThat(new Turn(alone, "KEEPER").take()).isTrue();
        first.end();
        assertThat(alone.kinds()).isEmpty();
    }
}
