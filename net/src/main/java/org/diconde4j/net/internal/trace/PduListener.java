package org.diconde4j.net.internal.trace;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.PDataTf;
import org.diconde4j.net.pdu.PduDecoder;
import org.diconde4j.net.pdu.PduException;
import org.diconde4j.net.pdu.Pdv;

/**
 * Cuts one direction of a connection into PDUs, whatever the pieces are that it comes in, and tells each when it is whole. It
 * holds association PDUs and command sets, of data sets nothing. What is no PDU is shown by its first bytes; where the next
 * one would begin is not known then, so nothing more is told.
 */
final class PduListener {
    private static final int MAX_HELD = 1 << 20;
    private static final int MAX_VALUES_TOLD = 16;
    private static final int FIRST_BYTES = 32;
    private static final int HEADER = 6;

    /** Takes what is told. */
    @FunctionalInterface
    interface Output {
        void tell(String heading, List<String> details);
    }

    private final Output output;
    private final ByteArrayOutputStream header = new ByteArrayOutputStream(HEADER);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final ByteArrayOutputStream command = new ByteArrayOutputStream();
    private final List<String> details = new ArrayList<>();
    private boolean lost;
    private long length;
    private long pduLeft;
    private long valueLeft;
    private int values;
    private boolean inCommand;
    private boolean lastOfCommand;

    PduListener(Output output) {
        this.output = output;
    }

    void hear(ByteBuffer bytes) {
        ByteBuffer in = bytes.duplicate();
        while (in.hasRemaining() && !lost) {
            if (pduLeft == 0) {
                beginPdu(in);
            } else if (type() == PDataTf.TYPE) {
                hearData(in);
            } else {
                take(in, body, pduLeft);
                pduLeft = length - body.size();
                if (pduLeft == 0) {
                    tellWhole();
                }
            }
        }
    }

    private int type() {
        return header.toByteArray()[0] & 0xFF;
    }

    private static void take(ByteBuffer in, ByteArrayOutputStream into, long most) {
        int n = (int) Math.min(in.remaining(), most);
        byte[] bytes = new byte[n];
        in.get(bytes);
        into.writeBytes(bytes);
    }

    private void beginPdu(ByteBuffer in) {
        if (header.size() == HEADER) {
            header.reset();
        }
        int before = header.size();
        take(in, header, HEADER - before);
        int type = type();
        boolean known = type >= AssociateRq.TYPE && type <= Abort.TYPE;
        if (known && header.size() < HEADER) {
            return;
        }
        length = known ? ByteBuffer.wrap(header.toByteArray()).getInt(2) & 0xFFFFFFFFL : 0;
        if (!known || type != PDataTf.TYPE && length > MAX_HELD) {
            take(in, header, FIRST_BYTES - header.size());
            lose("not a PDU: " + hex(header.toByteArray()));
            return;
        }
        pduLeft = length;
        values = 0;
        body.reset();
        details.clear();
        if (pduLeft == 0) {
            tellWhole();
        }
    }

    private void hearData(ByteBuffer in) {
        if (valueLeft == 0) {
            take(in, body, Math.min(HEADER, pduLeft) - body.size());
            if (body.size() < HEADER) {
                if (body.size() == pduLeft) {
                    lose("P-DATA-TF of " + length + " bytes that ends in the middle of a value");
                }
                return;
            }
            beginValue();
        } else {
            int n = (int) Math.min(in.remaining(), valueLeft);
            if (inCommand) {
                take(in, command, n);
            } else {
                in.position(in.position() + n);
            }
            valueLeft -= n;
            pduLeft -= n;
        }
        if (!lost && valueLeft == 0) {
            endValue();
        }
    }

    private void beginValue() {
        ByteBuffer head = ByteBuffer.wrap(body.toByteArray());
        long size = (head.getInt() & 0xFFFFFFFFL) - 2;
        int context = head.get() & 0xFF;
        int control = head.get() & 0xFF;
        body.reset();
        pduLeft -= HEADER;
        if (size < 0 || size > pduLeft || size + command.size() > MAX_HELD && (control & Pdv.COMMAND) != 0) {
            lose("P-DATA-TF with a value of length " + (size + 2));
            return;
        }
        valueLeft = size;
        inCommand = (control & Pdv.COMMAND) != 0;
        lastOfCommand = inCommand && (control & Pdv.LAST) != 0;
        if (++values <= MAX_VALUES_TOLD) {
            details.add("context " + context + ", " + (inCommand ? "command" : "data set")
                    + ((control & Pdv.LAST) != 0 ? ", last" : "") + ", " + size + " bytes");
        }
    }

    private void endValue() {
        if (lastOfCommand) {
            lastOfCommand = false;
            if (values <= MAX_VALUES_TOLD) {
                details.addAll(CommandText.lines(command.toByteArray()));
            }
            command.reset();
        }
        if (pduLeft == 0) {
            if (values > MAX_VALUES_TOLD) {
                details.add("and " + (values - MAX_VALUES_TOLD) + " values more");
            }
            output.tell("P-DATA-TF, " + length + " bytes", details);
        }
    }

    private void tellWhole() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(header.toByteArray());
        whole.writeBytes(body.toByteArray());
        try {
            List<String> lines = PduText.lines(PduDecoder.decode(whole.toByteArray()));
            output.tell(lines.get(0), lines.subList(1, lines.size()));
        } catch (PduException e) {
            output.tell(
                    String.format("invalid PDU of type %02XH, %d bytes: %s", type(), length, e.getMessage()),
                    List.of(hex(whole.toByteArray())));
        }
    }

    private void lose(String heading) {
        lost = true;
        List<String> lines = new ArrayList<>(details);
        lines.add("what follows in this direction is not told");
        output.tell(heading, lines);
    }

    private static String hex(byte[] bytes) {
        int shown = Math.min(bytes.length, FIRST_BYTES);
        return HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown) + (shown < bytes.length ? " …" : "");
    }
}
