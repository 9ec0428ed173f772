package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.UID;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.AsyncOperationsWindow;
import org.diconde4j.net.pdu.CommonExtendedNegotiation;
import org.diconde4j.net.pdu.ContextResult;
import org.diconde4j.net.pdu.ExtendedNegotiation;
import org.diconde4j.net.pdu.Octets;
import org.diconde4j.net.pdu.PduDecoder;
import org.diconde4j.net.pdu.PduEncoder;
import org.diconde4j.net.pdu.ProposedContext;
import org.diconde4j.net.pdu.RoleSelection;
import org.diconde4j.net.pdu.UserInformation;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.net.service.FindRequest;
import org.diconde4j.net.service.FindResults;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.Negotiation;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.net.service.Retrieval;
import org.diconde4j.net.service.RetrieveHandler;
import org.diconde4j.net.service.RetrieveRequest;
import org.diconde4j.net.service.StorageSupport;
import org.diconde4j.net.service.StoreHandler;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.service.StoreRequest;
import org.diconde4j.net.tck.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server answers to what a requestor proposes, and what a client makes of the answer (PS3.7 Annex D). */
@Timeout(30)
class NegotiationTest {
    private static final String FIND = InformationModel.STUDY_ROOT.findUid();
    private static final String GET = InformationModel.STUDY_ROOT.getUid();
    private static final String MOVE = InformationModel.STUDY_ROOT.moveUid();
    private static final String CT = UID.CTImageStorage;
    private static final String STORAGE_SERVICE_CLASS = "1.2.840.10008.4.2";
    private static final String QUERY_SERVICE_CLASS = "1.2.840.10008.4.7";

    private final List<DimseServer> servers = new ArrayList<>();
    private final AtomicReference<FindRequest> asked = new AtomicReference<>();
    private final AtomicReference<RetrieveRequest> retrieved = new AtomicReference<>();

    @AfterEach
    void closeServers() {
        servers.forEach(DimseServer::close);
    }

    /** Handlers that say what they can. */
    private record Able(NegotiationTest test, QueryOptions options)
            implements FindHandler, RetrieveHandler, StoreHandler {
        @Override
        public FindResults find(FindRequest request) {
            test.asked.set(request);
            return FindResults.of(List.of());
        }

        @Override
        public Retrieval retrieve(RetrieveRequest request) {
            test.retrieved.set(request);
            return Retrieval.of(List.of());
        }

        @Override
        public StoreOutcome store(StoreRequest request, java.io.InputStream dataset) {
            return StoreOutcome.success();
        }

        @Override
        public boolean relational() {
            return options.relational();
        }

        @Override
        public StorageSupport support() {
            return StorageSupport.FULL;
        }
    }

    private DimseServer.Builder builder(QueryOptions options) {
        Able able = new Able(this, options);
        return DimseServer.builder()
                .aeTitle("SERVER")
                .port(0)
                .drain(Duration.ZERO)
                .timeouts(Timeouts.all(Duration.ofSeconds(10)))
                .stores(able)
                .finds(able)
                .retrieves(able);
    }

    private Peer start(DimseServer.Builder builder) throws IOException {
        DimseServer server = builder.start();
        servers.add(server);
        return new Peer("SERVER", "127.0.0.1", server.port());
    }

    /** Proposes, and gives the answer. */
    private AssociateAc propose(Peer peer, List<ProposedContext> contexts, UserInformation user) throws IOException {
        try (ScriptedPeer scripted = ScriptedPeer.connect(new java.net.InetSocketAddress(peer.host(), peer.port()))) {
            scripted.send(PduEncoder.encode(new AssociateRq("SERVER", "CLIENT", contexts, user)));
            return (AssociateAc) PduDecoder.decode(scripted.expect(0x02));
        }
    }

    private static List<ProposedContext> contexts(String... classes) {
        List<ProposedContext> contexts = new ArrayList<>();
        for (String sopClass : classes) {
            contexts.add(new ProposedContext(2 * contexts.size() + 1, sopClass, List.of(UID.ImplicitVRLittleEndian)));
        }
        return contexts;
    }

    private static UserInformation user(
            AsyncOperationsWindow window,
            List<RoleSelection> roles,
            List<ExtendedNegotiation> extended,
            List<CommonExtendedNegotiation> common) {
        return new UserInformation(16384, "1.2.3", "TEST", window, roles, extended, common, null, null);
    }

    private static UserInformation extended(String sopClass, int... information) {
        byte[] bytes = new byte[information.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) information[i];
        }
        return user(null, List.of(), List.of(new ExtendedNegotiation(sopClass, Octets.of(bytes))), List.of());
    }

    private static DimseClient client(AssociationOptions options) {
        return DimseClient.as("CLIENT").with(options.withTimeouts(Timeouts.all(Duration.ofSeconds(10))));
    }

    // SOP class extended negotiation

    @Test
    void promises_of_a_query_only_what_its_handler_does_and_no_more_bytes_than_were_asked() throws Exception {
        Peer peer = start(builder(QueryOptions.ALL.withFuzzyNames(false)));
        assertThat(propose(peer, contexts(FIND), extended(FIND, 1, 1, 1, 1, 1, 1, 1))
                        .userInformation()
                        .extended())
                .containsExactly(new ExtendedNegotiation(
                        FIND,
                        Octets.of(
                                (byte) 1, // relational queries
                                (byte) 1, // date-time matching
                                (byte) 0, // fuzzy semantic matching
                                (byte) 1, // timezone query adjustment
                                (byte) 0, // enhanced multi-frame image conversion
                                (byte) 1, // empty value matching
                                (byte) 1))); // multiple value matching
        assertThat(propose(peer, contexts(FIND), extended(FIND, 0, 1, 1))
                        .userInformation()
                        .extended())
                .containsExactly(new ExtendedNegotiation(FIND, Octets.of((byte) 0, (byte) 1, (byte) 0)));
    }

    @Test
    void says_nothing_where_it_was_not_asked_and_nothing_about_contexts_that_it_rejects() throws Exception {
        Peer peer = start(builder(QueryOptions.ALL).acceptStorage(CT::equals));
        UserInformation mr = extended(UID.MRImageStorage, 3, 0, 0, 0, 2, 0);
        AssociateAc answer = propose(peer, contexts(FIND, CT, UID.MRImageStorage), mr);
        assertThat(answer.userInformation().extended()).isEmpty();
        assertThat(answer.contexts()).extracting(ContextResult::accepted).containsExactly(true, true, false);
    }

    @Test
    void agrees_on_relational_retrieval_but_never_converts_multiframe_images() throws Exception {
        Peer peer = start(builder(QueryOptions.RELATIONAL));
        assertThat(propose(peer, contexts(MOVE), extended(MOVE, 1, 1))
                        .userInformation()
                        .extended())
                .containsExactly(new ExtendedNegotiation(MOVE, Octets.of((byte) 1, (byte) 0)));
        assertThat(propose(start(builder(QueryOptions.NONE)), contexts(GET), extended(GET, 1))
                        .userInformation()
                        .extended())
                .containsExactly(new ExtendedNegotiation(GET, Octets.of((byte) 0)));
    }

    @Test
    void tells_how_objects_are_kept() throws Exception {
        Peer peer = start(builder(QueryOptions.NONE));
        List<AssociateAc> agreed = new ArrayList<>();
        Negotiation negotiation =
                Negotiation.NONE.withExtended(StorageSupport.OF_SENDER.of(CT)).withAgreed(agreed::add);
        client(AssociationOptions.DEFAULT.withNegotiation(negotiation))
                .store(
                        peer,
                        List.of(new TinyArchive.Stored(CT, "1.2.3", UID.ImplicitVRLittleEndian, new byte[8], null)),
                        result -> {});
        ExtendedNegotiation answer = agreed.get(0).userInformation().extended().get(0);
        assertThat(answer.sopClassUid()).isEqualTo(CT);
        assertThat(answer.information())
                .isEqualTo(Octets.of((byte) 2, (byte) 0, (byte) 3, (byte) 0, (byte) 0, (byte) 0));
        assertThat(StorageSupport.of(answer.information())).isEqualTo(StorageSupport.FULL);
    }

    @Test
    void hands_the_handler_what_was_agreed_and_shows_it_to_the_one_who_asked() throws Exception {
        QueryOptions able = QueryOptions.ALL.withRelational(false);
        Peer peer = start(builder(able));
        Negotiation negotiation = Negotiation.NONE.withExtended(QueryOptions.ALL.of(FIND), QueryOptions.ALL.of(GET));
        DimseClient client = client(AssociationOptions.DEFAULT.withNegotiation(negotiation));
        try (FindMatches matches = client.find(peer, InformationModel.STUDY_ROOT, Dataset.empty())) {
            assertThat(matches.hasNext()).isFalse();
            assertThat(matches.options()).isEqualTo(able);
        }
        assertThat(asked.get().options()).isEqualTo(able);
        try (FindMatches matches =
                client(AssociationOptions.DEFAULT).find(peer, InformationModel.STUDY_ROOT, Dataset.empty())) {
            assertThat(matches.hasNext()).isFalse();
            assertThat(matches.options()).isEqualTo(QueryOptions.NONE);
        }
        assertThat(asked.get().options()).isEqualTo(QueryOptions.NONE);
        client.get(
                peer,
                InformationModel.STUDY_ROOT,
                Dataset.empty(),
                List.of(),
                (r, d) -> StoreOutcome.success(),
                p -> true);
        assertThat(retrieved.get().relational()).isFalse();
        Peer relational = start(builder(QueryOptions.RELATIONAL));
        client.get(
                relational,
                InformationModel.STUDY_ROOT,
                Dataset.empty(),
                List.of(),
                (r, d) -> StoreOutcome.success(),
                p -> true);
        assertThat(retrieved.get().relational()).isTrue();
    }

    // SOP class common extended negotiation

    @Test
    void serves_an_unknown_class_as_the_general_class_that_it_is_related_to() throws Exception {
        String special = "1.2.3.4.5";
        Peer peer = start(builder(QueryOptions.NONE).acceptStorage(CT::equals));
        assertThat(propose(peer, contexts(special), user(null, List.of(), List.of(), List.of()))
                        .contexts())
                .extracting(ContextResult::result)
                .containsExactly(ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED);
        CommonExtendedNegotiation related =
                new CommonExtendedNegotiation(special, STORAGE_SERVICE_CLASS, List.of("1.2.3", CT));
        assertThat(propose(peer, contexts(special), user(null, List.of(), List.of(), List.of(related)))
                        .contexts())
                .containsExactly(new ContextResult(1, ContextResult.ACCEPTED, UID.ImplicitVRLittleEndian));
        List<AssociateAc> agreed = new ArrayList<>();
        Negotiation negotiation = Negotiation.NONE.withRelated(related).withAgreed(agreed::add);
        TinyArchive.Stored object =
                new TinyArchive.Stored(special, "1.2.3", UID.ImplicitVRLittleEndian, new byte[8], null);
        assertThat(client(AssociationOptions.DEFAULT.withNegotiation(negotiation))
                        .store(peer, List.of(object), r -> {}))
                .isEqualTo(new SendSummary(1, 0));
    }

    @Test
    void takes_no_unknown_class_for_storage_that_says_it_is_none() throws Exception {
        String special = "1.2.3.4.5";
        Peer peer = start(builder(QueryOptions.NONE));
        CommonExtendedNegotiation query = new CommonExtendedNegotiation(special, QUERY_SERVICE_CLASS, List.of());
        assertThat(propose(peer, contexts(special), user(null, List.of(), List.of(), List.of(query)))
                        .contexts())
                .extracting(ContextResult::accepted)
                .containsExactly(false);
        CommonExtendedNegotiation find = new CommonExtendedNegotiation(special, QUERY_SERVICE_CLASS, List.of(FIND));
        assertThat(propose(peer, contexts(special), user(null, List.of(), List.of(), List.of(find)))
                        .contexts())
                .extracting(ContextResult::accepted)
                .containsExactly(true);
    }

    // Roles

    @Test
    void lets_a_requestor_perform_what_it_is_to_receive_by_get_and_nothing_else() throws Exception {
        Peer peer = start(builder(QueryOptions.NONE));
        List<RoleSelection> both = List.of(
                new RoleSelection(CT, false, true),
                new RoleSelection(UID.MRImageStorage, true, true),
                new RoleSelection(UID.Verification, true, true),
                new RoleSelection(FIND, false, true),
                new RoleSelection(UID.XRayAngiographicImageStorage, true, true));
        AssociateAc answer = propose(
                peer,
                contexts(CT, UID.MRImageStorage, UID.Verification, FIND, GET),
                user(null, both, List.of(), List.of()));
        assertThat(answer.userInformation().roles())
                .containsExactly(
                        new RoleSelection(CT, false, true),
                        new RoleSelection(UID.MRImageStorage, true, true),
                        new RoleSelection(UID.Verification, true, false),
                        new RoleSelection(FIND, false, false));
        assertThat(answer.contexts())
                .extracting(ContextResult::accepted)
                .containsExactly(true, true, true, false, true);
    }

    // Transfer syntaxes

    @Test
    void takes_the_first_transfer_syntax_of_each_context_unless_the_class_has_a_preferred_one() throws Exception {
        List<String> proposed = List.of(UID.ImplicitVRLittleEndian, UID.ExplicitVRLittleEndian, UID.JPEGLSLossless);
        List<ProposedContext> contexts = List.of(
                new ProposedContext(1, CT, proposed),
                new ProposedContext(3, CT, List.of(UID.JPEGLSLossless)),
                new ProposedContext(5, UID.MRImageStorage, proposed),
                new ProposedContext(7, CT, List.of(UID.ExplicitVRBigEndian)));
        Peer peer = start(builder(QueryOptions.NONE)
                .preferTransferSyntaxes(sopClass ->
                        sopClass.equals(CT) ? List.of(UID.JPEGLSLossless, UID.ExplicitVRLittleEndian) : List.of()));
        assertThat(propose(peer, contexts, user(null, List.of(), List.of(), List.of()))
                        .contexts())
                .extracting(ContextResult::transferSyntax)
                .containsExactly(
                        UID.JPEGLSLossless, UID.JPEGLSLossless, UID.ImplicitVRLittleEndian, UID.ExplicitVRBigEndian);
        Peer picky = start(builder(QueryOptions.NONE)
                .acceptTransferSyntaxes(syntax -> !syntax.equals(UID.JPEGLSLossless))
                .preferTransferSyntaxes(sopClass -> List.of(UID.JPEGLSLossless, UID.ExplicitVRLittleEndian)));
        assertThat(propose(picky, contexts, user(null, List.of(), List.of(), List.of()))
                        .contexts())
                .extracting(ContextResult::result)
                .containsExactly(
                        ContextResult.ACCEPTED,
                        ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED,
                        ContextResult.ACCEPTED,
                        ContextResult.ACCEPTED);
    }

    // Asynchronous operations

    @Test
    void grants_a_window_but_not_where_objects_may_come_back_by_get() throws Exception {
        Peer peer = start(builder(QueryOptions.NONE));
        assertThat(propose(peer, contexts(CT), user(new AsyncOperationsWindow(0, 0), List.of(), List.of(), List.of()))
                        .userInformation()
                        .asyncOperations())
                .isEqualTo(new AsyncOperationsWindow(64, 1));
        assertThat(propose(peer, contexts(CT), user(new AsyncOperationsWindow(5, 3), List.of(), List.of(), List.of()))
                        .userInformation()
                        .asyncOperations())
                .isEqualTo(new AsyncOperationsWindow(5, 1));
        assertThat(propose(
                                peer,
                                contexts(CT, GET),
                                user(new AsyncOperationsWindow(5, 5), List.of(), List.of(), List.of()))
                        .userInformation()
                        .asyncOperations())
                .isEqualTo(new AsyncOperationsWindow(1, 1));
    }
}
