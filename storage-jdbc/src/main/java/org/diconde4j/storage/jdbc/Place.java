package org.diconde4j.storage.jdbc;

/**
 * A row and where it stands.
 *
 * @param first its place in the order of arrival, which no other row of its level has
 * @param id its id
 */
record Place(long first, long id) {}
