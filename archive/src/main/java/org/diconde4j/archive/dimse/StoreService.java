package org.diconde4j.archive.dimse;

import java.io.IOException;
import java.io.InputStream;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.archive.intake.Arrival;
import org.diconde4j.archive.intake.Leave;
import org.diconde4j.archive.intake.Passage;
import org.diconde4j.archive.intake.Permit;
import org.diconde4j.archive.intake.Taken;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.service.StorageSupport;
import org.diconde4j.net.service.StoreHandler;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.service.StoreRequest;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoreFullException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** C-STORE into the archive (PS3.4 Annex B). What is set aside is answered with a failure that says so. */
public final class StoreService implements StoreHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StoreService.class);

    /** Warning B007: data set does not match SOP class (PS3.4 B.2.3). */
    private static final int DATASET_DOES_NOT_MATCH = 0xB007;

    private final Desk desk;
    private final Gate gate;

    /**
     * Makes the service.
     *
     * @param desk the archive
     * @param gate who stores
     */
    public StoreService(Desk desk, Gate gate) {
        this.desk = desk;
        this.gate = gate;
    }

    @Override
    public StoreOutcome store(StoreRequest request, InputStream dataset) throws IOException {
        AssociationInfo association = request.association();
        TransferSyntax syntax = TransferSyntax.of(request.transferSyntaxUid());
        Source source = Source.dimse(
                association.callingAeTitle(),
                association.calledAeTitle(),
                association.remote().getHostString());
        Subject subject = gate.subject(association);
        Taken taken;
        try {
            taken = desk.intake()
                    .take(
                            new Arrival(
                                    subject.name() == null ? source : source.by(subject.name()),
                                    DicomWriter.preambleAndMeta(fileMeta(request)),
                                    syntax,
                                    Passage.of(dataset, syntax),
                                    null),
                            subject.equals(Subject.OWNER) ? Permit.ALL : new Leave(subject, desk.index()));
        } catch (StoreFullException e) {
            LOG.debug("object {} of {} was refused", request.sopInstanceUid(), association.callingAeTitle(), e);
            return StoreOutcome.of(Status.OUT_OF_RESOURCES, "No room: the disk is nearly full");
        } catch (StorageException e) {
            LOG.error("object {} of {} could not be stored", request.sopInstanceUid(), association.callingAeTitle(), e);
            return StoreOutcome.of(Status.OUT_OF_RESOURCES, "Storage does not work at the moment, try again later");
        }
        if (taken.refused() != null) {
            return StoreOutcome.of(Status.NOT_AUTHORIZED, String.valueOf(taken.reason()));
        }
        if (taken.quarantined() == null) {
            return accepted(request, taken.instance());
        }
        LOG.warn(
                "object {} of {} was set aside as {}: {}",
                request.sopInstanceUid(),
                association.callingAeTitle(),
                taken.quarantined().id(),
                taken.reason());
        return StoreOutcome.of(
                Status.CANNOT_UNDERSTAND,
                "Quarantined as " + taken.quarantined().id() + ": " + taken.reason());
    }

    @Override
    public StorageSupport support() {
        return StorageSupport.FULL;
    }

    /** An object is what its data set says; a command that said otherwise is answered with a warning. */
    private static StoreOutcome accepted(StoreRequest request, @Nullable InstanceRef instance) {
        if (instance == null || request.sopInstanceUid().equals(instance.sopInstanceUid())) {
            return StoreOutcome.success();
        }
        LOG.warn(
                "{} announced object {}, its data set says {}: kept as the latter",
                request.association().callingAeTitle(),
                request.sopInstanceUid(),
                instance.sopInstanceUid());
        return StoreOutcome.of(DATASET_DOES_NOT_MATCH, "Kept under the SOP Instance UID of the data set");
    }

    private static Dataset fileMeta(StoreRequest request) {
        Dataset.Builder meta =
                FileMeta.of(request.sopClassUid(), request.sopInstanceUid(), request.transferSyntaxUid()).toBuilder();
        String sender = request.association().callingAeTitle();
        return (sender.isBlank() ? meta : meta.set(Tag.SourceApplicationEntityTitle, sender)).build();
    }
}
