package org.diconde4j.net.pdu;

/**
 * The answer to one proposed presentation context (PS3.8 9.3.3.2).
 *
 * @param id the id of the proposed context
 * @param result {@link #ACCEPTED}, or why not
 * @param transferSyntax the one that was chosen; without meaning unless accepted
 */
public record ContextResult(int id, int result, String transferSyntax) {
    /** Result: accepted. */
    public static final int ACCEPTED = 0;

    /** Result: refused by the application. */
    public static final int USER_REJECTION = 1;

    /** Result: refused by the upper layer without a reason. */
    public static final int NO_REASON = 2;

    /** Result: the abstract syntax (SOP class) is not supported. */
    public static final int ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;

    /** Result: none of the transfer syntaxes is supported. */
    public static final int TRANSFER_SYNTAXES_NOT_SUPPORTED = 4;

    /**
     * Whether this context can be used.
     *
     * @return true if the result is acceptance
     */
    public boolean accepted() {
        return result == ACCEPTED;
    }
}
