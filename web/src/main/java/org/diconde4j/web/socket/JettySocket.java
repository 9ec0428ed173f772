package org.diconde4j.web.socket;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket of Jetty. What is to be sent before it is open waits. A client that is silent is asked whether it is still there; one that
 * does not answer, or takes too little, is cut off.
 */
public final class JettySocket extends Session.Listener.AbstractAutoDemanding {
    private static final Logger LOG = LoggerFactory.getLogger(JettySocket.class);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int MOST_WAITING = 1000;
    private static final int MOST_RECEIVED = 1 << 12; // clients have nothing to say here

    private final AutoCloseable source;
    private final Queue<String> early = new ArrayDeque<>(); // these are guarded by this
    private @Nullable Session session;
    private boolean asked;

    /**
     * A WebSocket that is about to be opened.
     *
     * @param opened is given what sends to the client; what it gives is closed when the client is gone
     */
    public JettySocket(Function<Consumer<String>, AutoCloseable> opened) {
        source = opened.apply(this::send);
    }

    private synchronized void send(String text) {
        Session open = session;
        if (open != null) {
            open.sendText(text, Callback.from(() -> {}, why -> open.disconnect()));
        } else if (early.size() < MOST_WAITING) {
            early.add(text);
        }
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        opened.setIdleTimeout(SILENCE);
        opened.setMaxOutgoingFrames(MOST_WAITING);
        opened.setMaxTextMessageSize(MOST_RECEIVED);
        opened.setMaxBinaryMessageSize(MOST_RECEIVED);
        opened.addIdleTimeoutListener(why -> isAsked(opened));
        synchronized (this) {
            session = opened;
            early.forEach(this::send);
            early.clear();
        }
    }

    /** Asks whether the client is still there; true if it was asked before, and has not answered. */
    private synchronized boolean isAsked(Session opened) {
        if (asked) {
            return true;
        }
        asked = true;
        opened.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        return false;
    }

    @Override
    public synchronized void onWebSocketPong(ByteBuffer payload) {
        asked = false;
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.debug("a WebSocket broke", cause);
        end();
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        end();
        callback.succeed();
    }

    /** Ends what sends. */
    public void end() {
        try {
            source.close();
        } catch (Exception e) {
            LOG.warn("what a WebSocket told could not be ended", e);
        }
    }
}
