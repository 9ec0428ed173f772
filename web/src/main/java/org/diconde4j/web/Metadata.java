package org.diconde4j.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Retrieval;
import org.diconde4j.data.Element;
import org.diconde4j.io.BulkUris;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.web.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/** All attributes of instances, bulk values as URIs (PS3.18 10.4.1.1.2). */
final class Metadata {
    private final Archive archive;

    Metadata(Archive archive) {
        this.archive = archive;
    }

    void answer(Call call, Resource resource) throws IOException {
        Models models = Models.wanted(call, "metadata");
        Retrieval retrieval = archive.retrieve(resource.selection());
        try (Cursor<InstanceRef> instances = retrieval.instances()) {
            if (!instances.hasNext()) {
                throw HttpProblem.notFound("there is no " + resource.words());
            }
            InstanceBulk bulk = new InstanceBulk(call.exchange.base());
            try (OutputStream out = call.answer(200, models.contentType());
                    Models.Writer writer = models.begin(out, bulk)) {
                while (instances.hasNext()) {
                    InstanceRef instance = instances.next();
                    bulk.instance = instance;
                    writer.add(retrieval.read(instance).dataset());
                }
            }
        }
    }

    /** The URIs of bulk values of the instance that is being written. */
    private static final class InstanceBulk implements BulkUris {
        private final String base;
        private @Nullable InstanceRef instance;

        InstanceBulk(String base) {
            this.base = base;
        }

        @Override
        public @Nullable String uri(List<Integer> path, Element element) {
            InstanceRef of = Objects.requireNonNull(instance);
            String url = Resource.url(base, of.studyUid(), of.seriesUid(), of.sopInstanceUid());
            return BulkPaths.below(url).uri(path, element);
        }
    }
}
