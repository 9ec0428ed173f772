package org.diconde4j.storage.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.StreamingAead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.keys.StoreKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FORMAT.md is enough to read what was written, and what was written once is read for ever. */
class FormatTest {
    private static final Pattern SCRIPT = Pattern.compile("(?s)```python\n(.*?)```");

    @TempDir
    Path folder;

    private Receipt put(byte[] bytes) {
        URI inner = StorageProviders.uri("fs", folder.resolve("objects"));
        try (ObjectStore store = TestKeys.open(folder, inner)) {
            return Objects.put(store, 1, bytes);
        }
    }

    @Test
    void the_script_in_format_md_decrypts_an_object() throws IOException {
        Path python = Peers.python("cryptography", "python3-cryptography");
        byte[] bytes = Objects.bytes(200_000, 1);
        Receipt receipt = put(bytes);
        Matcher script = SCRIPT.matcher(Files.readString(Path.of("FORMAT.md")));
        assertThat(script.find()).isTrue();
        Path file = Files.writeString(folder.resolve("decrypt.py"), script.group(1));
        Path out = folder.resolve("object.dcm");
        Peers.run(
                        Duration.ofSeconds(60),
                        "sh",
                        "-c",
                        "\"$0\" \"$@\" > '" + out + "'",
                        python,
                        file,
                        TestKeys.file(folder),
                        receipt.name(),
                        folder.resolve("objects").resolve(receipt.name()))
                .succeeded();
        assertThat(Files.readAllBytes(out)).isEqualTo(bytes);
    }

    @Test
    void tink_itself_decrypts_the_segments() throws Exception {
        byte[] bytes = Objects.bytes(200_000, 2);
        Receipt receipt = put(bytes);
        byte[] file = Files.readAllBytes(folder.resolve("objects").resolve(receipt.name()));
        Header header = Header.parse(file, "it");
        byte[] trailer = Arrays.copyOfRange(file, file.length - ObjectKey.TRAILER, file.length);
        ObjectKey key;
        try (StoreKeys keys = StoreKeys.open(TestKeys.file(folder))) {
            key = ObjectKey.open(keys.key(header.storeKeyId()), trailer, header, receipt.name(), "it");
        }
        assertThat(key.length()).isEqualTo(200_000);
        StreamingAead tink = new Segments(header.segmentSize()).cipher(key.key());
        byte[] segments = Arrays.copyOfRange(file, Header.LENGTH, file.length - ObjectKey.TRAILER);
        try (InputStream in = tink.newDecryptingStream(new ByteArrayInputStream(segments), header.bytes())) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
    }

    /** The folder was written on 25 November 2026 by the first version; it must be readable for ever. */
    @Test
    void what_the_first_version_wrote_is_read() throws Exception {
        Path sample = Path.of(FormatTest.class.getResource("/format-1").toURI());
        try (var files = Files.walk(sample)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(sample.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
                if (to.toString().endsWith(".keys") || to.toString().endsWith(".ring")) {
                    to.toFile().setReadable(false, false);
                    to.toFile().setReadable(true, true);
                }
            }
        }
        URI uri = StorageProviders.encrypted(
                folder.resolve("archive.keys"), StorageProviders.uri("fs", folder.resolve("objects")));
        try (ObjectStore store = StorageProviders.openObjects(uri, OpenOptions.defaults())) {
            assertThat(store.receipts(0).toList())
                    .hasSize(2)
                    .allSatisfy(
                            receipt -> assertThat(store.digest(receipt.name())).isEqualTo(receipt.file()));
            assertThat(Objects.get(store, Objects.draft(1).name())).isEqualTo(Objects.bytes(70_000, 1));
            assertThat(Digest.of(Objects.get(store, Objects.draft(2).name()))).isEqualTo(Digest.of(new byte[9]));
        }
    }
}
