package org.diconde4j.cli;

import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.data.DicondeException;
import picocli.CommandLine.Command;

/** What this program conforms to. */
@Command(
        name = "conformance",
        header = "Print the DICOM conformance statement (PS3.2) as Markdown.",
        description = {
            "",
            "Starts a server in memory on a free port of this host, with the defaults of serve, and asks it for every SOP class"
                    + " in every transfer syntax. The tables are its answers."
        },
        footer = {"  diconde4j conformance > conformance-statement.md"})
final class ConformanceCommand implements Callable<Integer> {
    private final Terminal terminal;

    ConformanceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        URI memory = URI.create("memory:" + UUID.randomUUID());
        try (Archive archive = Archive.builder().objects(memory).index(memory).open();
                Receiver receiver = archive.receive().port(0).start()) {
            terminal.out().print(new ConformanceStatement(new Negotiation(receiver.port())).text());
            return 0;
        } catch (IOException e) {
            throw new DicondeException("no port can be listened on: " + e.getMessage(), e);
        }
    }
}
