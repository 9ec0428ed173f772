package org.diconde4j.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NamesReceiptsAndUrisTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");

    @Test
    void keeps_legal_uids_readable_in_names() {
        assertThat(ObjectNames.instance("1.2.3", "1.2.3.4", "1.2.3.4.5"))
                .matches("studies/[0-9a-f]{2}/1\\.2\\.3/1\\.2\\.3\\.4/1\\.2\\.3\\.4\\.5\\.dcm");
    }

    @Test
    void escapes_illegal_uids_so_that_no_two_share_a_name_on_any_file_system() {
        List<String> uids = List.of(
                "1.2.A",
                "1.2.a",
                "1.2.",
                "1..2",
                "..",
                "CON",
                "con",
                "1.2/3",
                "1.2\\3",
                "1.2 3",
                "ä",
                "x_31",
                "1".repeat(65),
                "é".repeat(60),
                "é".repeat(61),
                "\u0000",
                "_2e");
        Set<String> names = new java.util.HashSet<>();
        for (String uid : uids) {
            String name = ObjectNames.instance(uid, uid, uid);
            assertThat(ObjectNames.require(name)).isEqualTo(name);
            assertThat(name.split("/")[2])
                    .startsWith(name.contains("y_") ? "y_" : "x_")
                    .hasSizeLessThanOrEqualTo(100);
            assertThat(names.add(name.split("/")[2])).as(uid).isTrue();
        }
    }

    @Test
    void takes_as_uids_names_and_digests_what_their_grammar_says_and_nothing_else() {
        Random random = new Random(20261126);
        for (int i = 0; i < 20_000; i++) {
            String text = random.ints(random.nextInt(12), 0, 14)
                    .mapToObj(c -> "01.9//az_-.AgZ".substring(c, c + 1))
                    .collect(Collectors.joining());
            String name = random.nextInt(8) == 0 ? text + "a".repeat(random.nextInt(140)) : text;
            boolean isName = name.matches("[0-9a-z_][0-9a-z._-]{0,127}(/[0-9a-z_][0-9a-z._-]{0,127}){1,7}")
                    && !name.contains("./")
                    && !name.endsWith(".");
            assertThat(isTaken(() -> ObjectNames.require(name))).as(name).isEqualTo(isName);
            assertThat(ObjectNames.isLegalUid(text)).as(text).isEqualTo(text.matches("[0-9]+(\\.[0-9]+)*"));
            assertThat(isTaken(() -> Digest.parse("a1:" + text))).as(text).isEqualTo(text.matches("([0-9a-f]{2})+"));
            assertThat(isTaken(() -> new Digest(text, "00"))).as(text).isEqualTo(text.matches("[a-z0-9]+"));
        }
        String segment = "a".repeat(128);
        assertThat(isTaken(() -> ObjectNames.require(segment + "/" + segment))).isTrue();
        assertThat(isTaken(() -> ObjectNames.require(segment + "/b" + segment))).isFalse();
        assertThat(isTaken(() -> ObjectNames.require("a/".repeat(7) + "a"))).isTrue();
        assertThat(isTaken(() -> ObjectNames.require("a/".repeat(8) + "a"))).isFalse();
        assertThat(ObjectNames.isLegalUid("1".repeat(64))).isTrue();
        assertThat(ObjectNames.isLegalUid("1".repeat(65))).isFalse();
    }

    private static boolean isTaken(Runnable use) {
        try {
            use.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void writes_and_reads_a_receipt_with_all_that_it_may_say() {
        Receipt receipt = new Receipt(
                12,
                Receipt.Kind.QUARANTINED,
                NOON,
                new Source(
                        "dimse", "CT \"1\"", "ARCHIVE", "10.0.0.1:4711", "C:\\in\\weld \ud83d\ude00.dcm", "J. \"Doe\""),
                "quarantine/2026/11/a.dcm",
                "1.2.840.10008.5.1.4.1.1.2",
                "1.2.3",
                null,
                "1.2.3.4",
                "1.2.840.10008.1.2.1",
                5_000_000_000L,
                340,
                Digest.of(new byte[] {1}),
                Digest.of(new byte[] {2}),
                EnumSet.of(Flag.NO_STUDY_UID, Flag.ESCAPED_NAME),
                "line one\nline \u2028 two \u0001 \udc00",
                7L,
                new Receipt.Stored(2_000_000_000L, Digest.of(new byte[] {4})),
                new Receipt.Stored(5_000_000_132L, Digest.of(new byte[] {3})),
                null);
        String line = ReceiptText.format(receipt);
        assertThat(line).doesNotContain("\n").startsWith("{\"sequence\":12,\"kind\":\"QUARANTINED\"");
        assertThat(ReceiptText.parse(line)).isEqualTo(receipt);
        assertThatThrownBy(() -> ReceiptText.parse(line.replace("4711", "4712")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("checksum");
        assertThatThrownBy(() -> ReceiptText.parse(line.substring(0, line.length() - 1)))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void refuses_in_words_lines_whose_checksum_holds_and_whose_json_does_not() {
        for (String json : List.of(
                "{\"sequence\":9999999999999999999}",
                "{\"kind\":\"\\u12g4\"}",
                "{\"kind\":\"\\u12",
                "{\"kind\":\"\\q\"}",
                "{\"sequence\":}",
                "{\"sequence\":1 \"kind\":2}",
                "{]}")) {
            assertThatThrownBy(() -> ReceiptText.parse(CheckedLine.close(json)))
                    .as(json)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("not the expected JSON at character");
        }
    }

    @Test
    void a_receipt_of_format_1_looks_like_this() {
        Receipt receipt = ReceiptDraft.builder(Receipt.Kind.STORED, NOON, Source.file("a.dcm"), "studies/3f/1/2/3.dcm")
                .uids("1.2", "3", "1", "2")
                .dataset("1.2.840.10008.1.2.1", 332, Digest.of(new byte[0]))
                .build()
                .seal(1, 1000, Digest.of(new byte[0]));
        String empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assertThat(ReceiptText.format(receipt))
                .startsWith(
                        "{\"sequence\":1,\"kind\":\"STORED\",\"arrival\":\"2026-11-22T12:00:00.123Z\",\"source\":\"file\","
                                + "\"path\":\"a.dcm\",\"name\":\"studies/3f/1/2/3.dcm\",\"sopClassUid\":\"1.2\",\"sopInstanceUid\":\"3\","
                                + "\"studyInstanceUid\":\"1\",\"seriesInstanceUid\":\"2\",\"transferSyntaxUid\":\"1.2.840.10008.1.2.1\","
                                + "\"length\":1000,\"datasetOffset\":332,\"file\":\"" + empty + "\",\"dataset\":\""
                                + empty
                                + "\",\"crc32c\":\"");
    }

    @Test
    void a_receipt_tells_the_file_as_received_from_the_form_in_which_it_is_stored() {
        Digest plain = Digest.of(new byte[] {1});
        Digest encrypted = Digest.of(new byte[] {2});
        ReceiptDraft draft = ReceiptDraft.builder(
                        Receipt.Kind.QUARANTINED, NOON, Source.file("a.dcm"), "quarantine/2026/11/a.dcm")
                .build()
                .withReceived(1, plain);
        Receipt receipt = draft.seal(7, 100, encrypted);
        assertThat(receipt.length()).isEqualTo(1);
        assertThat(receipt.file()).isEqualTo(plain);
        assertThat(receipt.dataset()).isEqualTo(plain);
        assertThat(receipt.stored()).isEqualTo(new Receipt.Stored(100, encrypted));
        assertThat(ReceiptText.format(receipt))
                .contains("\"length\":1,", "\"file\":\"" + plain, "\"storedLength\":100,\"storedFile\":\"" + encrypted);
        assertThat(receipt.isWhole(plain)).isTrue();
        assertThat(receipt.isWhole(encrypted)).isTrue();
        assertThat(receipt.isWhole(Digest.of(new byte[3]))).isFalse();
        Receipt released = ReceiptDraft.about(receipt, Receipt.Kind.RELEASED, NOON, Source.api(), null)
                .seal(8);
        assertThat(released.stored()).as("stands where the bytes came in, once").isNull();
        assertThat(receipt.withStored(null)).isEqualTo(ReceiptText.parse(ReceiptText.format(receipt.withStored(null))));
    }

    @Test
    void names_the_artifact_of_a_missing_provider() {
        assertThatThrownBy(() -> StorageProviders.openObjects(URI.create("fs:/data"), OpenOptions.defaults()))
                .isInstanceOf(MissingProviderException.class)
                .hasMessageContaining("org.diconde4j:diconde4j-storage-fs");
        assertThatThrownBy(() -> StorageProviders.openIndex(URI.create("jdbc:h2:file:/data"), OpenOptions.defaults()))
                .hasMessageContaining("org.diconde4j:diconde4j-storage-jdbc");
        assertThatThrownBy(() -> StorageProviders.openIndex(URI.create("ftp:/data"), OpenOptions.defaults()))
                .hasMessageContaining("known schemes are crypto, file, fs, h2");
    }

    @Test
    void a_store_stands_in_the_uri_of_its_encryption_as_it_is() {
        Path keys = Path.of("my keys!/a.keys").toAbsolutePath();
        URI inner = URI.create("s3://bucket/a!b?region=x");
        URI uri = StorageProviders.encrypted(keys, inner);
        assertThat(uri.toString()).endsWith("/my%20keys%21/a.keys!s3://bucket/a!b?region=x");
        assertThat(StorageProviders.innermost(uri)).isEqualTo(inner);
        assertThat(StorageProviders.innermost(StorageProviders.encrypted(keys, uri)))
                .isEqualTo(inner);
        assertThat(StorageProviders.innermost(inner)).isEqualTo(inner);
    }

    @Test
    void finds_the_path_in_a_uri() {
        Path path = Path.of("data dir/ä").toAbsolutePath();
        assertThat(StorageProviders.path(StorageProviders.uri("fs", path), List.of()))
                .isEqualTo(path);
        assertThat(StorageProviders.path(path.toUri(), List.of())).isEqualTo(path);
        assertThat(StorageProviders.path(URI.create("fs:data"), List.of()))
                .isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(StorageProviders.path(URI.create("jdbc:h2:file:data"), List.of("h2:file:", "h2:")))
                .isEqualTo(Path.of("data").toAbsolutePath());
        assertThatThrownBy(() -> StorageProviders.path(URI.create("fs:?"), List.of("?")))
                .isInstanceOf(StorageException.class);
    }
}
