package org.diconde4j.archive.workflow;

import java.math.BigInteger;
import java.util.UUID;

/** UIDs made of a UUID (PS3.5 B.2). */
final class NewUid {
    private NewUid() {}

    static String make() {
        return "2.25." + new BigInteger(UUID.randomUUID().toString().replace("-", ""), 16);
    }
}
