package org.diconde4j.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program of others that brings files from one transfer syntax into another. What it takes to start, read and write is
 * measured by letting it copy the native file, and taken off.
 *
 * @param encode the command that encodes, without its files; null if the peer cannot
 * @param decode the command that decodes
 * @param copy the command that copies a native file
 */
record CodecPeer(@Nullable List<String> encode, List<String> decode, List<String> copy) {
    /** Prints the seconds of processor time that a command took, in user and kernel mode. */
    private static final String TIMED = "TIMEFORMAT='%U %S'; time \"$@\" > /dev/null 2> /dev/null";

    static CodecPeer dcmtk(@Nullable String encode, String decode) {
        return new CodecPeer(encode == null ? null : words(encode), words(decode), words("dcmconv +te"));
    }

    static CodecPeer gdcm(@Nullable String encode) {
        return new CodecPeer(encode == null ? null : words(encode), words("gdcmconv --raw"), words("gdcmconv --raw"));
    }

    private static List<String> words(String command) {
        return List.of(command.split(" "));
    }

    boolean isThere() {
        return Stream.of(decode, copy).allMatch(command -> Programs.find(null, command.get(0)) != null);
    }

    /** Seconds of processor time. */
    static double seconds(List<String> command, Path in, Path out) throws IOException, InterruptedException {
        Files.deleteIfExists(out);
        List<String> timed = new ArrayList<>(List.of("bash", "-c", TIMED, "bash"));
        timed.addAll(command);
        timed.add(in.toString());
        timed.add(out.toString());
        Process process = new ProcessBuilder(timed).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || !Files.exists(out)) {
            throw new IOException(String.join(" ", command) + " " + in + " " + out + " failed");
        }
        String[] times = said.strip().split(" ");
        return Double.parseDouble(times[0]) + Double.parseDouble(times[1]);
    }
}
