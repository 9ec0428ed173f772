package org.diconde4j.net.service;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.TransferSyntax;

/** An object that a program made or read, encoded when it goes out. */
record OutgoingDataset(DicomObject object) implements OutgoingObject {
    @Override
    public String sopClassUid() {
        return object.dataset().string(Tag.SOPClassUID, "");
    }

    @Override
    public String sopInstanceUid() {
        return object.dataset().string(Tag.SOPInstanceUID, "");
    }

    @Override
    public String transferSyntaxUid() {
        return object.transferSyntax().uid();
    }

    @Override
    public InputStream open() throws IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encode(object.transferSyntax(), encoded);
        return new ByteArrayInputStream(encoded.toByteArray());
    }

    @Override
    public boolean isMade() {
        return true;
    }

    @Override
    public void encode(TransferSyntax target, OutputStream out) throws IOException {
        Reencoding.write(object, target, out);
    }
}
