package org.diconde4j.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The source tree that this test runs in: its modules and what their POMs say. */
final class Reactor {
    /** A dependency, plugin or annotation processor as a POM names it. */
    record Artifact(String module, String groupId, String artifactId, String scope) {
        String coordinates() {
            return groupId + ":" + artifactId;
        }
    }

    final Path root;

    Reactor() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(directory.resolve("cli/pom.xml"))) {
            directory = directory.getParent();
            assertThat(directory).as("the root of the source tree").isNotNull();
        }
        root = directory;
    }

    List<String> modules() {
        List<String> modules = new ArrayList<>();
        for (Element modulesElement : children(pom(root).getDocumentElement(), "modules")) {
            for (Element module : children(modulesElement, "module")) {
                modules.add(module.getTextContent().strip());
            }
        }
        return modules;
    }

    /** The direct dependencies of a module; what a POM only manages is not among them. */
    List<Artifact> dependencies(String module) {
        List<Artifact> found = new ArrayList<>();
        for (Element list : children(pom(root.resolve(module)).getDocumentElement(), "dependencies")) {
            for (Element dependency : children(list, "dependency")) {
                found.add(artifact(module, dependency));
            }
        }
        return found;
    }

    /** Build plugins and annotation processors, from the root POM ({@code ""}) or a module's. */
    List<Artifact> tools(String module) {
        List<Artifact> found = new ArrayList<>();
        Document pom = pom(root.resolve(module));
        for (String name : List.of("plugin", "path")) {
            var elements = pom.getElementsByTagName(name);
            for (int i = 0; i < elements.getLength(); i++) {
                found.add(artifact(module, (Element) elements.item(i)));
            }
        }
        return found;
    }

    private static Artifact artifact(String module, Element element) {
        return new Artifact(
                module,
                text(element, "groupId", "org.apache.maven.plugins"),
                text(element, "artifactId", ""),
                text(element, "scope", "compile"));
    }

    private static Document pom(Path directory) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(directory.resolve("pom.xml").toFile());
        } catch (Exception e) {
            throw new AssertionError("Cannot read " + directory.resolve("pom.xml"), e);
        }
    }

    private static String text(Element parent, String name, String orElse) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? orElse : found.get(0).getTextContent().strip();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
