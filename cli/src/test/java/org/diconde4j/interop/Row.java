package org.diconde4j.interop;

import java.util.EnumMap;
import java.util.Map;

/**
 * One line of the matrix: a service with a peer, and what shows that it works.
 *
 * @param service the DIMSE service
 * @param weAre our role in it
 * @param peer whose program is at the other end
 * @param shown what the case proves, in a few words
 * @param cases what is run, by connection; a connection that is missing is one that the peer does not have
 * @param byHand when somebody ran it, with a peer that cannot be installed in a build; empty if the build runs it
 */
record Row(String service, Role weAre, String peer, String shown, Map<Link, Case> cases, String byHand) {
    /** Who asks and who answers. */
    enum Role {
        SCU,
        SCP
    }

    /** Fails if it does not work; is aborted if the peer is not installed. */
    interface Case {
        void run(Link link) throws Exception;
    }

    /** A row for a peer that has TLS. */
    static Row both(String service, Role weAre, String peer, String shown, Case thing) {
        Map<Link, Case> cases = new EnumMap<>(Link.class);
        cases.put(Link.PLAIN, thing);
        cases.put(Link.TLS, thing);
        return new Row(service, weAre, peer, shown, cases, "");
    }

    /** A row for a peer without TLS. */
    static Row plain(String service, Role weAre, String peer, String shown, Case thing) {
        return new Row(service, weAre, peer, shown, Map.of(Link.PLAIN, thing), "");
    }

    /** A row that no build runs. */
    static Row byHand(String service, Role weAre, String peer, String shown, String date) {
        return new Row(service, weAre, peer, shown, Map.of(), date);
    }

    /** How a test report names one cell. */
    String name(Link link) {
        return service + ", we are the " + weAre + ", " + peer + ", " + link;
    }
}
