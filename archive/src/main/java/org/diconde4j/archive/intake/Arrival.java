package org.diconde4j.archive.intake;

import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.Source;
import org.jspecify.annotations.Nullable;

/**
 * An object on its way in.
 *
 * @param source where it comes from
 * @param head what stands before the data set in the stored file: preamble and File Meta Information
 * @param transferSyntax the encoding of the data set
 * @param dataset the bytes of the data set
 * @param problem why the object cannot be part of the archive whatever its data set says, null if nothing is known
 */
public record Arrival(
        Source source,
        byte[] head,
        @Nullable TransferSyntax transferSyntax,
        Passage dataset,
        @Nullable String problem) {}
