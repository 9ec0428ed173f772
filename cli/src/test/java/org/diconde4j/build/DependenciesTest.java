package org.diconde4j.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each dependency has one line in docs/dependencies.md that says why it is there. */
class DependenciesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w.-]+:[\\w.-]+)`([^|]*\\|){4}$");

    private final Reactor reactor = new Reactor();

    @Test
    void whatever_a_pom_names_stands_in_the_table() throws IOException {
        assertThat(listed()).containsAll(used());
    }

    @Test
    void whatever_stands_in_the_table_is_named_by_a_pom() throws IOException {
        assertThat(used()).containsAll(listed());
    }

    private Set<String> listed() throws IOException {
        Set<String> listed = new TreeSet<>();
        Matcher row = ROW.matcher(Files.readString(reactor.root.resolve("docs/dependencies.md")));
        while (row.find()) {
            listed.add(row.group(1));
        }
        return listed;
    }

    private Set<String> used() {
        Set<String> used = new TreeSet<>();
        reactor.tools("").forEach(tool -> used.add(tool.coordinates()));
        for (String module : reactor.modules()) {
            reactor.tools(module).forEach(tool -> used.add(tool.coordinates()));
            reactor.dependencies(module).forEach(dependency -> used.add(dependency.coordinates()));
        }
        used.removeIf(coordinates -> coordinates.startsWith("org.diconde4j:"));
        return used;
    }
}
