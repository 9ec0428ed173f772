package org.diconde4j.archive.dimse;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.Level;

/** Query/Retrieve Level (0008,0052) of an identifier (PS3.4 C.4.1.1.3, C.6). */
final class Levels {
    private Levels() {}

    static Level of(InformationModel model, Dataset keys) {
        String value = keys.string(Tag.QueryRetrieveLevel, "");
        Level level = switch (value) {
            case "PATIENT" -> Level.COMPONENT;
            case "STUDY" -> Level.STUDY;
            case "SERIES" -> Level.SERIES;
            case "IMAGE" -> Level.INSTANCE;
            default -> throw refused(value, "PATIENT, STUDY, SERIES or IMAGE");
        };
        if (model == InformationModel.STUDY_ROOT && level == Level.COMPONENT) {
            throw refused(value, "STUDY, SERIES or IMAGE in the Study Root model");
        }
        if (model == InformationModel.PATIENT_STUDY_ONLY && level.compareTo(Level.STUDY) > 0) {
            throw refused(value, "PATIENT or STUDY in the Patient/Study Only model");
        }
        return level;
    }

    private static ServiceException refused(String found, String expected) {
        return new ServiceException(
                Status.DATASET_DOES_NOT_MATCH_SOP_CLASS, "Level '" + found + "', expected " + expected);
    }
}
