package org.diconde4j.io;

/** How this implementation names itself in files and associations (PS3.7 D.3.3.2, PS3.10 7.1). */
public final class Implementation {
    /** Implementation Class UID, derived from a UUID (PS3.5 B.2). */
    public static final String CLASS_UID = "2.25.292309823429710953826443301859384470417";
    /** Implementation Version Name. */
    public static final String VERSION_NAME = "DICONDE4J_0.1";

    private Implementation() {}
}
