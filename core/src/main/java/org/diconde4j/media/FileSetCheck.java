package org.diconde4j.media;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.diconde4j.data.DicondeException;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.media.FileSet.Finding;
import org.jspecify.annotations.Nullable;

/** Compares a directory with its files (PS3.10 8.6, PS3.3 F.3.2.2, F.5). */
final class FileSetCheck {
    private final FileSet fileSet;
    private final Consumer<Finding> findings;
    private final Map<String, DirectoryRecord> named = new HashMap<>();
    private final Map<String, FileId> instances = new HashMap<>();

    /** The records that a record stands below. */
    private record Above(
            @Nullable String patientId,
            @Nullable String studyUid,
            @Nullable String seriesUid) {}

    FileSetCheck(FileSet fileSet, Consumer<Finding> findings) {
        this.fileSet = fileSet;
        this.findings = findings;
    }

    long run() {
        FileId descriptor = fileSet.directory().descriptor();
        if (descriptor != null) {
            try {
                fileSet.locate(descriptor);
            } catch (NoSuchFileException e) {
                findings.accept(new Finding(descriptor.toString(), "the file that describes the File-set is missing"));
            } catch (DicondeException | IOException e) {
                findings.accept(new Finding(descriptor.toString(), String.valueOf(e.getMessage())));
            }
        }
        check(fileSet.directory().records(), new Above(null, null, null));
        return named.size();
    }

    /** The depth of records is bounded by the reader. */
    private void check(List<DirectoryRecord> records, Above above) {
        for (DirectoryRecord record : records) {
            FileId fileId = record.fileId();
            checkKeys(record);
            if (fileId != null) {
                checkFile(record, fileId, above);
            }
            check(record.children(), below(record, above));
        }
    }

    private static Above below(DirectoryRecord record, Above above) {
        return switch (record.type()) {
            case "PATIENT" -> new Above(record.attributes().string(Tag.PatientID), null, null);
            case "STUDY" ->
                new Above(
                        above.patientId(),
                        record.attributes().string(Tag.StudyInstanceUID, String.valueOf(record.sopInstanceUid())),
                        null);
            case "SERIES" ->
                new Above(
                        above.patientId(), above.studyUid(), record.attributes().string(Tag.SeriesInstanceUID));
            default -> above;
        };
    }

    private void checkKeys(DirectoryRecord record) {
        RecordType type = RecordType.of(record.type());
        if (type == null) {
            find(record, "its type \"" + record.type() + "\" is none of today's standard (PS3.3 F.4)");
            return;
        }
        if (type.isOfFile() && record.fileId() == null) {
            find(record, "it names no file");
        }
        if (type == RecordType.PRIVATE && record.attributes().string(Tag.PrivateRecordUID) == null) {
            missing(record, Tag.PrivateRecordUID);
        }
        for (RecordType.Key key : type.keys()) {
            Element element = record.attributes().get(key.tag());
            boolean studyByReference = key.tag() == Tag.StudyInstanceUID && record.sopInstanceUid() != null;
            if (key.type() == 1 && (element == null || element.isEmpty()) && !studyByReference) {
                missing(record, key.tag());
            }
        }
    }

    private void missing(DirectoryRecord record, int tag) {
        find(
                record,
                String.format(
                        Locale.ROOT,
                        "%s (%04X,%04X) must have a value, found none",
                        Dictionary.standard().keyword(tag),
                        tag >>> 16,
                        tag & 0xFFFF));
    }

    private void checkFile(DirectoryRecord record, FileId fileId, Above above) {
        if (!fileId.isConformant()) {
            find(record, "its name has other than up to 8 names of up to 8 characters A–Z, 0–9 and _ (PS3.10 8.2)");
        }
        DirectoryRecord other = named.putIfAbsent(fileId.toString(), record);
        if (other != null) {
            find(record, "another record, at offset " + other.offset() + ", stands for the same file");
            return;
        }
        String instance = record.sopInstanceUid();
        FileId twin = instance == null ? null : instances.putIfAbsent(instance, fileId);
        if (twin != null) {
            find(record, "the instance " + instance + " is that of " + twin + " too");
        }
        try {
            MediaObject object = MediaObject.read(fileSet.locate(fileId));
            checkObject(record, object, above);
        } catch (NoSuchFileException e) {
            find(record, "the file is missing");
        } catch (DicomParseException e) {
            find(record, "the file is no sound DICOM: " + e.getMessage());
        } catch (DicondeException e) {
            find(record, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            find(record, "the file cannot be read: " + e);
        }
    }

    private void checkObject(DirectoryRecord record, MediaObject object, Above above) {
        same(record, "SOP Class UID", record.sopClassUid(), object.sopClassUid());
        same(record, "SOP Instance UID", record.sopInstanceUid(), object.sopInstanceUid());
        same(record, "Transfer Syntax UID", record.transferSyntaxUid(), object.transferSyntaxUid());
        same(
                record,
                "Media Storage SOP Instance UID",
                record.sopInstanceUid(),
                object.fileMeta().string(Tag.MediaStorageSOPInstanceUID, ""));
        RecordType type = RecordType.of(record.type());
        if (type != null && type.isOfFile() && !type.isOfRoot()) {
            String study = object.header().string(Tag.StudyInstanceUID);
            String series = object.header().string(Tag.SeriesInstanceUID);
            same(record, "Study Instance UID of the record above", above.studyUid(), study);
            same(record, "Series Instance UID of the record above", above.seriesUid(), series);
            same(record, "Patient ID of the record above", above.patientId(), object.patientId());
        }
    }

    /** What the file does not say, the directory may have made up. */
    private void same(DirectoryRecord record, String what, @Nullable String expected, @Nullable String found) {
        if (found != null && !found.equals(expected)) {
            find(
                    record,
                    "the " + what + " is " + (expected == null ? "missing" : expected) + ", but the file says "
                            + found);
        }
    }

    private void find(DirectoryRecord record, String problem) {
        FileId fileId = record.fileId();
        String where = fileId == null ? record.type() + " record at offset " + record.offset() : fileId.toString();
        findings.accept(new Finding(where, problem));
    }
}
