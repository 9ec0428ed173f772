package org.diconde4j.net.internal.ul;

/** Events of the upper layer, the rows of PS3.8 Table 9-10. */
public enum Event {
    /** A-ASSOCIATE request of the local user. */
    EVT1,
    /** The transport connection is open. */
    EVT2,
    /** A-ASSOCIATE-AC received. */
    EVT3,
    /** A-ASSOCIATE-RJ received. */
    EVT4,
    /** A transport connection came in. */
    EVT5,
    /** A-ASSOCIATE-RQ received. */
    EVT6,
    /** A-ASSOCIATE response of the local user: accept. */
    EVT7,
    /** A-ASSOCIATE response of the local user: reject. */
    EVT8,
    /** P-DATA request of the local user. */
    EVT9,
    /** P-DATA-TF received. */
    EVT10,
    /** A-RELEASE request of the local user. */
    EVT11,
    /** A-RELEASE-RQ received. */
    EVT12,
    /** A-RELEASE-RP received. */
    EVT13,
    /** A-RELEASE response of the local user. */
    EVT14,
    /** A-ABORT request of the local user. */
    EVT15,
    /** A-ABORT received. */
    EVT16,
    /** The transport connection is closed. */
    EVT17,
    /** The ARTIM timer expired. */
    EVT18,
    /** An unrecognized or invalid PDU received. */
    EVT19
}
