package org.diconde4j.net.internal.trace;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Dictionary.UidEntry;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.Pdu;
import org.diconde4j.net.pdu.ReleaseRq;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.pdu.UserInformation;

/** A PDU that is not P-DATA-TF in words: a heading, then a line for each item. Passcodes and tickets are left out. */
final class PduText {
    private static final int MAX_TEXT = 128;

    private PduText() {}

    static List<String> lines(Pdu pdu) {
        List<String> lines = new ArrayList<>();
        if (pdu instanceof AssociateRq rq) {
            lines.add("A-ASSOCIATE-RQ " + parties(rq.protocolVersion(), rq.calledAeTitle(), rq.callingAeTitle()));
            lines.add("application context " + uid(rq.applicationContext()));
            rq.contexts().forEach(c -> {
                lines.add("context " + c.id() + ": " + uid(c.abstractSyntax()));
                c.transferSyntaxes().forEach(t -> lines.add("    in " + uid(t)));
            });
            user(rq.userInformation(), lines);
        } else if (pdu instanceof AssociateAc ac) {
            lines.add("A-ASSOCIATE-AC " + parties(ac.protocolVersion(), ac.calledAeTitle(), ac.callingAeTitle()));
            lines.add("application context " + uid(ac.applicationContext()));
            ac.contexts()
                    .forEach(c -> lines.add("context " + c.id() + ": "
                            + (c.accepted() ? "accepted in " + uid(c.transferSyntax()) : "rejected, " + c.result())));
            user(ac.userInformation(), lines);
        } else if (pdu instanceof AssociateRj rj) {
            lines.add("A-ASSOCIATE-RJ " + rj.text());
        } else if (pdu instanceof Abort abort) {
            lines.add("A-ABORT " + abort.text());
        } else {
            lines.add(pdu instanceof ReleaseRq ? "A-RELEASE-RQ" : "A-RELEASE-RP");
        }
        return lines;
    }

    private static String parties(int version, String called, String calling) {
        return "called " + quoted(called) + ", calling " + quoted(calling) + ", protocol version " + version;
    }

    private static void user(UserInformation user, List<String> lines) {
        lines.add("maximum length " + user.maxPduLength());
        String version = user.implementationVersionName();
        lines.add("implementation " + quoted(user.implementationClassUid())
                + (version == null ? "" : ", version " + quoted(version)));
        if (user.asyncOperations() != null) {
            lines.add("asynchronous operations: invoked "
                    + user.asyncOperations().maxInvoked() + ", performed "
                    + user.asyncOperations().maxPerformed());
        }
        user.roles()
                .forEach(r -> lines.add(
                        "roles for " + uid(r.sopClassUid()) + ":" + (r.scu() ? " SCU" : "") + (r.scp() ? " SCP" : "")));
        user.extended()
                .forEach(e -> lines.add("extended negotiation of " + uid(e.sopClassUid()) + ": " + e.information()));
        user.commonExtended()
                .forEach(e -> lines.add("common extended negotiation of " + uid(e.sopClassUid()) + ": service class "
                        + uid(e.serviceClassUid()) + ", "
                        + e.relatedGeneralSopClassUids().size() + " related classes"));
        UserIdentity identity = user.identity();
        if (identity != null) {
            boolean named =
                    identity.type() == UserIdentity.USERNAME || identity.type() == UserIdentity.USERNAME_AND_PASSCODE;
            lines.add("user identity of type " + identity.type()
                    + (named ? ", name " + quoted(identity.primary().utf8()) : ""));
        }
        if (user.identityResponse() != null) {
            lines.add("user identity accepted");
        }
    }

    private static String uid(String uid) {
        UidEntry known = Dictionary.standard().uid(uid);
        return known == null ? quoted(uid) : uid + " " + known.name();
    }

    /** Text of a peer in quotation marks; it can't end its line, nor be longer than there is use for. */
    static String quoted(String text) {
        StringBuilder b = new StringBuilder("\"");
        text.codePoints().limit(MAX_TEXT).forEach(c -> {
            if (c == '"' || c == '\\') {
                b.append('\\').append((char) c);
            } else if (c < ' ' || c > '~' && !Character.isLetterOrDigit(c)) {
                b.append(String.format("\\u%04X", c));
            } else {
                b.appendCodePoint(c);
            }
        });
        return b.append(text.length() > MAX_TEXT ? "…\"" : "\"").toString();
    }
}
