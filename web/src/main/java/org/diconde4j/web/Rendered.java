package org.diconde4j.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.archive.Retrieval;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.render.Rendering;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Selection;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.MultipartWriter;
import org.jspecify.annotations.Nullable;

/** Frames as pictures that every browser shows (PS3.18 10.4.1.1.3, 10.4.1.1.4). */
final class Rendered {
    private static final int THUMBNAIL = 256;

    /** The softcopy presentation states (PS3.3 A.33). */
    private static final String STATES = "1.2.840.10008.5.1.4.1.1.11.";

    private final Remembered thumbnails = new Remembered();

    /** What is drawn: an image, and the presentation state that it is to look like. */
    private record Subject(DicomObject image, @Nullable Dataset state, int firstFrame, Version version) {
        Rendering frame(int index) {
            Rendering plain = Rendering.of(image).frame(index);
            return state == null ? plain : plain.state(state);
        }

        int frames() {
            return Math.max(1, image.dataset().integer(Tag.NumberOfFrames, 1));
        }
    }

    /** An instance, or the frames of it that the path names. */
    void picture(Call call, Resource resource, @Nullable String list) throws IOException {
        PictureLook look = PictureLook.wanted(call.parameters());
        int[] named = list == null ? null : Frame.numbers(list);
        PictureForm form = PictureForm.wanted(call, named == null || named.length == 1);
        picture(call, resource, null, named, look, form);
    }

    /**
     * Draws an instance.
     *
     * @param presentation the presentation state that it is to look like, or null
     * @param named numbers of frames from 1 on; null for the first, or for all as parts
     */
    void picture(
            Call call,
            Resource resource,
            @Nullable Resource presentation,
            int @Nullable [] named,
            PictureLook look,
            PictureForm form)
            throws IOException {
        Retrieval retrieval = call.archive().retrieve(resource.selection());
        InstanceRef instance = resource.first(retrieval);
        Subject subject = presentation == null
                ? subject(call, retrieval, instance)
                : subject(call, presentation, retrieval.read(instance), instance);
        if (call.has(subject.version.weak(call, form + " " + look + " " + Arrays.toString(named)))) {
            return;
        }
        if (form.multipart()) {
            List<Integer> wanted = new ArrayList<>();
            for (int i = 0; i < (named == null ? subject.frames() : named.length); i++) {
                wanted.add(named == null ? i : named[i] - 1);
            }
            Parts parts = new Parts(call, form, look);
            for (int frame : wanted) {
                parts.add(subject, instance, frame);
            }
            parts.end();
        } else {
            one(call, form, look.draw(subject.frame(named == null ? subject.firstFrame : named[0] - 1), form.type()));
        }
    }

    /** All frames of all images of a study or series, one after the other. */
    void pictures(Call call, Resource resource) throws IOException {
        PictureLook look = PictureLook.wanted(call.parameters());
        PictureForm form = PictureForm.wanted(call, false);
        Retrieval retrieval = call.archive().retrieve(resource.selection());
        Version version = new Version();
        try (Cursor<InstanceRef> instances = retrieval.instances()) {
            if (!instances.hasNext()) {
                throw resource.missing();
            }
            instances.forEachRemaining(version::add);
        }
        if (call.has(version.weak(call, form + " " + look))) {
            return;
        }
        Parts parts = new Parts(call, form, look);
        try (Cursor<InstanceRef> instances = retrieval.instances()) {
            while (instances.hasNext()) {
                InstanceRef instance = instances.next();
                DicomObject object = retrieval.read(instance);
                if (object.dataset().contains(Tag.Rows)) {
                    Subject subject = new Subject(object, null, 0, version);
                    for (int frame = 0; frame < subject.frames(); frame++) {
                        parts.add(subject, instance, frame);
                    }
                }
            }
        }
        if (!parts.end()) {
            throw HttpProblem.notFound("there is no picture of " + resource.words());
        }
    }

    /** A small picture of the first instance that has one. */
    void thumbnail(Call call, Resource resource, @Nullable String frame) throws IOException {
        PictureLook asked = PictureLook.wanted(call.parameters());
        PictureLook look = asked.viewport() != null
                ? asked
                : new PictureLook(asked.window(), List.of(THUMBNAIL, THUMBNAIL), asked.quality());
        PictureForm form = PictureForm.wanted(call, true);
        int[] named = frame == null ? null : Frame.numbers(frame);
        Retrieval retrieval = call.archive().retrieve(pictured(call, resource).selection());
        InstanceRef instance = resource.first(retrieval);
        String version = Version.strong(call, instance, "thumbnail " + look + form + frame);
        if (call.has(version)) {
            return;
        }
        byte[] picture = thumbnails.get(version);
        if (picture == null) {
            Subject subject = subject(call, retrieval, instance);
            int index = named == null ? subject.firstFrame : named[0] - 1;
            picture = look.draw(subject.frame(index).withoutOverlays(), form.type());
            thumbnails.put(version, picture);
        }
        one(call, form, picture);
    }

    private static void one(Call call, PictureForm form, byte[] picture) throws IOException {
        if (form.multipart()) {
            MultipartWriter parts = new MultipartWriter();
            try (OutputStream out = call.answer(200, parts.contentType(form.type()))) {
                parts.begin(out, Map.of("Content-Type", form.type()));
                out.write(picture);
                parts.end(out);
            }
            return;
        }
        Map<String, String> headers = new LinkedHashMap<>(PictureLook.warnings(call));
        headers.put("Content-Type", form.type());
        call.bytes(
                headers, picture.length, (from, length) -> new ByteArrayInputStream(picture, (int) from, (int) length));
    }

    /** The first instance that has rows, or all of them if none has. */
    private static Resource pictured(Call call, Resource resource) {
        if (resource.instance() != null) {
            return resource;
        }
        try (Cursor<Dataset> instances =
                call.archive().retrieve(resource.selection()).metadata()) {
            while (instances.hasNext()) {
                Dataset instance = instances.next();
                if (instance.contains(Tag.Rows)) {
                    return resource.withInstance(instance.string(Tag.SOPInstanceUID, ""));
                }
            }
        }
        return resource;
    }

    private static Subject subject(Call call, Resource presentation, DicomObject image, InstanceRef instance)
            throws IOException {
        Retrieval states = call.archive().retrieve(presentation.selection());
        InstanceRef state = presentation.first(states);
        Version version = new Version();
        version.add(instance);
        version.add(state);
        return new Subject(image, states.read(state).dataset(), 0, version);
    }

    private static Subject subject(Call call, Retrieval retrieval, InstanceRef instance) throws IOException {
        Version version = new Version();
        version.add(instance);
        DicomObject object = retrieval.read(instance);
        if (!String.valueOf(instance.sopClassUid()).startsWith(STATES)) {
            return new Subject(object, null, 0, version);
        }
        for (Dataset series : object.dataset().items(Tag.ReferencedSeriesSequence)) {
            for (Dataset image : series.items(Tag.ReferencedImageSequence)) {
                Retrieval images =
                        call.archive().retrieve(Selection.instances(image.string(Tag.ReferencedSOPInstanceUID, "")));
                try (Cursor<InstanceRef> found = images.instances()) {
                    if (found.hasNext()) {
                        InstanceRef ref = found.next();
                        version.add(ref);
                        int frame = image.integer(Tag.ReferencedFrameNumber, 1) - 1;
                        return new Subject(images.read(ref), object.dataset(), Math.max(0, frame), version);
                    }
                }
            }
        }
        throw HttpProblem.notFound(
                "none of the images that presentation state " + instance.sopInstanceUid() + " refers to is here");
    }

    /** Pictures one after the other; the first one is drawn before the answer begins, so that what cannot be drawn has a status. */
    private static final class Parts {
        private final Call call;
        private final PictureForm form;
        private final PictureLook look;
        private final MultipartWriter parts = new MultipartWriter();
        private @Nullable OutputStream out;

        Parts(Call call, PictureForm form, PictureLook look) {
            this.call = call;
            this.form = form;
            this.look = look;
        }

        void add(Subject subject, InstanceRef instance, int frame) throws IOException {
            byte[] picture = look.draw(subject.frame(frame), form.type());
            OutputStream to = out;
            if (to == null) {
                Map<String, String> headers = new LinkedHashMap<>(PictureLook.warnings(call));
                headers.put("Content-Type", parts.contentType(form.type()));
                to = call.answer(200, headers);
                out = to;
            }
            parts.begin(
                    to,
                    Map.of(
                            "Content-Type",
                            form.type(),
                            "Content-Location",
                            Resource.url(call.exchange.base(), instance) + "/frames/" + (frame + 1) + "/rendered"));
            to.write(picture);
        }

        /** Ends them; false if there are none. */
        boolean end() throws IOException {
            OutputStream to = out;
            if (to == null) {
                return false;
            }
            parts.end(to);
            return true;
        }
    }
}
