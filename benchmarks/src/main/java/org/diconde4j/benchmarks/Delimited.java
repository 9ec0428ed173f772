package org.diconde4j.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.io.DicomObject;

/** Writes sequences and items with undefined length and delimiters (PS3.5 7.5), as half of the world does. */
final class Delimited {
    private static final int UNDEFINED = -1;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean explicit;

    private Delimited(boolean explicit) {
        this.explicit = explicit;
    }

    /** The bytes of a Part 10 file in little endian order. */
    static byte[] file(DicomObject object) {
        byte[] plain = Inputs.file(object);
        Delimited writer = new Delimited(object.transferSyntax().explicitVr());
        writer.out.write(plain, 0, Inputs.datasetOffset(plain));
        writer.dataset(object.dataset());
        return writer.out.toByteArray();
    }

    private void dataset(Dataset dataset) {
        for (Element element : dataset) {
            if (element.isSequence()) {
                header(element, UNDEFINED);
                for (Dataset item : element.items()) {
                    marker(0xE000, UNDEFINED);
                    dataset(item);
                    marker(0xE00D, 0);
                }
                marker(0xE0DD, 0);
            } else {
                byte[] value = element.bytes();
                header(element, value.length);
                out.writeBytes(value);
            }
        }
    }

    private void header(Element element, int length) {
        ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort((short) (element.tag() >>> 16)).putShort((short) element.tag());
        if (!explicit) {
            header.putInt(length);
        } else {
            header.put(element.vr().name().getBytes(StandardCharsets.US_ASCII));
            if (element.vr().hasLongLength()) {
                header.putShort((short) 0).putInt(length);
            } else {
                header.putShort((short) length);
            }
        }
        out.write(header.array(), 0, header.position());
    }

    private void marker(int element, int length) {
        ByteBuffer marker = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        out.writeBytes(marker.putShort((short) 0xFFFE)
                .putShort((short) element)
                .putInt(length)
                .array());
    }
}
