package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.archive.Objects.image;
import static org.diconde4j.archive.Objects.object;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.diconde4j.archive.StoreResult.Outcome;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.Space;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.StoreFullException;
import org.junit.jupiter.api.Test;

/** A disk that becomes full is a matter of time; an archive stops before it does. */
class WatermarkTest {
    private static final long TOTAL = 1000L << 30;

    private volatile Optional<Space> space = Optional.of(new Space(TOTAL / 2, TOTAL));

    private ArchiveBuilder builder() {
        ObjectStore memory = StorageProviders.openObjects(URI.create("memory:watermark"), OpenOptions.defaults());
        ObjectStore limited = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, args) -> {
                    if (method.getName().equals("space")) {
                        return space;
                    }
                    try {
                        return method.invoke(memory, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return Archive.builder().objects(limited).index(URI.create("memory:watermark"));
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(250); // the disk is asked a few times a second at most
    }

    @Test
    void refuses_objects_below_the_mark_and_takes_them_again_above_it() throws Exception {
        try (Archive archive = builder().open()) {
            archive.store(object(image(1, 1, 1).build()));
            space = Optional.of(new Space((1L << 30) - 1, TOTAL)); // 1 GiB is less than a hundredth
            pause();

            assertThatThrownBy(() -> archive.store(object(image(1, 1, 2).build())))
                    .isInstanceOf(StoreFullException.class)
                    .hasMessageContainingAll(
                            "1073741823 bytes are left", "1073741824 are to be kept free", "make room");
            assertThatThrownBy(() -> archive.store(object(image(1, 1, 1).build())))
                    .as("a duplicate, which nobody can know yet")
                    .isInstanceOf(StoreFullException.class);
            assertThat(archive.findings()).hasSize(1);
            assertThat(archive.findings().get(0)).contains("2 objects were refused");
            assertThat(archive.counts().instances()).isOne();
            assertThat(archive.verify().run(finding -> {}).verified()).isOne();

            space = Optional.of(new Space(1L << 30, TOTAL));
            pause();
            assertThat(archive.store(object(image(1, 1, 2).build())).outcome()).isEqualTo(Outcome.STORED);
            assertThat(archive.findings()).hasSize(1);
            assertThat(archive.findings().get(0)).startsWith("from ").contains("2 objects were refused");
        }
    }

    @Test
    void does_not_read_a_byte_of_what_it_refuses() throws Exception {
        space = Optional.of(new Space(0, TOTAL));
        InputStream untouched = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("read");
            }
        };
        try (Archive archive = builder().open()) {
            assertThatThrownBy(() -> archive.store(untouched, Source.api())).isInstanceOf(StoreFullException.class);
        }
    }

    @Test
    void tells_a_sender_that_it_is_out_of_resources() throws Exception {
        space = Optional.of(new Space(0, TOTAL));
        try (Archive archive = builder().open();
                Receiver receiver = archive.receive().port(0).start()) {
            List<OutgoingObject> one =
                    List.of(OutgoingObject.of(object(image(1, 1, 1).build())));
            DimseClient.as("TEST").store(new Peer("DICONDE4J", "127.0.0.1", receiver.port()), one, result -> {
                assertThat(result.status()).isEqualTo(Status.OUT_OF_RESOURCES);
                assertThat(result.errorComment()).contains("nearly full");
            });
            assertThat(archive.counts().instances()).isZero();
        }
    }

    @Test
    void keeps_as_much_as_its_owner_says_and_asks_nobody_who_cannot_tell() throws Exception {
        try (Archive archive = builder().keepFreeShare(0.6).open()) {
            assertThatThrownBy(() -> archive.store(object(image(1, 1, 1).build())))
                    .isInstanceOf(StoreFullException.class);
        }
        space = Optional.of(new Space(100, TOTAL));
        try (Archive archive = builder().keepFree(100).open()) {
            assertThat(archive.store(object(image(1, 1, 1).build())).outcome()).isEqualTo(Outcome.STORED);
        }
        space = Optional.empty();
        try (Archive archive = builder().open()) {
            assertThat(archive.store(object(image(1, 1, 2).build())).outcome()).isEqualTo(Outcome.STORED);
        }
        assertThatThrownBy(() -> Archive.builder().keepFree(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Archive.builder().keepFreeShare(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
