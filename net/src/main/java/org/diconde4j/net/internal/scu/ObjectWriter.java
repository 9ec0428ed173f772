package org.diconde4j.net.internal.scu;

import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.internal.dimse.Command;
import org.diconde4j.net.internal.dimse.Dimse;
import org.diconde4j.net.internal.dimse.PresentationContexts;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.OutgoingObject;
import org.jspecify.annotations.Nullable;

/** Puts one object on the wire: for C-STORE, C-MOVE and C-GET alike. */
public final class ObjectWriter {
    private ObjectWriter() {}

    /** The context to send an object in: as it is stored if the peer takes that, otherwise re-encoded; null if neither. */
    public static @Nullable Context contextFor(PresentationContexts contexts, OutgoingObject object) {
        Context asStored = contexts.forRequests(object.sopClassUid(), object.transferSyntaxUid());
        if (asStored != null) {
            return asStored;
        }
        return contexts.all().stream()
                .filter(c -> c.weScu()
                        && c.abstractSyntax().equals(object.sopClassUid())
                        && object.canEncode(TransferSyntax.of(c.transferSyntax())))
                .min(Comparator.comparingInt(ObjectWriter::effort))
                .orElse(null);
    }

    /** Explicit little endian keeps the most, other native syntaxes need no encoding of pixels. */
    private static int effort(Context context) {
        TransferSyntax syntax = TransferSyntax.of(context.transferSyntax());
        if (syntax.uid().equals(UID.ExplicitVRLittleEndian)) {
            return 0;
        }
        return syntax.isNative() ? 1 : 2;
    }

    /** A C-STORE request. */
    public static Command request(OutgoingObject object, int messageId, @Nullable Originator originator) {
        Command request = Command.request(Command.C_STORE_RQ, messageId, object.sopClassUid(), true)
                .setShort(Tag.Priority, 0)
                .setUid(Tag.AffectedSOPInstanceUID, object.sopInstanceUid());
        if (originator != null) {
            request.setAeTitle(Tag.MoveOriginatorApplicationEntityTitle, originator.aeTitle());
            request.setShort(Tag.MoveOriginatorMessageID, originator.messageId());
        }
        return request;
    }

    /**
     * Writes a C-STORE request.
     *
     * @param beforeAbort called when the object can't be read to its end, before the association is aborted for that
     * @return why the object could not be read, with nothing sent; null if it was sent
     * @throws AssociationException if the association broke, also because the object could not be read to its end
     */
    public static @Nullable Exception write(
            Dimse dimse, Context context, Command request, OutgoingObject object, Runnable beforeAbort) {
        try {
            if (context.transferSyntax().equals(object.transferSyntaxUid()) && !object.isMade()) {
                try (InputStream in = object.open()) {
                    dimse.send(context, request, out -> out.writeAll(in), beforeAbort);
                }
            } else {
                TransferSyntax target = TransferSyntax.of(context.transferSyntax());
                dimse.send(context, request, out -> object.encode(target, out), beforeAbort);
            }
            return null;
        } catch (AssociationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }
}
