package org.diconde4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Stands between a node and its S3 service, and kills the node when it is about to write a receipt, if it is told to. */
final class Relay implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int to;
    private volatile Process toKill;

    Relay(int to) throws IOException {
        this.to = to;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on: the bytes of an object arrive, its receipt never does. */
    void killBeforeReceipt(Process node) {
        toKill = node;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                try {
                    Socket service = new Socket(InetAddress.getLoopbackAddress(), to);
                    start(() -> pass(client, service, true));
                    start(() -> pass(service, client, false));
                } catch (IOException e) { // the service is away
                    client.close();
                }
            } catch (IOException e) {
                // the next one
            }
        }
    }

    private void pass(Socket from, Socket target, boolean requests) {
        try (from;
                target;
                InputStream in = from.getInputStream();
                OutputStream out = target.getOutputStream()) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                Process node = toKill;
                if (requests && node != null && isReceipt(new String(buffer, 0, n, StandardCharsets.ISO_8859_1))) {
                    node.destroyForcibly();
                    return;
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // either has gone
        }
    }

    private static boolean isReceipt(String request) {
        int end = request.indexOf('\r');
        return request.startsWith("PUT ")
                && end > 0
                && request.substring(0, end).contains("/receipts/");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
