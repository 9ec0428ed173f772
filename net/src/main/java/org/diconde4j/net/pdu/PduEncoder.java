package org.diconde4j.net.pdu;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Encodes PDUs, exactly as PS3.8 9.3 and PS3.7 Annex D lay them out. */
public final class PduEncoder {
    private byte[] buffer = new byte[512];
    private int length;

    private PduEncoder() {}

    /**
     * Encodes a PDU.
     *
     * @param pdu what to encode
     * @return the bytes on the wire, header included
     * @throws IllegalArgumentException if a field does not fit the place it has on the wire
     */
    public static byte[] encode(Pdu pdu) {
        PduEncoder e = new PduEncoder();
        e.u8(pdu.type());
        e.u8(0);
        int start = e.begin32();
        if (pdu instanceof AssociateRq rq) {
            e.associateHeader(rq.protocolVersion(), rq.calledAeTitle(), rq.callingAeTitle());
            e.uidItem(Item.APPLICATION_CONTEXT, rq.applicationContext());
            rq.contexts().forEach(e::proposedContext);
            e.userInformation(rq.userInformation());
        } else if (pdu instanceof AssociateAc ac) {
            e.associateHeader(ac.protocolVersion(), ac.calledAeTitle(), ac.callingAeTitle());
            e.uidItem(Item.APPLICATION_CONTEXT, ac.applicationContext());
            ac.contexts().forEach(e::contextResult);
            e.userInformation(ac.userInformation());
        } else if (pdu instanceof AssociateRj rj) {
            e.u8(0);
            e.u8(rj.result());
            e.u8(rj.source());
            e.u8(rj.reason());
        } else if (pdu instanceof PDataTf data) {
            data.values().forEach(e::pdv);
        } else if (pdu instanceof Abort abort) {
            e.u16(0);
            e.u8(abort.source());
            e.u8(abort.reason());
        } else {
            e.u32(0); // A-RELEASE-RQ and -RP: four reserved bytes
        }
        e.end32(start);
        return Arrays.copyOf(e.buffer, e.length);
    }

    private void associateHeader(int protocolVersion, String called, String calling) {
        u16(protocolVersion);
        u16(0);
        aeTitle(called);
        aeTitle(calling);
        for (int i = 0; i < 8; i++) {
            u32(0);
        }
    }

    private void proposedContext(ProposedContext context) {
        int start = begin(Item.PROPOSED_CONTEXT);
        contextId(context.id());
        u8(0);
        u8(0);
        u8(0);
        uidItem(Item.ABSTRACT_SYNTAX, context.abstractSyntax());
        context.transferSyntaxes().forEach(uid -> uidItem(Item.TRANSFER_SYNTAX, uid));
        end16(start);
    }

    private void contextResult(ContextResult context) {
        int start = begin(Item.CONTEXT_RESULT);
        contextId(context.id());
        u8(0);
        u8(context.result());
        u8(0);
        uidItem(Item.TRANSFER_SYNTAX, context.transferSyntax());
        end16(start);
    }

    private void userInformation(UserInformation user) {
        int start = begin(Item.USER_INFORMATION);
        int item = begin(Item.MAX_LENGTH);
        u32(user.maxPduLength());
        end16(item);
        if (!user.implementationClassUid().isEmpty()) {
            uidItem(Item.IMPLEMENTATION_CLASS_UID, user.implementationClassUid());
        }
        AsyncOperationsWindow window = user.asyncOperations();
        if (window != null) {
            item = begin(Item.ASYNC_OPERATIONS);
            u16(window.maxInvoked());
            u16(window.maxPerformed());
            end16(item);
        }
        user.roles().forEach(this::role);
        String version = user.implementationVersionName();
        if (version != null) {
            uidItem(Item.IMPLEMENTATION_VERSION_NAME, version);
        }
        user.extended().forEach(this::extended);
        user.commonExtended().forEach(this::commonExtended);
        UserIdentity identity = user.identity();
        if (identity != null) {
            item = begin(Item.USER_IDENTITY);
            u8(identity.type());
            u8(identity.positiveResponseRequested() ? 1 : 0);
            octets16(identity.primary());
            octets16(identity.secondary());
            end16(item);
        }
        UserIdentityResponse response = user.identityResponse();
        if (response != null) {
            item = begin(Item.USER_IDENTITY_RESPONSE);
            octets16(response.serverResponse());
            end16(item);
        }
        end16(start);
    }

    private void role(RoleSelection role) {
        int item = begin(Item.ROLE_SELECTION);
        string16(role.sopClassUid());
        u8(role.scu() ? 1 : 0);
        u8(role.scp() ? 1 : 0);
        end16(item);
    }

    private void extended(ExtendedNegotiation extended) {
        int item = begin(Item.EXTENDED_NEGOTIATION);
        string16(extended.sopClassUid());
        bytes(extended.information().toByteArray());
        end16(item);
    }

    private void commonExtended(CommonExtendedNegotiation common) {
        int item = begin(Item.COMMON_EXTENDED_NEGOTIATION);
        string16(common.sopClassUid());
        string16(common.serviceClassUid());
        int related = length;
        u16(0);
        List<String> uids = common.relatedGeneralSopClassUids();
        uids.forEach(this::string16);
        end16(related);
        end16(item);
    }

    private void pdv(Pdv pdv) {
        int start = begin32();
        contextId(pdv.contextId());
        u8((pdv.command() ? Pdv.COMMAND : 0) | (pdv.last() ? Pdv.LAST : 0));
        bytes(pdv.data().toByteArray());
        end32(start);
    }

    private void contextId(int id) {
        if (id < 1 || id > 255 || id % 2 == 0) {
            throw new IllegalArgumentException("presentation context id " + id + ", expected an odd number 1 to 255");
        }
        u8(id);
    }

    private void uidItem(int type, String uid) {
        int start = begin(type);
        bytes(ascii(uid));
        end16(start);
    }

    private void string16(String text) {
        byte[] b = ascii(text);
        u16(b.length);
        bytes(b);
    }

    private void octets16(Octets octets) {
        u16(octets.length());
        bytes(octets.toByteArray());
    }

    private void aeTitle(String title) {
        byte[] b = ascii(title);
        if (b.length > 16) {
            throw new IllegalArgumentException(
                    "AE title \"" + title + "\" has " + b.length + " characters, at most 16");
        }
        bytes(b);
        for (int i = b.length; i < 16; i++) {
            u8(' ');
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private int begin(int itemType) {
        u8(itemType);
        u8(0);
        int at = length;
        u16(0);
        return at;
    }

    private void end16(int at) {
        int size = length - at - 2;
        if (size > 0xFFFF) {
            throw new IllegalArgumentException("item of " + size + " bytes, at most 65535 fit its length field");
        }
        buffer[at] = (byte) (size >> 8);
        buffer[at + 1] = (byte) size;
    }

    private int begin32() {
        int at = length;
        u32(0);
        return at;
    }

    private void end32(int at) {
        int size = length - at - 4;
        buffer[at] = (byte) (size >> 24);
        buffer[at + 1] = (byte) (size >> 16);
        buffer[at + 2] = (byte) (size >> 8);
        buffer[at + 3] = (byte) size;
    }

    private void u8(int value) {
        room(1);
        buffer[length++] = (byte) value;
    }

    private void u16(int value) {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException("value " + value + " does not fit 16 bits");
        }
        u8(value >> 8);
        u8(value);
    }

    private void u32(long value) {
        if (value < 0 || value > 0xFFFFFFFFL) {
            throw new IllegalArgumentException("value " + value + " does not fit 32 bits");
        }
        u16((int) (value >> 16));
        u16((int) value & 0xFFFF);
    }

    private void bytes(byte[] source) {
        room(source.length);
        System.arraycopy(source, 0, buffer, length, source.length);
        length += source.length;
    }

    private void room(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
