package org.diconde4j.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/**
 * Runs last of all, after every module's tests, and says which of them were left out and why. A reason that starts with
 * "does not apply", such as a part of a contract that a provider need not fulfil, is no gap.
 */
class LeftOutTest {
    @Test
    void what_was_left_out_is_said_and_nothing_is_when_every_peer_is_required() throws Exception {
        Map<String, Integer> testsByReason = new TreeMap<>();
        for (Path report : reports()) {
            var skipped = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("skipped");
            for (int i = 0; i < skipped.getLength(); i++) {
                String reason = reason((Element) skipped.item(i));
                if (!reason.startsWith("does not apply")) {
                    testsByReason.merge(reason, 1, Integer::sum);
                }
            }
        }

        testsByReason.forEach((reason, tests) ->
                System.out.println("LEFT OUT: " + tests + (tests == 1 ? " test: " : " tests: ") + reason));
        if ("required".equals(System.getProperty("diconde4j.peers"))) {
            assertThat(testsByReason)
                    .as("skipped tests, though every peer is required")
                    .isEmpty();
        } else if (testsByReason.isEmpty()) {
            System.out.println("LEFT OUT: nothing, every peer is installed");
        }
    }

    /** An annotation's reason is an attribute; an assumption's is the exception's first line. */
    private static String reason(Element skipped) {
        String reason = skipped.getAttribute("message") + "\n" + skipped.getTextContent();
        return reason.strip()
                .lines()
                .findFirst()
                .map(line -> line.replaceFirst("^[\\w.]+Exception: ", "").replaceFirst("^Assumption failed: ", ""))
                .orElse("no reason given");
    }

    private static List<Path> reports() throws IOException {
        Reactor reactor = new Reactor();
        List<Path> reports = new ArrayList<>();
        for (String module : reactor.modules()) {
            Path directory = reactor.root.resolve(module).resolve("target/surefire-reports");
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.list(directory)) {
                    files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                            .forEach(reports::add);
                }
            }
        }
        return reports;
    }
}
