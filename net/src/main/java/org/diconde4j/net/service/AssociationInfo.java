package org.diconde4j.net.service;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import org.diconde4j.net.pdu.UserIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end.
 *
 * @param id number of the association, unique in its server, for logs
 * @param callingAeTitle the title of the requestor
 * @param calledAeTitle the title it asked for
 * @param remote its address
 * @param local the address here
 * @param implementationClassUid its implementation, empty if it did not tell
 * @param implementationVersionName the version of it, if it told
 * @param userIdentity the user it named, if it did
 * @param certificate the certificate that it has shown over TLS, if it did; trusted, or there would be no association
 */
public record AssociationInfo(
        long id,
        String callingAeTitle,
        String calledAeTitle,
        InetSocketAddress remote,
        InetSocketAddress local,
        String implementationClassUid,
        @Nullable String implementationVersionName,
        @Nullable UserIdentity userIdentity,
        @Nullable X509Certificate certificate) {}
