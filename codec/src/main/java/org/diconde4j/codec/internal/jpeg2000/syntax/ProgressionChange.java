package org.diconde4j.codec.internal.jpeg2000.syntax;

/**
 * One progression of a POC marker segment (ITU-T T.800 A.6.6): packets of these resolutions, components and layers that did
 * not come before.
 *
 * @param firstResolution RSpoc
 * @param firstComponent CSpoc
 * @param endLayer LYEpoc, behind the last one
 * @param endResolution REpoc, behind the last one
 * @param endComponent CEpoc, behind the last one; 0 of the marker is 256 or 16384 here
 * @param progression Ppoc
 */
public record ProgressionChange(
        int firstResolution,
        int firstComponent,
        int endLayer,
        int endResolution,
        int endComponent,
        Progression progression) {}
