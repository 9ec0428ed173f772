package org.diconde4j.storage;

import java.util.List;

/**
 * What is below an entity, for the aggregates of PS3.4 C.3.4.
 *
 * @param studies number of studies of a component
 * @param series number of series of a component or study
 * @param instances number of instances
 * @param modalities the modalities of a study, sorted
 * @param sopClasses the SOP Class UIDs of a study, sorted
 */
public record Contents(long studies, long series, long instances, List<String> modalities, List<String> sopClasses) {}
