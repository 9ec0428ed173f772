package org.diconde4j.net.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Orthanc, running on free ports with an archive of its own in a folder of the test, and told what to do through its REST
 * interface. It answers every DIMSE service that it has to anybody; whom it asks must be made known by {@link #modality}.
 *
 * <p>Thread-safe.
 */
public final class Orthanc implements AutoCloseable {
    /** The title that it answers by and calls itself. */
    public static final String TITLE = "ORTHANC";

    private static final Pattern ID = Pattern.compile("\"ID\" : \"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final PeerServer server;
    private final int dicomPort;
    private final int httpPort;

    private Orthanc(PeerServer server, int dicomPort, int httpPort) {
        this.server = server;
        this.dicomPort = dicomPort;
        this.httpPort = httpPort;
    }

    /**
     * Starts it, plain.
     *
     * @param folder an existing folder, for its archive, its configuration and its log
     * @return the running server; does not return if it is not installed: the test is skipped or fails, see {@link Peers}
     */
    public static Orthanc start(Path folder) {
        return start(folder, Map.of());
    }

    /**
     * Starts it.
     *
     * @param folder an existing folder, for its archive, its configuration and its log
     * @param options what else its configuration says: names and JSON values, as in {@code "DicomTlsEnabled", "true"}
     * @return the running server; does not return if it is not installed: the test is skipped or fails, see {@link Peers}
     */
    public static Orthanc start(Path folder, Map<String, String> options) {
        return start(Peers.orthanc(), folder, options);
    }

    /**
     * Starts one that is not looked for.
     *
     * @param program its path
     * @param folder an existing folder, for its archive, its configuration and its log
     * @param options what else its configuration says: names and JSON values
     * @return the running server
     */
    public static Orthanc start(Path program, Path folder, Map<String, String> options) {
        int dicomPort = PeerServer.freePort();
        int httpPort = PeerServer.freePort();
        Map<String, String> all =
                new TreeMap<>(Map.of("DicomAet", quoted(TITLE), "Plugins", "[]", "KeepAlive", "false"));
        for (String allowed : List.of("Echo", "Store", "Find", "Get", "Move", "FindWorklist")) {
            all.put("DicomAlwaysAllow" + allowed, "true");
        }
        all.put("UnknownSopClassAccepted", "true");
        all.put("RemoteAccessAllowed", "false");
        all.put("AuthenticationEnabled", "false");
        all.put("StorageDirectory", quoted(folder.resolve("archive")));
        all.put("IndexDirectory", quoted(folder.resolve("archive")));
        all.put("DicomPort", String.valueOf(dicomPort));
        all.put("HttpPort", String.valueOf(httpPort));
        all.putAll(options);
        Path configuration = folder.resolve("orthanc.json");
        try {
            Files.writeString(
                    configuration,
                    all.entrySet().stream()
                            .map(option -> quoted(option.getKey()) + ": " + option.getValue())
                            .collect(Collectors.joining(",\n", "{", "}")));
        } catch (IOException e) {
            throw new AssertionError("cannot write " + configuration + ": " + e.getMessage(), e);
        }
        // the HTTP server is the last that it starts
        return new Orthanc(PeerServer.start(folder, httpPort, program, configuration), dicomPort, httpPort);
    }

    private static String quoted(Object text) {
        return "\"" + text + "\"";
    }

    /**
     * Where it listens for DIMSE.
     *
     * @return the port
     */
    public int dicomPort() {
        return dicomPort;
    }

    /**
     * Where it listens for HTTP.
     *
     * @return the port
     */
    public int httpPort() {
        return httpPort;
    }

    /**
     * The options that let it answer DICOMweb below {@code /dicom-web}.
     *
     * @param plugin the plugin's library, as Debian's {@code orthanc-dicomweb} has it
     * @return options to start it with
     */
    public static Map<String, String> dicomWeb(Path plugin) {
        return Map.of(
                "Plugins", "[" + quoted(plugin) + "]", "DicomWeb", "{\"Enable\": true, \"Root\": \"/dicom-web/\"}");
    }

    /**
     * Makes somebody known whom it may then ask.
     *
     * @param name what its REST interface calls the peer
     * @param aeTitle the peer's title
     * @param port the peer's port on this host
     * @param tls whether it is to speak TLS to the peer
     */
    public void modality(String name, String aeTitle, int port, boolean tls) {
        send("PUT", "/modalities/" + name, """
                {"AET": "%s", "Host": "127.0.0.1", "Port": %d, "UseDicomTls": %b, "AllowStorageCommitment": true}
                """.formatted(aeTitle, port, tls));
    }

    /**
     * Asks its REST interface.
     *
     * @param path a path with its leading slash
     * @return the answer's body
     * @throws AssertionError if the answer is not a success
     */
    public String get(String path) {
        return send("GET", path, "");
    }

    /**
     * Tells its REST interface to do something, and waits until it is done.
     *
     * @param path a path with its leading slash
     * @param body usually JSON
     * @return the answer's body
     * @throws AssertionError if the answer is not a success
     */
    public String post(String path, String body) {
        return send("POST", path, body);
    }

    /**
     * Puts a file into its archive, without any DIMSE.
     *
     * @param file a Part 10 file
     * @return what its REST interface calls the instance
     */
    public String upload(Path file) {
        try {
            byte[] answer = send("POST", "/instances", BodyPublishers.ofByteArray(Files.readAllBytes(file)));
            return id(new String(answer, UTF_8));
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Takes a file out of its archive, without any DIMSE.
     *
     * @param sopInstanceUid which instance
     * @return a Part 10 file
     * @throws AssertionError if it does not have it
     */
    public byte[] download(String sopInstanceUid) {
        String found = post("/tools/lookup", sopInstanceUid);
        return send("GET", "/instances/" + id(found) + "/file", BodyPublishers.noBody());
    }

    private static String id(String answer) {
        Matcher id = ID.matcher(answer);
        if (!id.find()) {
            throw new AssertionError("Orthanc answered without an ID: " + answer);
        }
        return id.group(1);
    }

    private String send(String method, String path, String body) {
        return new String(send(method, path, BodyPublishers.ofString(body)), UTF_8);
    }

    private byte[] send(String method, String path, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body)
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError(method + " " + path + " was answered with " + answer.statusCode() + ": "
                        + new String(answer.body(), UTF_8) + "\nOrthanc said:\n" + log());
            }
            return answer.body();
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " failed: " + e + "\nOrthanc said:\n" + log(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for Orthanc", e);
        }
    }

    /**
     * What it has said so far.
     *
     * @return its log
     */
    public String log() {
        return server.log();
    }

    /** Ends it. */
    @Override
    public void close() {
        server.close();
    }
}
