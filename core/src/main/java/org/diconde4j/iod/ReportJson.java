package org.diconde4j.iod;

import java.io.StringWriter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** Reports as JSON. */
final class ReportJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ReportJson() {}

    static String of(IodReport report, String file) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            if (!file.isEmpty()) {
                json.writeStringProperty("file", file);
            }
            json.writeStringProperty("sopClassUid", report.sopClassUid());
            json.writeStringProperty("iod", report.iod());
            json.writeBooleanProperty("valid", report.isValid());
            json.writeArrayPropertyStart("findings");
            report.findings().forEach(finding -> write(finding, json));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(Finding finding, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("rule", finding.rule().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("module", finding.module());
        json.writeStringProperty("path", finding.path());
        json.writeStringProperty("tag", finding.tag() == 0 ? "" : String.format(Locale.ROOT, "%08X", finding.tag()));
        json.writeStringProperty("keyword", finding.keyword());
        json.writeStringProperty("dicondeName", finding.dicondeName());
        json.writeStringProperty("type", finding.type());
        json.writeStringProperty("text", finding.text());
        json.writeStringProperty("paragraph", finding.paragraph());
        json.writeNumberProperty("occurrences", finding.occurrences());
        json.writeEndObject();
    }
}
