package org.diconde4j.net.service;

/** The operations and the notification on normalized SOP instances (PS3.7 10.1). */
public enum NormalizedOperation {
    /** The SCP tells what has happened to an instance. */
    EVENT_REPORT("N-EVENT-REPORT", 0x0100),

    /** The SCU asks for attributes. */
    GET("N-GET", 0x0110),

    /** The SCU changes attributes. */
    SET("N-SET", 0x0120),

    /** The SCU asks for something to be done. */
    ACTION("N-ACTION", 0x0130),

    /** The SCU makes an instance. */
    CREATE("N-CREATE", 0x0140),

    /** The SCU deletes an instance. */
    DELETE("N-DELETE", 0x0150);

    private final String text;
    private final int commandField;

    NormalizedOperation(String text, int commandField) {
        this.text = text;
        this.commandField = commandField;
    }

    /**
     * The Command Field (0000,0100) of the request (PS3.7 E.1).
     *
     * @return its value
     */
    public int commandField() {
        return commandField;
    }

    /** The name that the standard has for it. */
    @Override
    public String toString() {
        return text;
    }
}
