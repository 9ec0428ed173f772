package org.diconde4j.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.diconde4j.archive.Retrieval;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.BulkUris;
import org.diconde4j.storage.Cursor;
import org.jspecify.annotations.Nullable;

/** All attributes of instances, bulk values as URIs (PS3.18 10.4.1.1.2), told by the index: no object is opened. */
final class Metadata {
    void answer(Call call, Resource resource) throws IOException {
        Models models = Models.wanted(call, "metadata");
        Retrieval retrieval = call.archive().retrieve(resource.selection());
        try (Cursor<Dataset> instances = retrieval.metadata()) {
            if (!instances.hasNext()) {
                throw resource.missing();
            }
            if (call.has(Version.weak(call, retrieval, "metadata " + models.type()))) {
                return;
            }
            InstanceBulk bulk = new InstanceBulk();
            try (OutputStream out = call.answer(200, models.contentType());
                    Models.Writer writer = models.begin(out, bulk)) {
                while (instances.hasNext()) {
                    Dataset instance = instances.next();
                    bulk.uris = BulkPaths.below(Resource.url(
                            call.exchange.base(),
                            instance.string(Tag.StudyInstanceUID, ""),
                            instance.string(Tag.SeriesInstanceUID, ""),
                            instance.string(Tag.SOPInstanceUID, "")));
                    writer.add(instance);
                }
            }
        }
    }

    /** The URIs of bulk values of the instance that is being written. */
    private static final class InstanceBulk implements BulkUris {
        private BulkUris uris = (path, element) -> null;

        @Override
        public @Nullable String uri(List<Integer> path, Element element) {
            return uris.uri(path, element);
        }
    }
}
