package org.diconde4j.codec;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.Transcoder;

/** Files of one frame that go to and fro between us and programs of others, each under a new name in a folder. */
public final class PeerFiles {
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final Path folder;
    private int files;

    /** Begins with an empty folder. */
    public PeerFiles(Path folder) {
        this.folder = folder;
    }

    /** A name that is free. */
    public Path next() {
        return folder.resolve(++files + ".dcm");
    }

    /** Writes a frame uncompressed. */
    public Path uncompressed(TestFrame frame) throws IOException {
        Path file = next();
        frame.write(file);
        return file;
    }

    /** Lets us encode or decode a file, with a loss if that is how it is. */
    public Path ours(Path file, String syntax, EncodeOptions options) throws IOException {
        Path target = next();
        Transcoder.to(TransferSyntax.of(syntax))
                .withEncoding(options)
                .withLossy()
                .transcode(file, target);
        return target;
    }

    /** Lets a program do it: {@code PROGRAM OPTIONS IN OUT}. */
    public Path peer(Path program, Path file, Object... options) {
        Path target = next();
        Object[] command = new Object[options.length + 3];
        command[0] = program;
        System.arraycopy(options, 0, command, 1, options.length);
        command[options.length + 1] = file;
        command[options.length + 2] = target;
        Peers.run(WAIT, command).succeeded();
        return target;
    }
}
