package org.diconde4j.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.render.Window;
import org.diconde4j.storage.Cursor;
import org.diconde4j.web.http.Acceptable;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.QueryParameters;
import org.jspecify.annotations.Nullable;

/** One object by a URI that has all in its query (PS3.18 9, WADO-URI). */
final class WadoUri {
    private static final int MOST = 16_384;

    private final Retrieve retrieve;
    private final Rendered rendered;

    WadoUri(Retrieve retrieve, Rendered rendered) {
        this.retrieve = retrieve;
        this.rendered = rendered;
    }

    void answer(Call call) throws IOException {
        QueryParameters parameters = call.parameters();
        if (!"WADO".equals(parameters.one("requestType"))) {
            throw HttpProblem.badRequest("expected requestType=WADO, found " + parameters.one("requestType"));
        }
        if ("yes".equals(parameters.one("anonymize"))) {
            throw new HttpProblem(501, "objects are given as they are: anonymize=yes is not supported");
        }
        Resource resource = new Resource(
                uid(parameters, "studyUID"), uid(parameters, "seriesUID"), uid(parameters, "objectUID"), List.of());
        Dataset attributes = attributes(call, resource);
        String type = type(call, attributes.contains(Tag.Rows), attributes.integer(Tag.NumberOfFrames, 1) > 1);
        if (type.equals(Payload.DICOM)) {
            String syntax = parameters.one("transferSyntax");
            retrieve.answer(
                    call, resource, new Payload(false, List.of(syntax == null ? UID.ExplicitVRLittleEndian : syntax)));
            return;
        }
        String frame = parameters.one("frameNumber");
        String state = parameters.one("presentationUID");
        Resource presentation = state == null
                ? null
                : new Resource(
                        resource.study(),
                        uid(parameters, "presentationSeriesUID"),
                        uid(parameters, "presentationUID"),
                        List.of());
        rendered.picture(
                call,
                resource,
                presentation,
                frame == null ? null : Frame.numbers(frame),
                look(parameters, attributes),
                new PictureForm(false, type));
    }

    private static String uid(QueryParameters parameters, String name) {
        String uid = parameters.one(name);
        if (uid == null || !uid.matches("[0-9A-Za-z._-]{1,64}")) {
            throw HttpProblem.badRequest("expected a UID as " + name + ", found " + (uid == null ? "none" : uid));
        }
        return uid;
    }

    private static Dataset attributes(Call call, Resource resource) {
        try (Cursor<Dataset> found =
                call.archive().retrieve(resource.selection()).metadata()) {
            if (!found.hasNext()) {
                throw resource.missing();
            }
            return found.next();
        }
    }

    /** The media type: what is asked for first of what there is, and without, what PS3.18 9.1.2.2.1 says for the kind of object. */
    private static String type(Call call, boolean isImage, boolean hasFrames) {
        List<String> asked = call.parameters().all("contentType");
        List<String> offered = new ArrayList<>(isImage ? PictureForm.TYPES : List.of());
        offered.add(isImage && !hasFrames ? offered.size() : 0, Payload.DICOM);
        List<Acceptable> all = asked.isEmpty() ? call.acceptable() : Acceptable.of(List.of(), asked);
        for (Acceptable acceptable : all) {
            for (String type : offered) {
                if (!acceptable.multipart() && acceptable.takes(type)) {
                    return type;
                }
            }
        }
        throw new HttpProblem(
                406,
                "expected a contentType of " + String.join(", ", offered) + ", found "
                        + String.join(", ", asked.isEmpty() ? call.exchange.headers("Accept") : asked));
    }

    private static PictureLook look(QueryParameters parameters, Dataset image) {
        Window window = window(parameters);
        long quality = parameters.number("imageQuality", PictureLook.QUALITY);
        if (quality < 1 || quality > 100) {
            throw HttpProblem.badRequest("expected an imageQuality of 1 to 100, found " + quality);
        }
        int rows = size(parameters, "rows");
        int columns = size(parameters, "columns");
        String region = parameters.one("region");
        List<Integer> viewport = null;
        if (region != null) {
            List<Integer> part = region(region, image.integer(Tag.Columns, 1), image.integer(Tag.Rows, 1));
            viewport = new ArrayList<>(List.of(
                    columns > 0 ? columns : rows > 0 ? MOST : part.get(2),
                    rows > 0 ? rows : columns > 0 ? MOST : part.get(3)));
            viewport.addAll(part);
        } else if (rows > 0 || columns > 0) {
            viewport = List.of(columns > 0 ? columns : MOST, rows > 0 ? rows : MOST);
        }
        return new PictureLook(window, viewport, quality);
    }

    private static @Nullable Window window(QueryParameters parameters) {
        String center = parameters.one("windowCenter");
        String width = parameters.one("windowWidth");
        if (center == null && width == null) {
            return null;
        }
        if (center == null || width == null) {
            throw HttpProblem.badRequest("expected both windowCenter and windowWidth, found one of them");
        }
        return PictureLook.window(center + "," + width);
    }

    private static int size(QueryParameters parameters, String name) {
        long size = parameters.number(name, 0);
        if (size > MOST || size == 0 && parameters.one(name) != null) {
            throw HttpProblem.badRequest("expected 1 to " + MOST + " " + name + ", found " + size);
        }
        return (int) size;
    }

    /** Left, top, right and bottom as fractions of the image (PS3.18 9.1.2.2.7), to pixels: left, top, width, height. */
    private static List<Integer> region(String text, int columns, int rows) {
        String[] parts = text.split(",", -1);
        double[] sides = new double[4];
        for (int i = 0; i < sides.length && parts.length == sides.length; i++) {
            sides[i] = parts[i].trim().matches("[0-9]{0,2}(\\.[0-9]{0,12})?")
                            && !parts[i].isBlank()
                            && !parts[i].trim().equals(".")
                    ? Double.parseDouble(parts[i].trim())
                    : Double.NaN;
        }
        boolean sound = parts.length == 4
                && 0 <= sides[0]
                && sides[0] < sides[2]
                && sides[2] <= 1
                && 0 <= sides[1]
                && sides[1] < sides[3]
                && sides[3] <= 1;
        if (!sound) {
            throw HttpProblem.badRequest(
                    "expected region=LEFT,TOP,RIGHT,BOTTOM of fractions from 0.0 to 1.0, found \"" + text + "\"");
        }
        int left = (int) Math.min(columns - 1L, (long) (sides[0] * columns));
        int top = (int) Math.min(rows - 1L, (long) (sides[1] * rows));
        int width = (int) Math.max(1, Math.round(sides[2] * columns) - left);
        int height = (int) Math.max(1, Math.round(sides[3] * rows) - top);
        return List.of(left, top, width, height);
    }
}
