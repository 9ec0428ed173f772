package org.diconde4j.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.socket.JettySocket;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;

/** Mounts {@link DicomWeb} in Jetty. */
final class JettyHandler extends Handler.Abstract {
    private final DicomWeb web;
    private final Operations operations;
    private final String mount;
    private final boolean onlyHere;
    private final SlowClients slow;

    /**
     * A handler.
     *
     * @param onlyHere whether requests must name this host, or the public one, as nobody is asked who they are
     */
    JettyHandler(DicomWeb web, Operations operations, String mount, boolean onlyHere, SlowClients slow) {
        this.web = web;
        this.operations = operations;
        this.mount = mount;
        this.onlyHere = onlyHere;
        this.slow = slow;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = String.valueOf(request.getHttpURI().getPath());
        boolean mounted = path.equals(mount) || path.startsWith(mount + "/");
        if (!mounted && !operations.answers(path)) {
            return false;
        }
        String host = request.getHttpURI().getHost();
        if (onlyHere && !isHere(host) && !web.isPublicHost(host)) {
            // A page of a stranger whose name leads here would otherwise read with the rights of whoever looks at it.
            Response.writeError(request, response, callback, 421, "expected a name of this host, such as localhost");
            return true;
        }
        EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
        Throwable why = new TimeoutException("the client is too slow");
        Upgrade upgrade = new Upgrade(request, response, callback);
        try (SlowClients.Watch watch = slow.watch(() -> end.close(why))) {
            if (mounted) {
                web.handle(new Exchange(request, response, path.substring(mount.length()), mount, watch, upgrade));
            } else {
                operations.handle(new Exchange(request, response, path, "", watch, upgrade));
            }
            if (!upgrade.isDone()) {
                callback.succeeded();
            }
        } catch (IOException e) {
            callback.failed(new QuietException.RuntimeException(e)); // the client is gone, which is nobody's fault here
        } catch (RuntimeException e) {
            callback.failed(e);
        }
        return true;
    }

    private static boolean isHere(@Nullable String host) {
        return host != null
                && (host.equals("localhost")
                        || host.startsWith("127.") && host.matches("[0-9.]+")
                        || host.equals("[::1]"));
    }

    /** Jetty's request and response. */
    private record Exchange(
            Request request, Response response, String path, String mount, SlowClients.Watch watch, Upgrade upgrade)
            implements WebExchange {
        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public @Nullable String query() {
            return request.getHttpURI().getQuery();
        }

        @Override
        public List<String> headers(String name) {
            return request.getHeaders().getValuesList(name);
        }

        @Override
        public String base() {
            return request.getHttpURI().getScheme() + "://"
                    + request.getHttpURI().getAuthority() + mount;
        }

        @Override
        public String client() {
            return Request.getRemoteAddr(request);
        }

        @Override
        public InputStream body() {
            return WatchedStreams.in(Content.Source.asInputStream(request), watch);
        }

        @Override
        public boolean upgrade(Function<Consumer<String>, AutoCloseable> opened) {
            return upgrade.to(opened);
        }

        @Override
        public OutputStream answer(int status, Map<String, String> headers) throws IOException {
            response.setStatus(status);
            headers.forEach((name, value) -> response.getHeaders().put(name, value));
            if (method().equals("HEAD")) {
                if (!headers.containsKey("Content-Length")) {
                    // else the server, which sees no body, says that the answer to GET had none (RFC 9110 8.6)
                    Content.Sink.asOutputStream(response).flush();
                }
                return OutputStream.nullOutputStream();
            }
            if (status == 204) {
                response.getHeaders().remove(HttpHeader.CONTENT_TYPE);
            }
            return WatchedStreams.out(request, response, watch);
        }
    }

    /** Makes a WebSocket of a request, which then has no other answer. */
    private static final class Upgrade {
        private static final int MOST_SOCKETS = 1000; // each costs a connection and little else

        private final Request request;
        private final Response response;
        private final Callback callback;
        private boolean done;

        Upgrade(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        boolean isDone() {
            return done;
        }

        boolean to(Function<Consumer<String>, AutoCloseable> opened) {
            ServerWebSocketContainer container = ServerWebSocketContainer.get(request.getContext());
            if (container == null) {
                return false;
            }
            if (container.getOpenSessions().size() >= MOST_SOCKETS) {
                throw new HttpProblem(503, "there are " + MOST_SOCKETS + " WebSockets already; try again later");
            }
            JettySocket[] socket = new JettySocket[1];
            try {
                done = container.upgrade(
                        (asked, answered, failed) -> socket[0] = new JettySocket(opened), request, response, callback);
            } finally {
                if (!done && socket[0] != null) {
                    socket[0].end();
                }
            }
            return done;
        }
    }
}
