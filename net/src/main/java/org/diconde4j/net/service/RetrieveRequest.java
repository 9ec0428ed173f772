package org.diconde4j.net.service;

import org.diconde4j.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * A C-MOVE or C-GET request (PS3.7 9.3.3.1, 9.3.4.1).
 *
 * @param association who asks
 * @param messageId the message ID
 * @param model the information model
 * @param relational whether extended negotiation agreed on relational retrieval
 * @param keys the identifier: query/retrieve level and unique keys
 * @param moveDestination the AE title to send to; null for C-GET
 */
public record RetrieveRequest(
        AssociationInfo association,
        int messageId,
        InformationModel model,
        boolean relational,
        Dataset keys,
        @Nullable String moveDestination) {}
