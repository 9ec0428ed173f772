package org.diconde4j.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.diconde4j.archive.Retrieval;
import org.diconde4j.media.FileId;
import org.diconde4j.media.StreamedFileSet;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.web.http.Acceptable;

/** A study, a series or an instance as a ZIP file that is a File-set: files under names of PS3.10 8.2, and a DICOMDIR. Beyond the standard. */
final class Zip {
    private static final String TYPE = "application/zip";

    private Zip() {}

    /** Whether that is what the client wants most. */
    static boolean isWanted(Call call) {
        for (Acceptable acceptable : call.acceptable()) {
            return !acceptable.multipart() && acceptable.type().equals(TYPE);
        }
        return false;
    }

    static void answer(Call call, Resource resource) throws IOException {
        Retrieval retrieval = call.archive().retrieve(resource.selection());
        try (Cursor<InstanceRef> instances = retrieval.instances()) {
            if (!instances.hasNext()) {
                throw resource.missing();
            }
            String name = "attachment; filename=\"" + resource.study() + ".zip\"";
            StreamedFileSet files = new StreamedFileSet();
            try (OutputStream out = call.answer(200, Map.of("Content-Type", TYPE, "Content-Disposition", name));
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.setLevel(Deflater.NO_COMPRESSION); // pixels are compressed or noise, and time is short
                while (instances.hasNext()) {
                    add(zip, files, retrieval, instances.next());
                }
                zip.setLevel(Deflater.BEST_SPEED);
                zip.putNextEntry(new ZipEntry(StreamedFileSet.DIRECTORY));
                files.writeDirectory(zip);
                zip.closeEntry();
            }
        }
    }

    private static void add(ZipOutputStream zip, StreamedFileSet files, Retrieval retrieval, InstanceRef instance)
            throws IOException {
        FileId name = files.add(retrieval.read(instance));
        ZipEntry entry = new ZipEntry(String.join("/", name.components()));
        entry.setTime(instance.arrival().toEpochMilli());
        zip.putNextEntry(entry);
        try (InputStream file = retrieval.open(instance)) {
            file.transferTo(zip);
        }
        zip.closeEntry();
    }
}
