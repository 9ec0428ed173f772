package org.diconde4j.archive;

import org.diconde4j.storage.IndexStatistics;

/**
 * What an archive holds, and how it is.
 *
 * @param holdings how many components, studies, series and instances there are, of which kinds, what is in quarantine and what is not there
 *     any more
 * @param vitals room and lag, taken before the others
 */
public record ArchiveStatistics(IndexStatistics holdings, Vitals vitals) {}
