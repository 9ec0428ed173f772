/**
 * The seven protocol data units of the DICOM upper layer as immutable records, their exact encoders and decoders
 * (PS3.8 9.3, PS3.7 Annex D), and what goes wrong with an association.
 */
@NullMarked
package org.diconde4j.net.pdu;

import org.jspecify.annotations.NullMarked;
