package org.diconde4j.net.internal.dimse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.service.NormalizedOperation;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;

/** A command set: group 0000 in implicit little endian (PS3.7 6.3.1 and Annex E). */
public final class Command {
    public static final int C_STORE_RQ = 0x0001;
    public static final int C_GET_RQ = 0x0010;
    public static final int C_FIND_RQ = 0x0020;
    public static final int C_MOVE_RQ = 0x0021;
    public static final int C_ECHO_RQ = 0x0030;
    public static final int C_CANCEL_RQ = 0x0FFF;

    /** Set in the command field of every response. */
    public static final int RESPONSE = 0x8000;

    private static final int NO_DATASET = 0x0101;
    private static final int DATASET = 0x0001;
    private static final int MAX_COMMENT = 64;

    private final TreeMap<Integer, byte[]> elements = new TreeMap<>();

    /** A request. */
    public static Command request(int field, int messageId, @Nullable String sopClassUid, boolean dataset) {
        Command c = new Command();
        c.setShort(Tag.CommandField, field);
        c.setShort(Tag.MessageID, messageId);
        c.setShort(Tag.CommandDataSetType, dataset ? DATASET : NO_DATASET);
        if (sopClassUid != null) {
            c.setUid(Tag.AffectedSOPClassUID, sopClassUid);
        }
        return c;
    }

    /** A C-CANCEL request, which has neither a message ID of its own nor a response. */
    public static Command cancel(int messageIdToCancel) {
        Command c = new Command();
        c.setShort(Tag.CommandField, C_CANCEL_RQ);
        c.setShort(Tag.MessageIDBeingRespondedTo, messageIdToCancel);
        c.setShort(Tag.CommandDataSetType, NO_DATASET);
        return c;
    }

    /** The response to a request, with the UIDs that it named. */
    public static Command response(Command request, int status, boolean dataset) {
        Command c = new Command();
        c.setShort(Tag.CommandField, request.field() | RESPONSE);
        c.setShort(Tag.MessageIDBeingRespondedTo, request.messageId());
        c.setShort(Tag.CommandDataSetType, dataset ? DATASET : NO_DATASET);
        c.setShort(Tag.Status, status);
        c.copy(request, Tag.AffectedSOPClassUID, Tag.AffectedSOPClassUID);
        c.copy(request, Tag.AffectedSOPInstanceUID, Tag.AffectedSOPInstanceUID);
        c.copy(request, Tag.RequestedSOPClassUID, Tag.AffectedSOPClassUID); // N-GET, N-SET, N-ACTION, N-DELETE
        c.copy(request, Tag.RequestedSOPInstanceUID, Tag.AffectedSOPInstanceUID);
        c.copy(request, Tag.EventTypeID, Tag.EventTypeID);
        c.copy(request, Tag.ActionTypeID, Tag.ActionTypeID);
        return c;
    }

    /** Decodes a command set; null if the bytes are not one. */
    static @Nullable Command decode(byte[] bytes, int length) {
        Command c = new Command();
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= 8) {
            int tag = (in.getShort() & 0xFFFF) << 16 | in.getShort() & 0xFFFF;
            int size = in.getInt();
            if (size < 0 || size > in.remaining()) {
                return null;
            }
            byte[] value = new byte[size];
            in.get(value);
            if (tag >>> 16 == 0) {
                c.elements.put(tag, value);
            }
        }
        return in.hasRemaining() || !c.elements.containsKey(Tag.CommandField) ? null : c;
    }

    /** Encodes with the group length in front. */
    void writeTo(OutputStream out) throws IOException {
        int size = 0;
        for (Map.Entry<Integer, byte[]> e : elements.entrySet()) {
            size += e.getKey() == Tag.CommandGroupLength ? 0 : 8 + e.getValue().length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(12 + size).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(0).putInt(4).putInt(size);
        elements.forEach((tag, value) -> {
            if (tag != Tag.CommandGroupLength) {
                buffer.putShort((short) (tag >>> 16))
                        .putShort((short) (int) tag)
                        .putInt(value.length);
                buffer.put(value);
            }
        });
        out.write(buffer.array(), 0, buffer.position());
    }

    public int field() {
        return shortValue(Tag.CommandField, 0);
    }

    public boolean isResponse() {
        return (field() & RESPONSE) != 0;
    }

    public int messageId() {
        return shortValue(Tag.MessageID, 0);
    }

    public int messageIdBeingRespondedTo() {
        return shortValue(Tag.MessageIDBeingRespondedTo, -1);
    }

    public boolean hasDataset() {
        return shortValue(Tag.CommandDataSetType, NO_DATASET) != NO_DATASET;
    }

    /** The status; a response without one is a failure. */
    public int status() {
        return shortValue(Tag.Status, Status.PROCESSING_FAILURE);
    }

    public @Nullable String errorComment() {
        return string(Tag.ErrorComment);
    }

    public int shortValue(int tag, int orElse) {
        byte[] value = elements.get(tag);
        return value == null || value.length < 2 ? orElse : value[0] & 0xFF | (value[1] & 0xFF) << 8;
    }

    /** A value as text without padding; null if absent or empty. */
    public @Nullable String string(int tag) {
        byte[] value = elements.get(tag);
        if (value == null) {
            return null;
        }
        int n = value.length;
        while (n > 0 && (value[n - 1] == 0 || value[n - 1] == ' ')) {
            n--;
        }
        String text = new String(value, 0, n, StandardCharsets.ISO_8859_1).strip();
        return text.isEmpty() ? null : text;
    }

    public Command setShort(int tag, int value) {
        elements.put(tag, new byte[] {(byte) value, (byte) (value >> 8)});
        return this;
    }

    public Command setUid(int tag, String uid) {
        return setText(tag, uid, 0);
    }

    public Command setAeTitle(int tag, String title) {
        return setText(tag, title, ' ');
    }

    /** Sets an Error Comment: 64 characters of ASCII, whatever there is to say. */
    public Command setComment(@Nullable String comment) {
        if (comment != null && !comment.isBlank()) {
            String ascii = comment.replaceAll("[^ -~]", "?").replace('\\', '/').strip();
            setText(Tag.ErrorComment, ascii.substring(0, Math.min(ascii.length(), MAX_COMMENT)), ' ');
        }
        return this;
    }

    public Command setOffending(List<Integer> tags) {
        return setTags(Tag.OffendingElement, tags);
    }

    /** Sets a list of tags, unless it is empty. */
    public Command setTags(int tag, List<Integer> tags) {
        if (!tags.isEmpty()) {
            ByteBuffer b = ByteBuffer.allocate(4 * tags.size()).order(ByteOrder.LITTLE_ENDIAN);
            tags.forEach(t -> b.putShort((short) (t >>> 16)).putShort((short) (int) t));
            elements.put(tag, b.array());
        }
        return this;
    }

    /** A list of tags; empty if there is none. */
    public List<Integer> tags(int tag) {
        byte[] value = elements.get(tag);
        if (value == null) {
            return List.of();
        }
        ByteBuffer b = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> tags = new ArrayList<>();
        while (b.remaining() >= 4) {
            tags.add((b.getShort() & 0xFFFF) << 16 | b.getShort() & 0xFFFF);
        }
        return tags;
    }

    private Command setText(int tag, String text, int padding) {
        byte[] value = text.getBytes(StandardCharsets.ISO_8859_1);
        if (value.length % 2 != 0) {
            value = Arrays.copyOf(value, value.length + 1);
            value[value.length - 1] = (byte) padding;
        }
        elements.put(tag, value);
        return this;
    }

    private void copy(Command from, int tag, int as) {
        byte[] value = from.elements.get(tag);
        if (value != null) {
            elements.put(as, value);
        }
    }

    private static String normalized(int field) {
        for (NormalizedOperation operation : NormalizedOperation.values()) {
            if (operation.commandField() == field) {
                return operation.toString();
            }
        }
        return String.format("command %04XH", field);
    }

    /** The name of the service, as PS3.7 writes it. */
    public String service() {
        int field = field();
        return switch (field & ~RESPONSE) {
            case C_STORE_RQ -> "C-STORE";
            case C_GET_RQ -> "C-GET";
            case C_FIND_RQ -> "C-FIND";
            case C_MOVE_RQ -> "C-MOVE";
            case C_ECHO_RQ -> "C-ECHO";
            case C_CANCEL_RQ -> "C-CANCEL";
            default -> normalized(field & ~RESPONSE);
        };
    }

    /** Field, message IDs and status, for messages. */
    @Override
    public String toString() {
        String name = service();
        return isResponse()
                ? name + " response to message " + messageIdBeingRespondedTo() + " with status " + Status.hex(status())
                : name + " request " + messageId();
    }
}
