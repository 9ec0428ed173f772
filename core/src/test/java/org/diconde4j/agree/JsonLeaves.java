package org.diconde4j.agree;

import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** The leaves of a DICOM JSON Model (PS3.18 F.2), read without our own reader. */
final class JsonLeaves {
    private static final List<String> GROUPS = List.of("Alphabetic", "Ideographic", "Phonetic");

    private final JsonParser json;
    private final Leaves leaves = new Leaves();

    private JsonLeaves(JsonParser json) {
        this.json = json;
    }

    static Leaves of(String text) {
        JsonFactory factory = JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // which Python writes
                .build();
        try (JsonParser json = factory.createParser(ObjectReadContext.empty(), text)) {
            JsonLeaves reader = new JsonLeaves(json);
            json.nextToken();
            reader.dataset("");
            return reader.leaves;
        }
    }

    private void dataset(String path) {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String at = path + json.currentName();
            json.nextToken();
            String vr = "";
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "vr" -> {
                        vr = json.getString();
                        leaves.vr(at, vr);
                    }
                    case "InlineBinary" -> leaves.bytes(at, Leaves.base64(json.getString()));
                    case "BulkDataURI" -> leaves.put(at + "/uri", json.getString());
                    default -> values(at, vr);
                }
            }
        }
    }

    private void values(String at, String vr) {
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                leaves.value(at, i, vr, "");
            } else if (json.currentToken() != JsonToken.START_OBJECT) {
                leaves.value(at, i, vr, json.getString());
            } else if (vr.equals("SQ")) {
                leaves.put(at + "/" + i, "item");
                dataset(at + "/" + i + "/");
            } else {
                leaves.value(at, i, vr, name());
            }
        }
    }

    private String name() {
        String[] groups = {"", "", ""};
        while (json.nextToken() != JsonToken.END_OBJECT) {
            int group = GROUPS.indexOf(json.currentName());
            json.nextToken();
            groups[group] = json.getString();
        }
        return String.join("=", groups);
    }
}
