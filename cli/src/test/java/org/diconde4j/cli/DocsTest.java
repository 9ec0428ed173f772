package org.diconde4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diconde4j.net.tck.PeerServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples of docs/cli.md as they stand, and with them every command on a data directory. */
@Timeout(120)
class DocsTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|[^\\s']+(?:'([^']*)')?");

    @TempDir
    Path temp;

    @Test
    void every_example_does_what_it_says() throws Exception {
        int port = PeerServer.freePort();
        Thread server = null;
        List<String> commands = new ArrayList<>();
        try {
            for (String line : examples()) {
                String[] args = args(line, port);
                commands.add(args[0]);
                if (line.endsWith("&")) {
                    server = serve(args);
                    continue;
                }
                Run run = Run.diconde4j((Object[]) args);
                assertThat(run.code()).as(line + "\n" + run.out() + run.err()).isZero();
                assertThat(run.out()).as(line).isNotBlank().doesNotContain("Nothing matches", "failed=1");
            }
        } finally {
            if (server != null) {
                server.interrupt();
                server.join(Duration.ofSeconds(20).toMillis());
                assertThat(server.isAlive()).isFalse();
            }
        }
        assertThat(commands)
                .contains(
                        "demo", "serve", "import", "find", "export", "quarantine", "send", "commit", "outbox", "verify")
                .contains("reindex", "keys", "correct", "reassign", "delete", "history")
                .contains("describe", "dump", "json", "validate", "dicomdir")
                .contains("xml", "compose", "pixels", "render", "reslice", "transcode", "worklist")
                .contains("echo", "query", "get", "move");
    }

    private Thread serve(String[] args) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, UTF_8);
        Thread server = new Thread(() -> Main.run(new Terminal(stream, stream, false), args));
        server.start();
        while (!out.toString(UTF_8).contains("READY") && server.isAlive()) {
            Thread.sleep(20);
        }
        assertThat(out.toString(UTF_8))
                .startsWith("READY dimse=127.0.0.1:")
                .endsWith(" aet=DICONDE4J" + System.lineSeparator());
        return server;
    }

    private static List<String> examples() throws IOException {
        List<String> lines = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(root().resolve("docs/cli.md")));
        while (block.find()) {
            block.group(1).lines().forEach(lines::add);
        }
        return lines;
    }

    private String[] args(String line, int port) throws IOException {
        assertThat(line).startsWith("./diconde4j ");
        String here = line.substring("./diconde4j ".length())
                .replaceAll(" &$", "")
                .replace("playground", temp.resolve("playground").toString())
                .replace("README.md", root().resolve("README.md").toString())
                .replaceAll("docs/[a-z]+\\.json", root() + "/$0")
                .replace("11112", String.valueOf(port));
        List<String> args = new ArrayList<>();
        Matcher word = WORD.matcher(here);
        while (word.find()) {
            args.add(word.group().replace("'", ""));
        }
        return args.toArray(String[]::new);
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("docs/cli.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
