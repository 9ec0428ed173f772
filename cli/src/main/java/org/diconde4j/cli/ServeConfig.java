package org.diconde4j.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.diconde4j.archive.Reception;
import org.diconde4j.data.DicondeException;
import org.diconde4j.net.AssociationOptions;
import org.diconde4j.net.Peer;
import org.diconde4j.net.access.AccessPolicy;
import org.diconde4j.net.access.AccessRule;
import org.diconde4j.net.access.PeerLimits;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.service.PasswordFile;
import org.diconde4j.net.tls.ClientAuthentication;
import org.diconde4j.net.tls.Tls;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file of {@code serve}, for what is too much for options; described in docs/cli.md. Relative paths in it are
 * relative to its folder.
 *
 * @param aeTitle our title; null if not given, as all that may be
 * @param requireCalledAeTitle whether requestors must call us by it
 * @param bind the address to listen on
 * @param port the plain port
 * @param plain false if there shall be no plain port
 * @param tls the port for TLS and what is spoken there
 * @param peers destinations of C-MOVE and of what is told, and how they are called
 * @param access who gets in
 * @param maxAssociations how many associations there may be in all
 * @param users the file of user names and passcodes
 */
record ServeConfig(
        @Nullable String aeTitle,
        boolean requireCalledAeTitle,
        @Nullable InetAddress bind,
        @Nullable Integer port,
        boolean plain,
        @Nullable Secure tls,
        Map<Peer, AssociationOptions> peers,
        AccessPolicy access,
        @Nullable Integer maxAssociations,
        @Nullable Path users) {
    /** Says nothing. */
    static final ServeConfig NONE = new ServeConfig(
            null,
            false,
            null,
            null,
            true,
            null,
            Map.of(),
            AccessPolicy.builder().build(),
            null,
            null);

    /** A port for TLS. */
    record Secure(int port, Files files) {}

    /** The files that TLS takes, and whether a server asks for certificates; without a certificate, the key is in PKCS#12. */
    record Files(
            Path key,
            @Nullable Path certificate,
            @Nullable Path keyPassword,
            @Nullable Path trust,
            @Nullable String clients) {
        Tls open() throws IOException {
            return builder().open();
        }

        Tls.Builder builder() throws IOException {
            Tls.Builder builder = Tls.builder().trust(trust);
            if (certificate == null) {
                builder.identity(key);
            } else {
                builder.identity(key, certificate);
            }
            if (keyPassword != null) {
                builder.keyPassword(OwnKey.firstLine(keyPassword).toCharArray());
            }
            if (clients != null) {
                builder.clientAuthentication(ClientAuthentication.valueOf(clients.toUpperCase(Locale.ROOT)));
            }
            return builder;
        }
    }

    /** Tells a receiver all that was said. */
    void configure(Reception reception, @Nullable Tls secure) throws IOException {
        if (aeTitle != null) {
            reception.aeTitle(aeTitle);
        }
        if (bind != null) {
            reception.bind(bind);
        }
        if (plain && port != null) {
            reception.port(port);
        }
        if (tls != null && secure != null) {
            if (plain) {
                reception.server(server -> server.tls(secure, tls.port()));
            } else {
                reception.port(tls.port()).server(server -> server.tls(secure));
            }
        }
        peers.forEach(reception::peer);
        reception.server(server -> server.admits(access).requireCalledAeTitle(requireCalledAeTitle));
        if (maxAssociations != null) {
            reception.server(server -> server.maxAssociations(maxAssociations));
        }
        if (users != null) {
            PasswordFile verifier;
            try {
                verifier = PasswordFile.of(users);
            } catch (IllegalArgumentException e) {
                throw new DicondeException("users: " + e.getMessage(), e);
            }
            reception.server(server -> server.identities(verifier));
        }
    }

    static ServeConfig read(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        ConfigNode root = ConfigNode.read(file);
        ConfigNode port = root.get("dimsePort");
        Secure tls = root.optional("tls", node -> secure(node, folder));
        ServeConfig config = new ServeConfig(
                root.optional("aeTitle", ServeConfig::aeTitle),
                root.get("requireCalledAeTitle", false, ConfigNode::flag),
                root.optional("bind", ServeConfig::address),
                port == null || port.isNull() ? null : (Integer) port.port(),
                port == null || !port.isNull(),
                tls,
                root.get("peers", Map.of(), node -> peers(node, tls, folder)),
                access(root),
                root.optional("maxAssociations", node -> (int) node.number(1, 100_000)),
                root.optional("users", node -> path(node, folder)));
        root.finish();
        if (port != null && port.isNull() && tls == null) {
            throw port.wrong("a port, as there is no key tls");
        }
        return config;
    }

    private static Path path(ConfigNode node, @Nullable Path folder) {
        return folder == null ? Path.of(node.text()) : folder.resolve(node.text());
    }

    private static String aeTitle(ConfigNode node) {
        String title = node.text();
        if (!CallingTitle.isTitle(title)) {
            throw node.wrong(CallingTitle.EXPECTED);
        }
        return title;
    }

    private static InetAddress address(ConfigNode node) {
        try {
            return InetAddress.getByName(node.text());
        } catch (UnknownHostException e) {
            throw node.wrong("an address of this host");
        }
    }

    private static Secure secure(ConfigNode node, @Nullable Path folder) {
        Path key = path(node.required("key"), folder);
        Files files = new Files(
                key,
                OwnKey.isPkcs12(key) ? null : path(node.required("certificate"), folder),
                node.optional("keyPasswordFile", n -> path(n, folder)),
                node.optional("trust", n -> path(n, folder)),
                node.optional("clients", ServeConfig::clients));
        Secure secure = new Secure(node.get("port", Tls.PORT, ConfigNode::port), files);
        node.finish();
        return secure;
    }

    private static String clients(ConfigNode node) {
        if (!List.of("required", "wanted", "none").contains(node.text())) {
            throw node.wrong("required, wanted or none");
        }
        return node.text();
    }

    private static Map<Peer, AssociationOptions> peers(ConfigNode node, @Nullable Secure tls, @Nullable Path folder) {
        Map<Peer, AssociationOptions> peers = new LinkedHashMap<>();
        node.object().forEach((title, peer) -> {
            String host = peer.required("host").text();
            int port = peer.required("port").port();
            AssociationOptions options = AssociationOptions.DEFAULT
                    .withTls(client(peer.get("tls"), tls))
                    .withIdentity(identity(peer, folder));
            peer.finish();
            try {
                peers.put(new Peer(title, host, port), options);
            } catch (IllegalArgumentException e) {
                throw peer.wrong("a peer: " + e.getMessage());
            }
        });
        return peers;
    }

    /** {@code true}, or an object with what is special; our identity is that of the server. */
    private static @Nullable Tls client(@Nullable ConfigNode node, @Nullable Secure tls) {
        boolean special = node != null && node.isObject();
        if (node == null || !special && !node.flag()) {
            return null;
        }
        try {
            Tls.Builder builder = tls == null ? Tls.builder() : tls.files().builder();
            if (special) {
                for (String fingerprint : node.get("fingerprint", new String[0], ConfigNode::texts)) {
                    builder.peerFingerprint(fingerprint);
                }
                builder.checkHostName(!node.get("anyHost", false, ConfigNode::flag));
                node.finish();
            }
            return builder.open();
        } catch (IOException e) {
            throw node.wrong("readable files: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw node.wrong("a fingerprint: " + e.getMessage());
        }
    }

    private static @Nullable UserIdentity identity(ConfigNode peer, @Nullable Path folder) {
        String user = peer.optional("user", ConfigNode::text);
        ConfigNode file = peer.get("passcodeFile");
        if (user == null) {
            return null;
        }
        try {
            return file == null
                    ? UserIdentity.username(user)
                    : UserIdentity.usernameAndPasscode(user, OwnKey.firstLine(path(file, folder)));
        } catch (IOException e) {
            throw peer.wrong("a passcodeFile that can be read: " + e.getMessage());
        }
    }

    private static AccessPolicy access(ConfigNode root) {
        AccessPolicy.Builder policy = AccessPolicy.builder();
        policy.limits(root.get("limits", PeerLimits.NONE, ServeConfig::limits));
        ConfigNode allow = root.get("allow");
        if (allow != null) {
            if (allow.list().isEmpty()) {
                throw allow.wrong("at least one rule; without the key allow everybody gets in");
            }
            allow.list().forEach(node -> policy.allow(rule(node)));
        }
        return policy.build();
    }

    private static AccessRule rule(ConfigNode node) {
        AccessRule rule = AccessRule.anybody();
        rule = with(rule, node, "callingAeTitles", ServeConfig::some, AccessRule::callingAeTitles);
        rule = with(rule, node, "calledAeTitles", ServeConfig::some, AccessRule::calledAeTitles);
        rule = with(rule, node, "addresses", ServeConfig::some, AccessRule::addresses);
        rule = with(rule, node, "certificates", ServeConfig::some, AccessRule::certificates);
        rule = with(rule, node, "users", ServeConfig::some, AccessRule::users);
        rule = with(rule, node, "limits", ServeConfig::limits, AccessRule::limits);
        node.finish();
        return rule;
    }

    /** The rule with one criterion more, if the file has it. */
    private static <T> AccessRule with(
            AccessRule rule,
            ConfigNode node,
            String key,
            Function<ConfigNode, T> read,
            BiFunction<AccessRule, T, AccessRule> criterion) {
        return node.get(key, rule, member -> criterion.apply(rule, read.apply(member)));
    }

    /** An empty list would mean anybody, which nobody who writes one wants. */
    private static String[] some(ConfigNode node) {
        String[] texts = node.texts();
        if (texts.length == 0) {
            throw node.wrong("at least one value; without the key any will do");
        }
        return texts;
    }

    private static PeerLimits limits(ConfigNode node) {
        PeerLimits limits = new PeerLimits(
                node.get("associations", Integer.MAX_VALUE, n -> (int) n.number(1, Integer.MAX_VALUE)),
                node.get("operationsPerSecond", Double.POSITIVE_INFINITY, ConfigNode::positive),
                node.get("bytesPerSecond", Long.MAX_VALUE, n -> n.number(1, Long.MAX_VALUE)));
        node.finish();
        return limits;
    }
}
