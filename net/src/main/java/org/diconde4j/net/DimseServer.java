package org.diconde4j.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import org.diconde4j.net.internal.scp.Door;
import org.diconde4j.net.internal.scp.Negotiator;
import org.diconde4j.net.internal.scp.Server;
import org.diconde4j.net.internal.scp.ServerConfig;
import org.diconde4j.net.internal.scu.Destination;
import org.diconde4j.net.internal.scu.MoveTarget;
import org.diconde4j.net.service.AssociationListener;
import org.diconde4j.net.service.AssociationPolicy;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.net.service.IdentityVerifier;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.RetrieveHandler;
import org.diconde4j.net.service.StoreHandler;
import org.diconde4j.net.tls.Tls;
import org.jspecify.annotations.Nullable;

/**
 * A DICOM application entity that serves: C-ECHO always, C-STORE, C-FIND, C-MOVE, C-GET and the services with normalized SOP
 * instances where it was given a handler. Every association has a thread of its own. Several servers may live in one JVM.
 */
public final class DimseServer implements AutoCloseable {
    /** The port that is listened on unless told otherwise. */
    public static final int DEFAULT_PORT = 11112;

    /** How many associations may be open at once unless told otherwise. */
    public static final int DEFAULT_MAX_ASSOCIATIONS = 256;

    private final Server server;
    private final String aeTitle;

    private DimseServer(Server server, String aeTitle) {
        this.server = server;
        this.aeTitle = aeTitle;
    }

    /**
     * Begins to describe a server.
     *
     * @return a builder that ends in {@link Builder#start()}
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The title that this server answers by, and calls itself in sub-associations of C-MOVE.
     *
     * @return AE title
     */
    public String aeTitle() {
        return aeTitle;
    }

    /**
     * Where it listens.
     *
     * @return address and port
     */
    public InetSocketAddress address() {
        return server.addresses().get(0);
    }

    /**
     * Where it listens for TLS besides, see {@link Builder#tls(Tls, int)}.
     *
     * @return address and port, null if there is no such port
     */
    public @Nullable InetSocketAddress tlsAddress() {
        return server.addresses().size() > 1 ? server.addresses().get(1) : null;
    }

    /**
     * The port it listens on.
     *
     * @return the port, a free one if 0 was asked for
     */
    public int port() {
        return address().getPort();
    }

    /**
     * How many associations are open.
     *
     * @return the number
     */
    public int associations() {
        return server.associations();
    }

    /**
     * Stops: takes no more associations, ends those that wait for a request, gives those in the middle of one the time to
     * drain, and aborts the rest. Afterwards no thread and no socket is left.
     */
    @Override
    public void close() {
        server.close();
    }

    /** Describes a server. Not thread-safe. */
    public static final class Builder {
        private String aeTitle = "DICONDE4J";
        private boolean requireCalledAeTitle;
        private @Nullable InetAddress bind;
        private int port = DEFAULT_PORT;
        private @Nullable StoreHandler stores;
        private final Map<String, FindHandler> finds = new HashMap<>();
        private final Map<String, NormalizedHandler> services = new HashMap<>();
        private @Nullable RetrieveHandler retrieves;
        private Function<String, @Nullable Peer> destinations = title -> null;
        private @Nullable Function<Peer, AssociationOptions> destinationOptions;
        private AssociationPolicy policy = requestor -> null;
        private @Nullable IdentityVerifier identities;
        private Predicate<String> acceptStorage = Negotiator::isStorage;
        private Predicate<String> acceptTransferSyntax = Negotiator::isStandardTransferSyntax;
        private Function<String, List<String>> preferred = sopClass -> List.of();
        private int maxAssociations = DEFAULT_MAX_ASSOCIATIONS;
        private Duration drain = Duration.ofSeconds(10);
        private @Nullable Executor executor;
        private @Nullable Tls tls;
        private int tlsPort = -1;
        private Timeouts timeouts = Timeouts.DEFAULT;
        private int maxPduLength = AssociationOptions.DEFAULT_MAX_PDU_LENGTH;
        private final List<AssociationListener> listeners = new ArrayList<>();
        private @Nullable Path trace;

        private Builder() {}

        /**
         * The server's title.
         *
         * @param title 1 to 16 characters; default {@code DICONDE4J}
         * @return this
         */
        public Builder aeTitle(String title) {
            if (title.isBlank() || title.length() > 16) {
                throw new IllegalArgumentException("AE title \"" + title + "\", expected 1 to 16 characters");
            }
            aeTitle = title;
            return this;
        }

        /**
         * Whether requestors must call the server by its title. Default false: any called title will do.
         *
         * @param require true to reject the others
         * @return this
         */
        public Builder requireCalledAeTitle(boolean require) {
            requireCalledAeTitle = require;
            return this;
        }

        /**
         * The address to listen on.
         *
         * @param address default is loopback
         * @return this
         */
        public Builder bind(InetAddress address) {
            bind = address;
            return this;
        }

        /**
         * The port to listen on.
         *
         * @param number default 11112; 0 picks a free one
         * @return this
         */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /**
         * Offers C-STORE.
         *
         * @param handler takes the objects
         * @return this
         */
        public Builder stores(StoreHandler handler) {
            stores = handler;
            return this;
        }

        /**
         * Offers C-FIND in the query/retrieve models.
         *
         * @param handler answers the queries
         * @return this
         */
        public Builder finds(FindHandler handler) {
            for (InformationModel model : InformationModel.values()) {
                if (model.isQueried()) {
                    finds.put(model.findUid(), handler);
                }
            }
            return this;
        }

        /**
         * Offers C-FIND in another service, for instance Modality Worklist (PS3.4 K).
         *
         * @param sopClassUid the SOP class that peers negotiate
         * @param handler answers the queries
         * @return this
         */
        public Builder finds(String sopClassUid, FindHandler handler) {
            finds.put(sopClassUid, handler);
            return this;
        }

        /**
         * Offers a service with normalized SOP instances: N-CREATE, N-GET, N-SET, N-ACTION, N-DELETE and, where the peer takes
         * the role of SCP, N-EVENT-REPORT. Where several SOP classes have the same handler, requests in the context of one
         * may name another (PS3.4 CC.2).
         *
         * @param sopClassUid the SOP class that peers negotiate
         * @param handler performs the operations
         * @return this
         */
        public Builder service(String sopClassUid, NormalizedHandler handler) {
            services.put(sopClassUid, handler);
            return this;
        }

        /**
         * Offers C-GET and C-MOVE in the query/retrieve models.
         *
         * @param handler selects the objects
         * @return this
         */
        public Builder retrieves(RetrieveHandler handler) {
            retrieves = handler;
            return this;
        }

        /**
         * Where C-MOVE may send to.
         *
         * @param lookup the peer of a title, or null if it is not known; asked for every C-MOVE, by many threads
         * @return this
         */
        public Builder destinations(Function<String, @Nullable Peer> lookup) {
            destinations = lookup;
            return this;
        }

        /**
         * How associations to the destinations of C-MOVE are opened: TLS, user, timeouts.
         *
         * @param choice the options for a destination; asked for every C-MOVE, by many threads. By default plain, with the
         *     server's timeouts
         * @return this
         */
        public Builder destinationOptions(Function<Peer, AssociationOptions> choice) {
            destinationOptions = choice;
            return this;
        }

        /**
         * Who may open an association.
         *
         * @param check default admits all
         * @return this
         */
        public Builder admits(AssociationPolicy check) {
            policy = check;
            return this;
        }

        /**
         * Who the users are (PS3.7 D.3.3.7). Without this, user identities are passed to the {@link #admits policy} and not
         * confirmed to those who want a positive response.
         *
         * @param verifier asked for every association, also for those whose requestor names no user
         * @return this
         */
        public Builder identities(IdentityVerifier verifier) {
            identities = verifier;
            return this;
        }

        /**
         * Which abstract syntaxes are accepted for C-STORE. A class that is not gets in nevertheless if its requestor names a
         * related general class that is (PS3.7 D.3.3.6), and the standard does not know it as something else.
         *
         * @param test of the SOP class UID; by default every UID that is not a known other service
         * @return this
         */
        public Builder acceptStorage(Predicate<String> test) {
            acceptStorage = test;
            return this;
        }

        /**
         * Which transfer syntaxes are accepted for C-STORE. Of those, one that is {@linkplain #preferTransferSyntaxes preferred}
         * is taken, else the first that the sender lists.
         *
         * @param test of the transfer syntax UID; by default every data set encoding of the standard
         * @return this
         */
        public Builder acceptTransferSyntaxes(Predicate<String> test) {
            acceptTransferSyntax = test;
            return this;
        }

        /**
         * Which transfer syntaxes are taken where a presentation context proposes several. None is preferred by default: the
         * first that the requestor lists is the one that its objects are stored in, most likely.
         *
         * @param bestFirst the preferred ones of a SOP class, those that are accepted for it and proposed count; asked by many
         *     threads
         * @return this
         */
        public Builder preferTransferSyntaxes(Function<String, List<String>> bestFirst) {
            preferred = bestFirst;
            return this;
        }

        /**
         * How many associations may be open at once; more are rejected with "local limit exceeded".
         *
         * @param number default 256
         * @return this
         */
        public Builder maxAssociations(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("at most " + number + " associations, expected 1 or more");
            }
            maxAssociations = number;
            return this;
        }

        /**
         * How long {@link DimseServer#close} waits for operations under way.
         *
         * @param time default 10 seconds; zero aborts at once
         * @return this
         */
        public Builder drain(Duration time) {
            drain = time;
            return this;
        }

        /**
         * What runs associations, one task each for as long as it is open. Without one the server uses virtual threads
         * where the JVM has them, and a bounded pool of its own where not.
         *
         * @param caller's executor, not shut down by the server; it should have a thread for every association
         * @return this
         */
        public Builder executor(Executor caller) {
            executor = caller;
            return this;
        }

        /**
         * Speaks TLS only (PS3.15 B.12), on the port of {@link #port}.
         *
         * @param value our identity, and whom to trust
         * @return this
         */
        public Builder tls(Tls value) {
            tls = value;
            tlsPort = -1;
            return this;
        }

        /**
         * Speaks TLS (PS3.15 B.12) on a port of its own, beside the plain one.
         *
         * @param value our identity, and whom to trust
         * @param port usually {@link Tls#PORT}; 0 picks a free one
         * @return this
         */
        public Builder tls(Tls value, int port) {
            tls = value;
            tlsPort = port;
            return this;
        }

        /**
         * How long peers may take.
         *
         * @param values default {@link Timeouts#DEFAULT}
         * @return this
         */
        public Builder timeouts(Timeouts values) {
            timeouts = values;
            return this;
        }

        /**
         * The longest P-DATA-TF that is announced to peers.
         *
         * @param bytes 4096 or more; 0 for no limit, which costs no memory since PDUs are streamed. Default 256 KiB
         * @return this
         */
        public Builder maxPduLength(int bytes) {
            maxPduLength = AssociationOptions.checkedMaxPduLength(bytes);
            return this;
        }

        /**
         * Tells what associations and operations do, those that C-MOVE opens included.
         *
         * @param listener told besides those that were given before
         * @return this
         */
        public Builder listener(AssociationListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * Writes every PDU to a file as text: when, with whom, in which direction, its fields. Of command sets all elements
         * are told, of data sets the length; passcodes and tickets are left out. For finding faults, as it costs time.
         *
         * @param file appended to; at 64 MiB it is renamed to end in {@code .1}, and a new one begins
         * @return this
         */
        public Builder trace(Path file) {
            trace = file;
            return this;
        }

        private MoveTarget target(Peer peer, AssociationOptions options) {
            return new MoveTarget(
                    new Destination(peer.aeTitle(), peer.host(), peer.port()),
                    options.as(aeTitle, options.ul().observed(listeners, trace)));
        }

        /**
         * Listens.
         *
         * @return the running server
         * @throws IOException if the address can't be bound, or the trace not written
         */
        public DimseServer start() throws IOException {
            if (trace != null) {
                try {
                    Files.newOutputStream(trace, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                            .close();
                } catch (NoSuchFileException e) {
                    throw new IOException("can't write the trace " + trace + ": there is no such folder", e);
                } catch (IOException e) {
                    throw new IOException("can't write the trace " + trace + ": " + e, e);
                }
            }
            return new DimseServer(Server.start(config()), aeTitle);
        }

        ServerConfig config() {
            InetAddress address = bind == null ? InetAddress.getLoopbackAddress() : bind;
            Function<String, @Nullable Peer> lookup = destinations;
            AssociationOptions plain =
                    AssociationOptions.DEFAULT.withTimeouts(timeouts).withMaxPduLength(maxPduLength);
            Function<Peer, AssociationOptions> options =
                    destinationOptions == null ? peer -> plain : destinationOptions;
            if (tls != null) {
                tls.requireIdentity();
            }
            List<Door> doors = new ArrayList<>();
            doors.add(new Door(new InetSocketAddress(address, port), tlsPort < 0 ? tls : null));
            if (tlsPort >= 0) {
                doors.add(new Door(new InetSocketAddress(address, tlsPort), tls));
            }
            return new ServerConfig(
                    aeTitle,
                    requireCalledAeTitle,
                    doors,
                    stores,
                    Map.copyOf(finds),
                    retrieves,
                    Map.copyOf(services),
                    title -> {
                        Peer peer = lookup.apply(title);
                        return peer == null ? null : target(peer, options.apply(peer));
                    },
                    policy,
                    identities,
                    acceptStorage,
                    acceptTransferSyntax,
                    preferred,
                    maxAssociations,
                    drain,
                    executor,
                    AssociationOptions.config(timeouts, maxPduLength).observed(listeners, trace));
        }
    }
}
