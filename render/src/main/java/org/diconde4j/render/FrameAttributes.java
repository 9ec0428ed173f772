package org.diconde4j.render;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;

/**
 * Attributes that hold for one frame: those of its functional groups, else of the shared ones, else of the data set itself
 * (PS3.3 C.7.6.16).
 *
 * @param dataset the image
 * @param shared groups of all frames
 * @param own groups of this frame
 */
record FrameAttributes(Dataset dataset, Dataset shared, Dataset own) {
    static FrameAttributes of(Dataset dataset, int frame) {
        List<Dataset> shared = dataset.items(Tag.SharedFunctionalGroupsSequence);
        List<Dataset> own = dataset.items(Tag.PerFrameFunctionalGroupsSequence);
        return new FrameAttributes(
                dataset,
                shared.isEmpty() ? Dataset.empty() : shared.get(0),
                frame < own.size() ? own.get(frame) : Dataset.empty());
    }

    /** The item of a functional group, or the data set where plain objects have the same attributes. */
    Dataset group(int sequence) {
        List<Dataset> items = groups(sequence);
        return items.isEmpty() ? dataset : items.get(0);
    }

    /** All items of a functional group, none if there is no such group. */
    List<Dataset> groups(int sequence) {
        List<Dataset> items = own.items(sequence);
        return items.isEmpty() ? shared.items(sequence) : items;
    }
}
