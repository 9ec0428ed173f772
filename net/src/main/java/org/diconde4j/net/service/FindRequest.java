package org.diconde4j.net.service;

import org.diconde4j.data.Dataset;

/**
 * A C-FIND request (PS3.7 9.3.2.1).
 *
 * @param association who asks
 * @param messageId the message ID
 * @param model the information model
 * @param keys the identifier: query/retrieve level, matching and return keys
 */
public record FindRequest(AssociationInfo association, int messageId, InformationModel model, Dataset keys) {}
