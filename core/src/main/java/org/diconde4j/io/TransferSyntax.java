package org.diconde4j.io;

import java.util.Map;
import java.util.Set;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.UID;

/**
 * How a data set is encoded (PS3.5 10 and annex A).
 *
 * @param uid the identifier
 * @param name its name in the standard, or the identifier itself if unknown
 * @param explicitVr whether elements carry their value representation
 * @param bigEndian whether numbers are in big endian order
 * @param deflated whether the data set as a whole is compressed
 * @param encapsulated whether pixel data is a sequence of fragments
 */
public record TransferSyntax(
        String uid, String name, boolean explicitVr, boolean bigEndian, boolean deflated, boolean encapsulated) {

    /** Implicit VR Little Endian with words of pixel data in big endian order, as GE's DLX scanners wrote it. */
    private static final String GE_BIG_ENDIAN_PIXELS = "1.2.840.113619.5.2";

    private static final Set<String> IMPLICIT =
            Set.of(UID.ImplicitVRLittleEndian, UID.Papyrus3ImplicitVRLittleEndian, GE_BIG_ENDIAN_PIXELS);
    private static final Set<String> DEFLATED =
            Set.of(UID.DeflatedExplicitVRLittleEndian, UID.JPIPReferencedDeflate, UID.JPIPHTJ2KReferencedDeflate);
    private static final Set<String> NATIVE = Set.of(
            UID.ImplicitVRLittleEndian,
            UID.Papyrus3ImplicitVRLittleEndian,
            GE_BIG_ENDIAN_PIXELS,
            UID.ExplicitVRLittleEndian,
            UID.ExplicitVRBigEndian,
            UID.DeflatedExplicitVRLittleEndian);
    /** Pixels are at a JPIP server (PS3.5 A.6), in a stream of SMPTE ST 2110 beside the data set, or there are none. */
    private static final Set<String> ELSEWHERE = Set.of(
            UID.JPIPReferenced,
            UID.JPIPReferencedDeflate,
            UID.JPIPHTJ2KReferenced,
            UID.JPIPHTJ2KReferencedDeflate,
            UID.SMPTEST211020UncompressedProgressiveActiveVideo,
            UID.SMPTEST211020UncompressedInterlacedActiveVideo,
            UID.SMPTEST211030PCMDigitalAudio,
            UID.RFC2557MIMEEncapsulation,
            UID.XMLEncoding);

    /** Implicit VR Little Endian, the default that all must know. */
    public static final TransferSyntax IMPLICIT_VR_LITTLE_ENDIAN = make(UID.ImplicitVRLittleEndian);
    /** Explicit VR Little Endian. */
    public static final TransferSyntax EXPLICIT_VR_LITTLE_ENDIAN = make(UID.ExplicitVRLittleEndian);
    /** Explicit VR Big Endian, retired. */
    public static final TransferSyntax EXPLICIT_VR_BIG_ENDIAN = make(UID.ExplicitVRBigEndian);
    /** Deflated Explicit VR Little Endian. */
    public static final TransferSyntax DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN = make(UID.DeflatedExplicitVRLittleEndian);

    private static final Map<String, TransferSyntax> COMMON = Map.of(
            UID.ImplicitVRLittleEndian,
            IMPLICIT_VR_LITTLE_ENDIAN,
            UID.ExplicitVRLittleEndian,
            EXPLICIT_VR_LITTLE_ENDIAN,
            UID.ExplicitVRBigEndian,
            EXPLICIT_VR_BIG_ENDIAN,
            UID.DeflatedExplicitVRLittleEndian,
            DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);

    /**
     * Describes a transfer syntax. One that is not known is taken for explicit little endian with encapsulated pixel
     * data, which is what PS3.5 A.4 requires of every compressed one.
     *
     * @param uid the identifier
     * @return its description
     */
    public static TransferSyntax of(String uid) {
        TransferSyntax common = COMMON.get(uid);
        return common == null ? make(uid) : common;
    }

    private static TransferSyntax make(String uid) {
        return new TransferSyntax(
                uid,
                Dictionary.standard().nameOfUid(uid),
                !IMPLICIT.contains(uid),
                uid.equals(UID.ExplicitVRBigEndian),
                DEFLATED.contains(uid),
                !NATIVE.contains(uid) && !ELSEWHERE.contains(uid));
    }

    /**
     * Whether pixel data is neither compressed nor elsewhere, so that a change between such syntaxes touches the
     * encoding of elements only.
     *
     * @return true for implicit and explicit little endian, explicit big endian, deflated, and the private or retired
     *     kin of implicit little endian
     */
    public boolean isNative() {
        return NATIVE.contains(uid);
    }

    /**
     * Whether words of native pixel data are in big endian order, though other numbers need not be.
     *
     * @return true for explicit big endian and for GE's private syntax 1.2.840.113619.5.2
     */
    public boolean bigEndianPixels() {
        return bigEndian || uid.equals(GE_BIG_ENDIAN_PIXELS);
    }
}
