package org.diconde4j.nde;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/** Builds an object that encapsulates a document (PS3.3 C.24). Not thread-safe. */
public final class DocumentBuilder extends ObjectBuilder<DocumentBuilder> {
    DocumentBuilder(NdeObject.Kind kind, byte[] document) {
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

    @Override
    void complete(Dataset.Builder dataset, Dataset attributes) {}
}
