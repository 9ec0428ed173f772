package org.diconde4j.archive.keep;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.function.Consumer;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.RecordText;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoredRecord;

/** All records in one file, a line each in their written form, which has a checksum. */
final class RecordFile {
    private RecordFile() {}

    /** What was written. */
    record Written(Digest digest, long count) {}

    static Written write(Records records, Path file) throws IOException {
        long count = 0;
        try (FileOutputStream to = new FileOutputStream(file.toFile())) {
            DigestOutputStream out = new DigestOutputStream(new BufferedOutputStream(to, 1 << 16), Digest.sha256());
            for (String kind : records.kinds()) {
                try (Cursor<StoredRecord> all = records.list(kind)) {
                    while (all.hasNext()) {
                        out.write(RecordText.format(all.next()));
                        count++;
                    }
                }
            }
            out.flush();
            to.getFD().sync();
            return new Written(Digest.ofSha256(out.getMessageDigest().digest()), count);
        }
    }

    /** Reads records; what is wrong with one does not hide the others. */
    static void read(Path file, Consumer<StoredRecord> records, Consumer<String> problems) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (line.size() <= RecordText.MAX_BYTES) {
                    line.write(b);
                }
                if (b == '\n') {
                    take(line.toByteArray(), records, problems);
                    line.reset();
                }
            }
            if (line.size() > 0) {
                take(line.toByteArray(), records, problems);
            }
        }
    }

    private static void take(byte[] line, Consumer<StoredRecord> records, Consumer<String> problems) {
        StoredRecord record;
        try {
            record = RecordText.parse(line);
        } catch (StorageException e) {
            problems.accept("a record in the backup: " + e.getMessage());
            return;
        }
        records.accept(record);
    }
}
