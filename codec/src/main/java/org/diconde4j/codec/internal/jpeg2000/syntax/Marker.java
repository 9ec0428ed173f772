package org.diconde4j.codec.internal.jpeg2000.syntax;

/** Codes of markers (ITU-T T.800 Table A.2, T.814 for CAP and CPF). */
public final class Marker {
    public static final int SOC = 0xFF4F;
    public static final int CAP = 0xFF50;
    public static final int SIZ = 0xFF51;
    public static final int COD = 0xFF52;
    public static final int COC = 0xFF53;
    public static final int TLM = 0xFF55;
    public static final int PLM = 0xFF57;
    public static final int PLT = 0xFF58;
    public static final int CPF = 0xFF59;
    public static final int QCD = 0xFF5C;
    public static final int QCC = 0xFF5D;
    public static final int RGN = 0xFF5E;
    public static final int POC = 0xFF5F;
    public static final int PPM = 0xFF60;
    public static final int PPT = 0xFF61;
    public static final int CRG = 0xFF63;
    public static final int COM = 0xFF64;
    public static final int SOT = 0xFF90;
    public static final int SOP = 0xFF91;
    public static final int EPH = 0xFF92;
    public static final int SOD = 0xFF93;
    public static final int EOC = 0xFFD9;

    private Marker() {}

    /** Whether a marker has no meaning and no length, and is passed over (Table A.1). */
    static boolean isReserved(int marker) {
        return marker >= 0xFF30 && marker <= 0xFF3F;
    }

    /** Whether a marker that has a meaning stands without a length (Table A.2). */
    static boolean standsAlone(int marker) {
        return marker == SOC || marker == EPH || marker == SOD || marker == EOC;
    }
}
