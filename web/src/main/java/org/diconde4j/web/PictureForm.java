package org.diconde4j.web;

import java.util.List;
import org.diconde4j.web.http.Acceptable;

/**
 * How pictures are given (PS3.18 8.7.4).
 *
 * @param multipart whether as parts
 * @param type the media type of each
 */
record PictureForm(boolean multipart, String type) {
    static final String JPEG = "image/jpeg";
    static final String PNG = "image/png";
    static final String GIF = "image/gif";

    /** What a single image can be had as, the usual one first (PS3.18 Table 8.7.4-1). */
    static final List<String> TYPES = List.of(JPEG, PNG, GIF);

    /** What the client takes of one picture, or of several. */
    static PictureForm wanted(Call call, boolean alone) {
        for (Acceptable acceptable : call.acceptable()) {
            for (String type : TYPES) {
                boolean anything = acceptable.type().equals("*/*");
                if (acceptable.takes(type) && (alone || anything || acceptable.multipart())) {
                    return new PictureForm(acceptable.multipart() || !alone, type);
                }
            }
        }
        throw call.notAcceptable((alone ? String.join(", ", TYPES) + " or " : "") + "multipart/related; type=\""
                + String.join("\" or type=\"", TYPES) + "\"");
    }
}
