package org.diconde4j.archive.dimse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.Retrieval;
import org.diconde4j.net.service.RetrieveHandler;
import org.diconde4j.net.service.RetrieveRequest;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.diconde4j.pixel.FrameExtractionException;
import org.diconde4j.pixel.FrameExtractionException.Reason;
import org.diconde4j.pixel.FrameExtractor;
import org.diconde4j.pixel.FrameList;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Restriction;
import org.diconde4j.storage.Selection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * C-MOVE and C-GET from the archive (PS3.4 C.4.2, C.4.3): objects are chosen by unique keys and sent as stored; by the models of
 * PS3.4 Y and Z also some of their frames, or without their bulk data.
 */
public final class RetrieveService implements RetrieveHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RetrieveService.class);

    private final Desk desk;
    private final Gate gate;

    /**
     * Makes the service.
     *
     * @param desk the archive
     * @param gate who asks
     */
    public RetrieveService(Desk desk, Gate gate) {
        this.desk = desk;
        this.gate = gate;
    }

    @Override
    public Retrieval retrieve(RetrieveRequest request) {
        Dataset keys = request.keys();
        Restriction inside = gate.view(request.association());
        return switch (request.model()) {
            case PATIENT_ROOT, STUDY_ROOT, PATIENT_STUDY_ONLY ->
                Retrieval.of(
                        found(selection(Levels.of(request.model(), keys), keys).within(inside)));
            case INSTANCE_ROOT ->
                isFrameLevel(keys)
                        ? Retrieval.of(List.of(frames(keys, inside)))
                        : Retrieval.of(found(selection(Level.INSTANCE, keys).within(inside)));
            case WITHOUT_BULK_DATA -> {
                if (isFrameLevel(keys)) {
                    throw refused("Level 'FRAME', expected IMAGE");
                }
                yield Retrieval.of(found(selection(Level.INSTANCE, keys).within(inside)).stream()
                        .map(LeanObject::new)
                        .toList());
            }
        };
    }

    private List<StoredObject> found(Selection selection) {
        List<StoredObject> found = new ArrayList<>();
        try (Cursor<InstanceRef> instances = desk.index().instances(selection)) {
            instances.forEachRemaining(instance -> found.add(new StoredObject(desk.objects(), desk.index(), instance)));
        }
        return found;
    }

    /** Whether frames are asked for instead of instances; the models that this is asked about have no other levels. */
    private static boolean isFrameLevel(Dataset keys) {
        String level = keys.string(Tag.QueryRetrieveLevel, "");
        if (!level.equals("FRAME") && !level.equals("IMAGE")) {
            throw refused("Level '" + level + "', expected IMAGE or FRAME");
        }
        return level.equals("FRAME");
    }

    private OutgoingObject frames(Dataset keys, Restriction inside) {
        List<String> uids = values(keys, Tag.SOPInstanceUID);
        if (uids.size() != 1) {
            throw refused(uids.size() + " SOP Instance UIDs, expected the one that has the frames");
        }
        try {
            FrameList list = FrameList.of(keys);
            List<StoredObject> found = found(Selection.instances(uids.get(0)).within(inside));
            if (found.isEmpty()) {
                throw new ServiceException(Status.FRAMES_NOT_FOUND, "There is no instance " + uids.get(0));
            }
            return OutgoingObject.of(FrameExtractor.extract(found.get(0).read(), list));
        } catch (FrameExtractionException e) {
            throw new ServiceException(status(e.reason()), String.valueOf(e.getMessage()));
        } catch (IOException | DicomParseException e) {
            LOG.warn("instance {}, of which frames were asked for, cannot be read", uids.get(0), e);
            throw new ServiceException(Status.UNABLE_TO_EXTRACT_FRAMES, "The instance cannot be read");
        }
    }

    /** PS3.4 Y.4.1.2. */
    private static int status(Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> Status.FRAMES_NOT_FOUND;
            case NO_FRAMES -> Status.FRAMES_NOT_IN_SOP_CLASS;
            case UNABLE -> Status.UNABLE_TO_EXTRACT_FRAMES;
            case NO_TIMES -> Status.FRAMES_WITHOUT_TIMES;
            case INVALID -> Status.INVALID_FRAMES;
        };
    }

    @Override
    public Set<InformationModel> models() {
        return EnumSet.allOf(InformationModel.class);
    }

    @Override
    public boolean relational() {
        return true;
    }

    /** The unique key of the level is required; those of the levels above narrow the choice where they are given. */
    private static Selection selection(Level level, Dataset keys) {
        int unique = switch (level) {
            case COMPONENT -> Tag.PatientID;
            case STUDY -> Tag.StudyInstanceUID;
            case SERIES -> Tag.SeriesInstanceUID;
            case INSTANCE -> Tag.SOPInstanceUID;
        };
        if (values(keys, unique).isEmpty()) {
            throw refused("Unique key " + Dictionary.standard().keyword(unique) + " is missing");
        }
        return new Selection(
                values(keys, Tag.PatientID),
                keys.string(Tag.IssuerOfPatientID),
                values(keys, Tag.StudyInstanceUID),
                values(keys, Tag.SeriesInstanceUID),
                values(keys, Tag.SOPInstanceUID));
    }

    private static ServiceException refused(String why) {
        return new ServiceException(Status.DATASET_DOES_NOT_MATCH_SOP_CLASS, why);
    }

    private static List<String> values(Dataset keys, int tag) {
        return keys.strings(tag).stream().filter(value -> !value.isEmpty()).toList();
    }
}
