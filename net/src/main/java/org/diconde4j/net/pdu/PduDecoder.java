package org.diconde4j.net.pdu;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes PDUs. Every length is checked against what is really there before anything is read or allocated for it.
 * Lenient where PS3.8 says so: reserved bytes are not tested, unknown items are passed over, padding of UIDs is cut off.
 */
public final class PduDecoder {
    private final byte[] bytes;
    private int at;
    private int end;

    private PduDecoder(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /**
     * Decodes a whole PDU.
     *
     * @param bytes the PDU from its type to its last byte
     * @return the PDU
     * @throws PduException if the bytes are not exactly one well-formed PDU
     */
    public static Pdu decode(byte[] bytes) {
        return new PduDecoder(bytes).pdu();
    }

    private Pdu pdu() {
        need(6, "PDU header");
        int type = u8();
        u8();
        long announced = u32();
        if (announced != end - at) {
            throw bad("PDU length " + announced + ", but " + (end - at) + " bytes follow the header", 2);
        }
        return switch (type) {
            case AssociateRq.TYPE -> associateRq();
            case AssociateAc.TYPE -> associateAc();
            case AssociateRj.TYPE -> {
                need(4, "A-ASSOCIATE-RJ");
                u8();
                yield new AssociateRj(u8(), u8(), u8());
            }
            case PDataTf.TYPE -> pData();
            case ReleaseRq.TYPE -> {
                need(4, "A-RELEASE-RQ");
                yield new ReleaseRq();
            }
            case ReleaseRp.TYPE -> {
                need(4, "A-RELEASE-RP");
                yield new ReleaseRp();
            }
            case Abort.TYPE -> {
                need(4, "A-ABORT");
                u16();
                yield new Abort(u8(), u8());
            }
            default ->
                throw new PduException("PDU type " + hex(type) + ", expected 01H to 07H", 0, Abort.UNRECOGNIZED_PDU);
        };
    }

    private AssociateRq associateRq() {
        need(68, "A-ASSOCIATE-RQ");
        int version = u16();
        u16();
        String called = aeTitle();
        String calling = aeTitle();
        at += 32;
        String application = "";
        List<ProposedContext> contexts = new ArrayList<>();
        UserInformation user = new UserInformation(0, "", null);
        while (at < end) {
            int type = u8();
            int outer = enter(type);
            switch (type) {
                case Item.APPLICATION_CONTEXT -> application = uid(end - at);
                case Item.PROPOSED_CONTEXT -> contexts.add(proposedContext());
                case Item.USER_INFORMATION -> user = userInformation();
                default -> at = end;
            }
            leave(outer);
        }
        return new AssociateRq(version, called, calling, application, contexts, user);
    }

    private AssociateAc associateAc() {
        need(68, "A-ASSOCIATE-AC");
        int version = u16();
        u16();
        String called = aeTitle();
        String calling = aeTitle();
        at += 32;
        String application = "";
        List<ContextResult> contexts = new ArrayList<>();
        UserInformation user = new UserInformation(0, "", null);
        while (at < end) {
            int type = u8();
            int outer = enter(type);
            switch (type) {
                case Item.APPLICATION_CONTEXT -> application = uid(end - at);
                case Item.CONTEXT_RESULT -> contexts.add(contextResult());
                case Item.USER_INFORMATION -> user = userInformation();
                default -> at = end;
            }
            leave(outer);
        }
        return new AssociateAc(version, called, calling, application, contexts, user);
    }

    private ProposedContext proposedContext() {
        need(4, "presentation context");
        int id = contextId();
        at += 3;
        String abstractSyntax = "";
        List<String> transferSyntaxes = new ArrayList<>();
        while (at < end) {
            int type = u8();
            int outer = enter(type);
            switch (type) {
                case Item.ABSTRACT_SYNTAX -> abstractSyntax = uid(end - at);
                case Item.TRANSFER_SYNTAX -> transferSyntaxes.add(uid(end - at));
                default -> at = end;
            }
            leave(outer);
        }
        return new ProposedContext(id, abstractSyntax, transferSyntaxes);
    }

    private ContextResult contextResult() {
        need(4, "presentation context");
        int id = contextId();
        u8();
        int result = u8();
        u8();
        String transferSyntax = "";
        while (at < end) {
            int type = u8();
            int outer = enter(type);
            if (type == Item.TRANSFER_SYNTAX) {
                transferSyntax = uid(end - at);
            }
            at = end;
            leave(outer);
        }
        return new ContextResult(id, result, transferSyntax);
    }

    private UserInformation userInformation() {
        long maxLength = 0;
        String classUid = "";
        @Nullable String version = null;
        @Nullable AsyncOperationsWindow window = null;
        List<RoleSelection> roles = new ArrayList<>();
        List<ExtendedNegotiation> extended = new ArrayList<>();
        List<CommonExtendedNegotiation> common = new ArrayList<>();
        @Nullable UserIdentity identity = null;
        @Nullable UserIdentityResponse response = null;
        while (at < end) {
            int type = u8();
            int outer = enter(type);
            switch (type) {
                case Item.MAX_LENGTH -> {
                    need(4, "maximum length");
                    maxLength = u32();
                }
                case Item.IMPLEMENTATION_CLASS_UID -> classUid = uid(end - at);
                case Item.IMPLEMENTATION_VERSION_NAME -> version = uid(end - at);
                case Item.ASYNC_OPERATIONS -> {
                    need(4, "asynchronous operations window");
                    window = new AsyncOperationsWindow(u16(), u16());
                }
                case Item.ROLE_SELECTION -> {
                    String uid = uid16();
                    need(2, "role selection");
                    roles.add(new RoleSelection(uid, u8() == 1, u8() == 1));
                }
                case Item.EXTENDED_NEGOTIATION -> extended.add(new ExtendedNegotiation(uid16(), octets(end - at)));
                case Item.COMMON_EXTENDED_NEGOTIATION -> common.add(commonExtended());
                case Item.USER_IDENTITY -> {
                    need(2, "user identity");
                    identity = new UserIdentity(u8(), u8() == 1, octets16(), octets16());
                }
                case Item.USER_IDENTITY_RESPONSE -> response = new UserIdentityResponse(octets16());
                default -> at = end;
            }
            at = end;
            leave(outer);
        }
        return new UserInformation(maxLength, classUid, version, window, roles, extended, common, identity, response);
    }

    private CommonExtendedNegotiation commonExtended() {
        String sopClass = uid16();
        String serviceClass = uid16();
        need(2, "related general SOP classes");
        int length = u16();
        need(length, "related general SOP classes");
        int stop = at + length;
        List<String> related = new ArrayList<>();
        while (at < stop) {
            related.add(uid16());
        }
        return new CommonExtendedNegotiation(sopClass, serviceClass, related);
    }

    private PDataTf pData() {
        List<Pdv> values = new ArrayList<>();
        while (at < end) {
            need(4, "presentation data value");
            long length = u32();
            if (length < 2 || length > end - at) {
                throw bad("presentation data value length " + length + ", expected 2 to " + (end - at), 4);
            }
            int stop = at + (int) length;
            int id = contextId();
            int control = u8();
            values.add(new Pdv(id, (control & Pdv.COMMAND) != 0, (control & Pdv.LAST) != 0, octets(stop - at)));
        }
        if (values.isEmpty()) {
            throw bad("P-DATA-TF without a presentation data value", 0);
        }
        return new PDataTf(values);
    }

    private int contextId() {
        int id = u8();
        if (id % 2 == 0) {
            throw bad("presentation context id " + id + ", expected an odd number", 1);
        }
        return id;
    }

    /** Reads the length of an item whose type was just read, and narrows the window to it. */
    private int enter(int type) {
        need(3, "item " + hex(type));
        u8();
        int length = u16();
        if (length > end - at) {
            throw bad("item " + hex(type) + " of length " + length + ", but " + (end - at) + " bytes are left", 2);
        }
        int outer = end;
        end = at + length;
        return outer;
    }

    private void leave(int outer) {
        at = end;
        end = outer;
    }

    private String aeTitle() {
        String title = new String(bytes, at, 16, StandardCharsets.ISO_8859_1);
        at += 16;
        String text = stripPadding(title);
        int n = 0;
        while (n < text.length() && text.charAt(n) == ' ') { // PS3.8 9.3.2: leading spaces mean nothing either
            n++;
        }
        return text.substring(n);
    }

    private String uid16() {
        need(2, "UID length");
        int length = u16();
        need(length, "UID");
        return uid(length);
    }

    private String uid(int length) {
        String uid = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
        at += length;
        return stripPadding(uid);
    }

    /** Some implementations pad UIDs and titles with NUL or space, to an even length or to 64. */
    private static String stripPadding(String text) {
        int n = text.length();
        while (n > 0 && (text.charAt(n - 1) == 0 || text.charAt(n - 1) == ' ')) {
            n--;
        }
        return text.substring(0, n);
    }

    private Octets octets16() {
        need(2, "length");
        int length = u16();
        need(length, "value");
        return octets(length);
    }

    private Octets octets(int length) {
        Octets octets = Octets.of(Arrays.copyOfRange(bytes, at, at + length));
        at += length;
        return octets;
    }

    private void need(int count, String what) {
        if (end - at < count) {
            throw bad(what + " needs " + count + " bytes, but " + (end - at) + " are left", 0);
        }
    }

    private PduException bad(String message, int back) {
        return new PduException(message, at - back, Abort.INVALID_PARAMETER);
    }

    private int u8() {
        return bytes[at++] & 0xFF;
    }

    private int u16() {
        return u8() << 8 | u8();
    }

    private long u32() {
        return (long) u16() << 16 | u16();
    }

    private static String hex(int type) {
        return String.format("%02XH", type);
    }
}
