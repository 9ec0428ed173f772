package org.diconde4j.cli;

import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Dictionary.UidEntry;
import org.diconde4j.dict.UID;
import org.diconde4j.io.Implementation;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.AsyncOperationsWindow;
import org.diconde4j.net.pdu.ContextResult;
import org.diconde4j.net.pdu.ExtendedNegotiation;
import org.diconde4j.net.pdu.Octets;
import org.diconde4j.net.pdu.Pdu;
import org.diconde4j.net.pdu.PduDecoder;
import org.diconde4j.net.pdu.PduEncoder;
import org.diconde4j.net.pdu.ProposedContext;
import org.diconde4j.net.pdu.RoleSelection;
import org.diconde4j.net.pdu.UserInformation;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.net.service.StorageSupport;

/** Finds out what a server of this host agrees to, by proposing it all, SOP class by SOP class. */
final class Negotiation {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int MAX_CONTEXTS = 128;
    private static final int MAX_PDU = 1 << 20;

    /** Component by component, so that 1.2.10 comes after 1.2.9. */
    static final Comparator<UidEntry> BY_NUMBERS =
            (a, b) -> Arrays.compare(numbers(a.uid()), numbers(b.uid()), BigInteger::compareTo);

    private final int port;

    Negotiation(int port) {
        this.port = port;
    }

    /**
     * What was agreed on for one SOP class.
     *
     * @param sopClass the class
     * @param transferSyntaxes those that are accepted, in the dictionary's order; not empty
     * @param scu whether the requestor may be SCU
     * @param scp whether the requestor may be SCP
     * @param extended the answer to extended negotiation, empty if there was none
     */
    record Agreed(UidEntry sopClass, List<UidEntry> transferSyntaxes, boolean scu, boolean scp, Octets extended) {}

    /** The answer to a proposal of Verification with everything that can be asked for besides. */
    UserInformation general() {
        return associate(
                        List.of(new ProposedContext(1, UID.Verification, List.of(UID.ImplicitVRLittleEndian))),
                        List.of(),
                        List.of())
                .userInformation();
    }

    /** Every SOP class of the dictionary that is accepted in some transfer syntax of the dictionary. */
    List<Agreed> all() {
        List<UidEntry> syntaxes = entries("Transfer Syntax");
        List<UidEntry> sopClasses = entries("SOP Class");
        sopClasses.addAll(entries("Meta SOP Class"));
        List<Agreed> agreed = new ArrayList<>();
        int atOnce = MAX_CONTEXTS / syntaxes.size();
        for (int i = 0; i < sopClasses.size(); i += atOnce) {
            agreed.addAll(ask(sopClasses.subList(i, Math.min(i + atOnce, sopClasses.size())), syntaxes));
        }
        return agreed;
    }

    private static BigInteger[] numbers(String uid) {
        return Arrays.stream(uid.split("\\.")).map(BigInteger::new).toArray(BigInteger[]::new);
    }

    private static List<UidEntry> entries(String type) {
        return new ArrayList<>(Dictionary.standard().uids().values().stream()
                .filter(entry -> entry.type().equals(type))
                .sorted(BY_NUMBERS)
                .toList());
    }

    private List<Agreed> ask(List<UidEntry> sopClasses, List<UidEntry> syntaxes) {
        List<ProposedContext> contexts = new ArrayList<>();
        List<RoleSelection> roles = new ArrayList<>();
        List<ExtendedNegotiation> extended = new ArrayList<>();
        for (UidEntry sopClass : sopClasses) {
            for (UidEntry syntax : syntaxes) {
                contexts.add(new ProposedContext(2 * contexts.size() + 1, sopClass.uid(), List.of(syntax.uid())));
            }
            roles.add(new RoleSelection(sopClass.uid(), true, true));
            extended.add(
                    sopClass.isStorageClass()
                            ? StorageSupport.OF_SENDER.of(sopClass.uid())
                            : QueryOptions.ALL.of(sopClass.uid()));
        }
        AssociateAc answer = associate(contexts, roles, extended);
        List<Agreed> agreed = new ArrayList<>();
        for (int i = 0; i < sopClasses.size(); i++) {
            UidEntry sopClass = sopClasses.get(i);
            List<UidEntry> taken = new ArrayList<>();
            for (int j = 0; j < syntaxes.size(); j++) {
                ContextResult result = answer.contexts().get(i * syntaxes.size() + j);
                if (result.accepted()) {
                    taken.add(syntaxes.get(j));
                }
            }
            if (!taken.isEmpty()) {
                agreed.add(agreed(sopClass, taken, answer.userInformation()));
            }
        }
        return agreed;
    }

    /** Without an answer about roles the requestor is SCU (PS3.7 D.3.3.4). */
    private static Agreed agreed(UidEntry sopClass, List<UidEntry> syntaxes, UserInformation user) {
        RoleSelection role = user.roles().stream()
                .filter(r -> r.sopClassUid().equals(sopClass.uid()))
                .findFirst()
                .orElse(new RoleSelection(sopClass.uid(), true, false));
        Octets extended = user.extended().stream()
                .filter(e -> e.sopClassUid().equals(sopClass.uid()))
                .map(ExtendedNegotiation::information)
                .findFirst()
                .orElse(Octets.EMPTY);
        return new Agreed(sopClass, syntaxes, role.scu(), role.scp(), extended);
    }

    private AssociateAc associate(
            List<ProposedContext> contexts, List<RoleSelection> roles, List<ExtendedNegotiation> extended) {
        UserInformation user = new UserInformation(
                MAX_PDU,
                Implementation.CLASS_UID,
                Implementation.VERSION_NAME,
                new AsyncOperationsWindow(0, 0),
                roles,
                extended,
                List.of(),
                null,
                null);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(PduEncoder.encode(new AssociateRq("DICONDE4J", "CONFORMANCE", contexts, user)));
            Pdu answer = read(new DataInputStream(socket.getInputStream()));
            socket.getOutputStream().write(PduEncoder.encode(Abort.BY_USER));
            if (answer instanceof AssociateAc accepted) {
                return accepted;
            }
            throw new DicondeException("the server answered with " + answer + ", expected an A-ASSOCIATE-AC");
        } catch (IOException e) {
            throw new DicondeException("the server could not be asked what it agrees to: " + e.getMessage(), e);
        }
    }

    private static Pdu read(DataInputStream in) throws IOException {
        byte[] header = in.readNBytes(6);
        int length = ByteBuffer.wrap(header).getInt(2);
        if (length < 0 || length > MAX_PDU) {
            throw new IOException("a PDU of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] pdu = ByteBuffer.allocate(6 + length)
                .put(header)
                .put(in.readNBytes(length))
                .array();
        return PduDecoder.decode(pdu);
    }
}
