package org.diconde4j.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.ArchiveBuilder;
import org.diconde4j.archive.access.Role;
import org.diconde4j.web.Authentication;
import org.diconde4j.web.WebServer;
import org.diconde4j.web.access.BearerTokens;
import org.diconde4j.web.access.LocalUsers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where HTTP is served, and to whom. */
@SuppressWarnings("NullAway.Init")
final class HttpOption {
    private static final long USUAL_UPLOADS = 64L << 30;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Also serve DICOMweb over HTTP on this port, 0 for a free one; no HTTP if not given.")
    private @Nullable Integer port;

    @Option(
            names = "--http-address",
            paramLabel = "HOST",
            description =
                    "HTTP: the address to listen on, this host alone if not given. Any other needs to know who asks, and HTTPS.")
    private @Nullable InetAddress address;

    @Option(
            names = "--http-delete",
            description = "HTTP: let those who have the role delete do so; nobody can otherwise.")
    private boolean deletes;

    @Mixin
    private HttpsOption https;

    @Option(
            names = "--http-users",
            paramLabel = "FILE",
            description = "HTTP: users with passcodes and roles, made by diconde4j user.")
    private @Nullable Path users;

    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            description = "HTTP: take bearer tokens of this OpenID Connect provider.")
    private @Nullable String issuer;

    @Option(
            names = "--oidc-audience",
            paramLabel = "NAME",
            description = "The audience that tokens must name; may be given more than once.")
    private List<String> audiences = List.of();

    @Option(
            names = "--oidc-keys",
            paramLabel = "URL",
            description = "Where the provider publishes its keys (JWKS); discovered if not given.")
    private @Nullable URI keys;

    @Option(
            names = "--oidc-name-claim",
            paramLabel = "CLAIM",
            defaultValue = "sub",
            description = "The claim that names the person; default: ${DEFAULT-VALUE}.")
    private String nameClaim;

    @Option(
            names = "--oidc-roles-claim",
            paramLabel = "CLAIM",
            defaultValue = "roles",
            description = "The claim with the roles, such as realm_access.roles; default: ${DEFAULT-VALUE}.")
    private String rolesClaim;

    @Option(
            names = "--oidc-role",
            paramLabel = "VALUE=ROLE[,ROLE]",
            description =
                    "What a value of that claim means: view, store, annotate, approve, delete, administer; may be given more"
                            + " than once. If not given, values mean the roles of the same name.")
    private Map<String, String> roles = new LinkedHashMap<>();

    @Option(
            names = "--oidc-restriction-claim",
            paramLabel = "CLAIM",
            description =
                    "The claim with what somebody may see, such as ComponentIDNumber=TURBINE-*; without it in a token, that"
                            + " sees nothing.")
    private @Nullable String restrictionClaim;

    @Option(
            names = "--http-origin",
            paramLabel = "ORIGIN",
            description =
                    "HTTP: let pages of this origin use it in browsers, such as https://viewer.example.com; may be given"
                            + " more than once.")
    private List<String> origins = List.of();

    @Option(
            names = "--http-uploads",
            paramLabel = "FOLDER",
            description =
                    "HTTP: take very large objects in pieces, which wait in this folder, in clear, until they are whole.")
    private @Nullable Path uploads;

    @Option(
            names = "--http-uploads-size",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "With --http-uploads: how much may wait there; 64g if not given.")
    private @Nullable Long uploadsSize;

    @Option(
            names = "--http-url",
            paramLabel = "URL",
            description =
                    "HTTP: where clients reach the service through a proxy, such as https://pacs.example.com/dicom-web; URIs in"
                            + " answers begin with it. If not given, with the host that a request names.")
    private @Nullable URI publicUri;

    @Mixin
    private HttpLimitsOption limits;

    /** Checks what was said, before anything is opened. */
    void require() {
        limits.require();
        if (port == null
                && (address != null
                        || https.isGiven()
                        || users != null
                        || issuer != null
                        || uploads != null
                        || publicUri != null
                        || limits.isGiven()
                        || deletes
                        || !origins.isEmpty())) {
            throw new WrongUsage("options of HTTP go with --http-port");
        }
        if (port != null && (port < 0 || port > 65535)) {
            throw new WrongUsage("port " + port + ", expected 0 to 65535");
        }
        if (uploadsSize != null && (uploads == null || uploadsSize < 1)) {
            throw new WrongUsage("--http-uploads-size goes with --http-uploads, and is at least 1 byte");
        }
        boolean secure = https.files() != null;
        if (issuer == null && !audiences.isEmpty() || issuer != null && audiences.isEmpty()) {
            throw new WrongUsage("--oidc-issuer and --oidc-audience go together");
        }
        boolean outside = address != null && !address.isLoopbackAddress();
        if (outside && (!secure || users == null && issuer == null)) {
            throw new WrongUsage("--http-address " + String.valueOf(address).replaceAll(".*/", "")
                    + " can be reached by others than this host: it needs --https-key and --https-cert, and --http-users or"
                    + " --oidc-issuer");
        }
    }

    /** Allows what the archive needs to allow. */
    ArchiveBuilder apply(ArchiveBuilder builder) {
        return deletes ? builder.allowDeletion() : builder;
    }

    /** Starts to serve; null if that was not asked for. */
    @Nullable
    WebServer start(Archive archive, Terminal terminal) throws IOException {
        if (port == null) {
            return null;
        }
        try {
            WebServer.Builder server = WebServer.of(archive)
                    .port(port)
                    .origins(new LinkedHashSet<>(origins))
                    .limits(limits.limits());
            if (publicUri != null) {
                server.publicUri(publicUri);
            }
            if (address != null) {
                server.bind(address);
            }
            ServeConfig.Files files = https.files();
            if (files != null) {
                server.tls(files.open());
            }
            if (uploads != null) {
                server.uploads(uploads, uploadsSize == null ? USUAL_UPLOADS : uploadsSize);
            }
            List<Authentication> all = new ArrayList<>();
            if (issuer != null) {
                all.add(tokens(issuer));
            }
            if (users != null) {
                all.add(LocalUsers.of(users));
            }
            if (all.isEmpty()) {
                terminal.complain("HTTP asks nobody who they are: everybody on this host may see and store everything."
                        + " --http-users or --oidc-issuer change that.");
            } else {
                server.authentication(Authentication.anyOf(all));
            }
            return server.start();
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(String.valueOf(e.getMessage()));
        }
    }

    private Authentication tokens(String from) {
        BearerTokens.Builder tokens = BearerTokens.of(from, audiences.toArray(String[]::new))
                .name(nameClaim)
                .rolesClaim(rolesClaim);
        roles.forEach((value, names) -> tokens.role(
                value, Arrays.stream(names.split(",")).map(Role::parse).toArray(Role[]::new)));
        if (keys != null) {
            tokens.keys(keys);
        }
        if (restrictionClaim != null) {
            tokens.restrictionClaim(restrictionClaim);
        }
        return tokens.build();
    }
}
