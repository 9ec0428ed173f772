package org.diconde4j.storage.s3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptText;
import org.diconde4j.storage.StorageException;

/** The object in which receipts lie that were committed together. Its name is the sequence after the last one before it. */
final class Batch {
    static final String FOLDER = "receipts/";

    /** In the metadata: the last sequence in the batch. */
    static final String LAST = "last";

    /** In the metadata: what tells the batch from that of another writer. */
    static final String ID = "batch";

    private static final String SUFFIX = ".jsonl";

    private Batch() {}

    /** The name of the batch that begins after a sequence. */
    static String after(long sequence) {
        return String.format("%s%019d%s", FOLDER, sequence + 1, SUFFIX);
    }

    /** What to list after, so as to get the batches that begin after a sequence. */
    static String listAfter(long sequence) {
        return sequence == 0 ? "" : after(sequence - 1);
    }

    /** The sequence with which a batch begins at the earliest, or 0 if the name is not that of a batch. */
    static long first(String name) {
        String digits = name.startsWith(FOLDER) && name.endsWith(SUFFIX)
                ? name.substring(FOLDER.length(), name.length() - SUFFIX.length())
                : "";
        return digits.matches("[0-9]{19}") ? Long.parseLong(digits) : 0;
    }

    static byte[] write(List<Receipt> receipts) {
        StringBuilder text = new StringBuilder();
        receipts.forEach(r -> text.append(ReceiptText.format(r)).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads receipts; damaged ones are passed over and reported. */
    static List<Receipt> read(String name, byte[] text, Consumer<String> findings) {
        List<Receipt> receipts = new ArrayList<>();
        String[] lines = new String(text, StandardCharsets.UTF_8).split("\n");
        for (int i = 0; i < lines.length; i++) {
            try {
                receipts.add(ReceiptText.parse(lines[i]));
            } catch (StorageException e) {
                findings.accept("in line " + (i + 1) + " of " + name + ": " + e.getMessage()
                        + "; it was passed over, and its object, if any, is not known to the archive any more");
            }
        }
        return receipts;
    }
}
