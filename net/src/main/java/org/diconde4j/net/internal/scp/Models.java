package org.diconde4j.net.internal.scp;

import java.util.function.Function;
import org.diconde4j.net.service.InformationModel;
import org.jspecify.annotations.Nullable;

/** The information model of an abstract syntax. */
final class Models {
    private Models() {}

    static @Nullable InformationModel move(String uid) {
        return by(uid, InformationModel::moveUid);
    }

    static @Nullable InformationModel get(String uid) {
        return by(uid, InformationModel::getUid);
    }

    private static @Nullable InformationModel by(String uid, Function<InformationModel, String> of) {
        for (InformationModel model : InformationModel.values()) {
            if (of.apply(model).equals(uid)) {
                return model;
            }
        }
        return null;
    }
}
