package org.diconde4j.net.service;

import java.util.List;
import java.util.function.Consumer;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.CommonExtendedNegotiation;
import org.diconde4j.net.pdu.ExtendedNegotiation;

/**
 * What a requestor negotiates besides presentation contexts (PS3.7 D.3.3.5 to D.3.3.7), and where it learns what was agreed on.
 * Immutable; change a value with its {@code with…} method.
 *
 * @param extended options to ask for, for instance {@code QueryOptions.ALL.of(model.findUid())} or
 *     {@code StorageSupport.OF_SENDER.of(sopClassUid)}; sent with those associations that propose their class
 * @param related service class and related general classes of private or new classes; likewise
 * @param identityConfirmed whether an association is given up when the peer does not confirm the user identity, though that
 *     asks for a positive response; false goes on, as the peer may not know about users at all
 * @param agreed told the acceptance of each association that is opened, on the thread that opens it
 */
public record Negotiation(
        List<ExtendedNegotiation> extended,
        List<CommonExtendedNegotiation> related,
        boolean identityConfirmed,
        Consumer<AssociateAc> agreed) {
    /** Asks for nothing. */
    public static final Negotiation NONE = new Negotiation(List.of(), List.of(), false, answer -> {});

    /**
     * Copies the lists.
     *
     * @param extended options to ask for
     * @param related service class and related general classes
     * @param identityConfirmed whether an association needs a user identity that is confirmed
     * @param agreed told the acceptance of each association
     */
    public Negotiation {
        extended = List.copyOf(extended);
        related = List.copyOf(related);
    }

    /**
     * Other options.
     *
     * @param value the new value
     * @return a copy
     */
    public Negotiation withExtended(ExtendedNegotiation... value) {
        return new Negotiation(List.of(value), related, identityConfirmed, agreed);
    }

    /**
     * Other classes to explain.
     *
     * @param value the new value
     * @return a copy
     */
    public Negotiation withRelated(CommonExtendedNegotiation... value) {
        return new Negotiation(extended, List.of(value), identityConfirmed, agreed);
    }

    /**
     * Whether the user identity has to be confirmed.
     *
     * @param value the new value
     * @return a copy
     */
    public Negotiation withIdentityConfirmed(boolean value) {
        return new Negotiation(extended, related, value, agreed);
    }

    /**
     * Who is told what was agreed on.
     *
     * @param value the new value
     * @return a copy
     */
    public Negotiation withAgreed(Consumer<AssociateAc> value) {
        return new Negotiation(extended, related, identityConfirmed, value);
    }
}
