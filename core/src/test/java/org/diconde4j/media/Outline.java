package org.diconde4j.media;

import java.util.List;
import org.diconde4j.dict.Tag;

/** A directory as text: a line a record, indented by its level. */
final class Outline {
    private Outline() {}

    static String of(DicomDirectory directory) {
        StringBuilder text = new StringBuilder();
        append(directory.records(), 0, text);
        return text.toString();
    }

    private static void append(List<DirectoryRecord> records, int depth, StringBuilder text) {
        for (DirectoryRecord record : records) {
            text.append(" ".repeat(depth)).append(record.type());
            for (int key : new int[] {
                Tag.PatientID, Tag.StudyInstanceUID, Tag.SeriesInstanceUID, Tag.ReferencedSOPInstanceUIDInFile
            }) {
                String value = record.attributes().string(key);
                text.append(value == null ? "" : " " + value);
            }
            text.append(record.fileId() == null ? "" : " " + record.fileId()).append('\n');
            append(record.children(), depth + 1, text);
        }
    }
}
