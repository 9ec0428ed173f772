package org.diconde4j.net.tck;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** PDUs put together by hand, legal or not, without help of the code under test. */
public final class RawPdu {
    /** Verification SOP class. */
    public static final String VERIFICATION = "1.2.840.10008.1.1";

    /** A storage SOP class: Raw Data. */
    public static final String RAW_DATA = "1.2.840.10008.5.1.4.1.1.66";

    /** Implicit VR Little Endian. */
    public static final String IMPLICIT = "1.2.840.10008.1.2";

    private RawPdu() {}

    /**
     * Any PDU.
     *
     * @param type the first byte
     * @param body what follows the length field
     * @return header and body
     */
    public static byte[] pdu(int type, byte[] body) {
        return header(type, body.length, body);
    }

    /**
     * A PDU whose length field says something else than the truth.
     *
     * @param type the first byte
     * @param length what the length field says
     * @param body what follows it
     * @return header and body
     */
    public static byte[] header(int type, int length, byte[] body) {
        return ByteBuffer.allocate(6 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putInt(length)
                .put(body)
                .array();
    }

    /**
     * A-ASSOCIATE-RQ; the contexts get the ids 1, 3, 5 and so on, in implicit little endian.
     *
     * @param abstractSyntaxes one for each context
     * @return the PDU
     */
    public static byte[] associateRq(List<String> abstractSyntaxes) {
        return associateRq(1, 1, abstractSyntaxes);
    }

    /**
     * A-ASSOCIATE-RQ with a protocol version and context ids of choice.
     *
     * @param version protocol version
     * @param firstId id of the first context, the others follow in steps of 2
     * @param abstractSyntaxes one for each context
     * @return the PDU
     */
    public static byte[] associateRq(int version, int firstId, List<String> abstractSyntaxes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {(byte) (version >> 8), (byte) version, 0, 0});
        body.writeBytes(ascii("ANY-SCP         SCRIPTED        "));
        body.writeBytes(new byte[32]);
        body.writeBytes(item(0x10, ascii("1.2.840.10008.3.1.1.1")));
        int id = firstId;
        for (String syntax : abstractSyntaxes) {
            ByteArrayOutputStream context = new ByteArrayOutputStream();
            context.writeBytes(new byte[] {(byte) id, 0, 0, 0});
            context.writeBytes(item(0x30, ascii(syntax)));
            context.writeBytes(item(0x40, ascii(IMPLICIT)));
            body.writeBytes(item(0x20, context.toByteArray()));
            id += 2;
        }
        ByteArrayOutputStream user = new ByteArrayOutputStream();
        user.writeBytes(item(0x51, new byte[] {0, 0, 0x40, 0}));
        user.writeBytes(item(0x52, ascii("1.2.3")));
        body.writeBytes(item(0x50, user.toByteArray()));
        return pdu(0x01, body.toByteArray());
    }

    /**
     * A-ASSOCIATE-AC that accepts contexts in implicit little endian.
     *
     * @param ids the context ids
     * @return the PDU
     */
    public static byte[] associateAc(int... ids) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1, 0, 0});
        body.writeBytes(new byte[64]);
        body.writeBytes(item(0x10, ascii("1.2.840.10008.3.1.1.1")));
        for (int id : ids) {
            ByteArrayOutputStream context = new ByteArrayOutputStream();
            context.writeBytes(new byte[] {(byte) id, 0, 0, 0});
            context.writeBytes(item(0x40, ascii(IMPLICIT)));
            body.writeBytes(item(0x21, context.toByteArray()));
        }
        body.writeBytes(item(0x50, item(0x51, new byte[] {0, 0, 0x40, 0})));
        return pdu(0x02, body.toByteArray());
    }

    /**
     * P-DATA-TF with one presentation data value.
     *
     * @param contextId the presentation context
     * @param control message control header: 1 command, 2 last
     * @param fragment the data
     * @return the PDU
     */
    public static byte[] pData(int contextId, int control, byte[] fragment) {
        return pdu(0x04, pdv(contextId, control, fragment));
    }

    /**
     * A presentation data value.
     *
     * @param contextId the presentation context
     * @param control message control header: 1 command, 2 last
     * @param fragment the data
     * @return the value with its length
     */
    public static byte[] pdv(int contextId, int control, byte[] fragment) {
        return ByteBuffer.allocate(6 + fragment.length)
                .putInt(fragment.length + 2)
                .put((byte) contextId)
                .put((byte) control)
                .put(fragment)
                .array();
    }

    /**
     * A command set.
     *
     * @param field the command field, such as 0x0030 for C-ECHO-RQ
     * @param messageId the message ID; for responses that of the request
     * @param sopClass the affected SOP class UID
     * @param dataset whether a data set follows
     * @return the bytes in implicit little endian
     */
    public static byte[] command(int field, int messageId, String sopClass, boolean dataset) {
        ByteBuffer b = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        byte[] uid = ascii(sopClass.length() % 2 == 0 ? sopClass : sopClass + "\0");
        element(b, 0x0002, uid);
        element(b, 0x0100, us(field));
        element(b, (field & 0x8000) != 0 || field == 0x0FFF ? 0x0120 : 0x0110, us(messageId));
        element(b, 0x0800, us(dataset ? 0x0001 : 0x0101));
        if ((field & 0x8000) != 0) {
            element(b, 0x0900, us(0));
        }
        if (field == 0x0001) {
            element(b, 0x1000, ascii("1.2.3.4\0"));
        }
        return withGroupLength(b);
    }

    /**
     * A request with elements of choice.
     *
     * @param field the command field, such as 0x0110 for N-GET-RQ
     * @param messageId the message ID
     * @param dataset whether a data set follows
     * @param values more elements of group 0000: UIDs, or a single character for its code as a number of 16 bits
     * @return the bytes in implicit little endian
     */
    public static byte[] command(int field, int messageId, boolean dataset, Map<Integer, String> values) {
        Map<Integer, byte[]> elements = new TreeMap<>();
        values.forEach((element, text) -> elements.put(
                element, text.length() == 1 ? us(text.charAt(0)) : ascii(text.length() % 2 == 0 ? text : text + "\0")));
        elements.put(0x0100, us(field));
        elements.put(0x0110, us(messageId));
        elements.put(0x0800, us(dataset ? 0x0001 : 0x0101));
        ByteBuffer b = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        elements.forEach((element, value) -> element(b, element, value));
        return withGroupLength(b);
    }

    /**
     * The status in a response.
     *
     * @param pData a P-DATA-TF that begins with a whole command set
     * @return Status (0000,0900)
     * @throws AssertionError if there is none
     */
    public static int status(byte[] pData) {
        ByteBuffer b = ByteBuffer.wrap(pData).order(ByteOrder.LITTLE_ENDIAN).position(12);
        while (b.remaining() >= 8) {
            int tag = b.getShort() << 16 | b.getShort() & 0xFFFF;
            int length = b.getInt();
            if (tag == 0x0900) {
                return b.getShort() & 0xFFFF;
            }
            b.position(b.position() + length);
        }
        throw new AssertionError(
                "a command set without status: " + HexFormat.of().formatHex(pData));
    }

    private static byte[] withGroupLength(ByteBuffer b) {
        byte[] elements = new byte[b.position()];
        b.flip().get(elements);
        ByteBuffer all = ByteBuffer.allocate(12 + elements.length).order(ByteOrder.LITTLE_ENDIAN);
        all.putShort((short) 0)
                .putShort((short) 0)
                .putInt(4)
                .putInt(elements.length)
                .put(elements);
        return all.array();
    }

    /**
     * C-ECHO-RQ.
     *
     * @param contextId the presentation context
     * @param messageId the message ID
     * @return the PDU
     */
    public static byte[] echo(int contextId, int messageId) {
        return pData(contextId, 3, command(0x0030, messageId, VERIFICATION, false));
    }

    /**
     * A-RELEASE-RQ.
     *
     * @return the PDU
     */
    public static byte[] releaseRq() {
        return pdu(0x05, new byte[4]);
    }

    /**
     * A-ABORT of the service user.
     *
     * @return the PDU
     */
    public static byte[] abort() {
        return pdu(0x07, new byte[4]);
    }

    /**
     * Looks for bytes in others.
     *
     * @param bytes where to look
     * @param part what to look for
     * @return whether they are there, one behind the other
     */
    public static boolean contains(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] item(int type, byte[] value) {
        return ByteBuffer.allocate(4 + value.length)
                .put((byte) type)
                .put((byte) 0)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    private static void element(ByteBuffer b, int element, byte[] value) {
        b.putShort((short) 0).putShort((short) element).putInt(value.length).put(value);
    }

    private static byte[] us(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8)};
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
