package org.diconde4j.nde;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/**
 * Builds an object that encapsulates a document (PS3.3 C.24) or a model of the component's shape (PS3.3 C.35). Not
 * thread-safe.
 */
public final class DocumentBuilder extends ObjectBuilder<DocumentBuilder> {
    DocumentBuilder(Kind kind, byte[] document) {
        super(kind);
        given.setBytes(Tag.EncapsulatedDocument, VR.OB, document)
                .setLongs(Tag.EncapsulatedDocumentLength, VR.UL, document.length);
    }

    /**
     * Sets the Document Title (0042,0010).
     *
     * @param title for people
     * @return this builder
     */
    public DocumentBuilder title(String title) {
        return set(Tag.DocumentTitle, title);
    }

    /**
     * Says in which unit a model has its coordinates (Measurement Units Code Sequence (0040,08EA)); the formats do not.
     *
     * @param ucum the unit as a UCUM code, such as {@code mm}
     * @return this builder
     */
    public DocumentBuilder unit(String ucum) {
        given.setItems(Tag.MeasurementUnitsCodeSequence, NdeObject.code(ucum, "UCUM", ucum));
        return this;
    }

    @Override
    void complete(Dataset.Builder dataset, Dataset attributes) {
        if (!kind.isModel()) {
            return;
        }
        needsEquipment(attributes);
        if (kind == Kind.MTL) { // colours have no coordinates
            return;
        }
        if (!attributes.contains(Tag.MeasurementUnitsCodeSequence)) {
            throw new IllegalStateException("a model needs the unit of its coordinates: call unit(…) before build()");
        }
        if (!attributes.contains(Tag.FrameOfReferenceUID)) { // models of a series share it
            dataset.set(Tag.FrameOfReferenceUID, Uids.named(attributes.string(Tag.SeriesInstanceUID, "")));
        }
    }
}
