package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.net.internal.dimse.Command;
import org.diconde4j.net.internal.dimse.Dimse;
import org.diconde4j.net.internal.dimse.Observation;
import org.diconde4j.net.internal.dimse.PresentationContexts;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.internal.scp.MemoryTransport;
import org.diconde4j.net.internal.scp.Server;
import org.diconde4j.net.internal.scp.ServerConfig;
import org.diconde4j.net.internal.ul.UlResources;
import org.diconde4j.net.internal.ul.UpperLayer;
import org.diconde4j.net.micrometer.DimseMeters;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.pdu.Octets;
import org.diconde4j.net.pdu.Pdu;
import org.diconde4j.net.pdu.PduDecoder;
import org.diconde4j.net.pdu.PduEncoder;
import org.diconde4j.net.pdu.PduException;
import org.diconde4j.net.pdu.ProposedContext;
import org.diconde4j.net.pdu.UserInformation;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.tck.RawPdu;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a peer may send: single PDUs, and the whole of its side of an association. Nothing but the documented exception comes
 * of it, in a second of processor time and 64 MiB, and what is answered are PDUs. Mutations by seed as in {@code core}: how
 * many, {@code diconde4j.mutations}; from which seed, {@code diconde4j.mutationSeed}.
 */
public class AssociationFuzzTest {
    private static final int COUNT = Integer.getInteger("diconde4j.mutations", 2_000);
    private static final long SEED = Long.getLong("diconde4j.mutationSeed", 20_261_125);
    private static final long MAX_NANOS = 1_000_000_000;
    private static final long MAX_BYTES = 64 << 20;
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String COMMITMENT = UID.StorageCommitmentPushModel;

    private static final DimseMeters METERS = new DimseMeters(new SimpleMeterRegistry());

    private static Server server;
    private static ServerConfig config;
    private static UlResources resources;

    @BeforeAll
    static void start() throws IOException {
        TinyArchive archive = new TinyArchive();
        archive.objects.add(TinyArchive.object(TinyArchive.weld(1, 500), UID.ExplicitVRLittleEndian));
        config = DimseServer.builder()
                .port(0)
                .maxPduLength(4096)
                .stores((request, dataset) -> {
                    dataset.readAllBytes();
                    return StoreOutcome.success();
                })
                .finds(archive)
                .retrieves(archive)
                .service(COMMITMENT, new NormalizedHandler() {})
                .config();
        server = Server.start(config);
        resources = new UlResources("fuzz-watchdog", config.ul(), 4096, 4, 0);
        // What is loaded once, and instrumented by Jazzer, is not to count against an input.
        conversations().forEach(input -> serve(input, input.length));
        answers().forEach(input -> query(new MemoryTransport(input, input.length)));
        pdus().map(PduDecoder::decode).forEach(PduEncoder::encode);
    }

    @AfterAll
    static void stop() {
        server.close();
        resources.close();
    }

    /** What clients say that mean well. */
    public static Stream<byte[]> conversations() {
        byte[] keys = {8, 0, 0x52, 0, 6, 0, 0, 0, 'I', 'M', 'A', 'G', 'E', ' ', 0x10, 0, 0x20, 0, 0, 0, 0, 0};
        String find = InformationModel.STUDY_ROOT.findUid();
        String move = InformationModel.STUDY_ROOT.moveUid();
        String get = InformationModel.STUDY_ROOT.getUid();
        return Stream.of(
                conversation(List.of(RawPdu.VERIFICATION), RawPdu.echo(1, 1), RawPdu.echo(1, 2)),
                conversation(
                        List.of(RawPdu.RAW_DATA, RawPdu.VERIFICATION),
                        RawPdu.pData(1, 3, RawPdu.command(Command.C_STORE_RQ, 1, RawPdu.RAW_DATA, true)),
                        RawPdu.pData(1, 0, new byte[300]),
                        RawPdu.pData(1, 2, new byte[20]),
                        RawPdu.echo(3, 2)),
                conversation(
                        List.of(find),
                        RawPdu.pData(1, 3, RawPdu.command(Command.C_FIND_RQ, 1, find, true)),
                        RawPdu.pData(1, 2, keys),
                        RawPdu.pData(1, 3, RawPdu.command(Command.C_CANCEL_RQ, 1, find, false))),
                conversation(
                        List.of(move),
                        RawPdu.pData(1, 3, RawPdu.command(Command.C_MOVE_RQ, 1, move, true)),
                        RawPdu.pData(1, 2, keys)),
                conversation(
                        List.of(get, UID.DigitalXRayImageStorageForPresentation),
                        RawPdu.pData(1, 3, RawPdu.command(Command.C_GET_RQ, 1, get, true)),
                        RawPdu.pData(1, 2, keys),
                        RawPdu.pData(
                                3, 3, RawPdu.command(0x8001, 1, UID.DigitalXRayImageStorageForPresentation, false))),
                conversation(
                        List.of(COMMITMENT),
                        RawPdu.pData(
                                1,
                                3,
                                RawPdu.command(
                                        0x0130, 1, true, Map.of(0x0003, COMMITMENT, 0x1001, "1.2.3", 0x1008, "\1"))),
                        RawPdu.pData(1, 2, keys)));
    }

    private static byte[] conversation(List<String> contexts, byte[]... messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(RawPdu.associateRq(contexts));
        for (byte[] message : messages) {
            all.writeBytes(message);
        }
        all.writeBytes(RawPdu.releaseRq());
        return all.toByteArray();
    }

    /** What servers say that mean well: two matches, one by one. */
    public static Stream<byte[]> answers() {
        String find = InformationModel.STUDY_ROOT.findUid();
        byte[] pending = RawPdu.command(0x8020, 1, find, true);
        pending[pending.length - 1] = (byte) 0xFF;
        byte[] match = {8, 0, 0x52, 0, 6, 0, 0, 0, 'S', 'T', 'U', 'D', 'Y', ' ', 0x10, 0, 0x20, 0, 2, 0, 0, 0, 'I', 'D'
        };
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(RawPdu.associateAc(1));
        for (int i = 0; i < 2; i++) {
            all.writeBytes(RawPdu.pData(1, 3, pending));
            all.writeBytes(RawPdu.pData(1, 2, match));
        }
        all.writeBytes(RawPdu.pData(1, 3, RawPdu.command(0x8020, 1, find, false)));
        ByteArrayOutputStream collision = new ByteArrayOutputStream();
        collision.writeBytes(all.toByteArray());
        all.writeBytes(RawPdu.pdu(0x06, new byte[4]));
        collision.writeBytes(RawPdu.releaseRq());
        collision.writeBytes(RawPdu.pdu(0x06, new byte[4]));
        return Stream.of(all.toByteArray(), collision.toByteArray());
    }

    /** One of each kind. */
    public static Stream<byte[]> pdus() {
        return Stream.concat(
                Stream.of(
                        RawPdu.associateAc(1, 3),
                        RawPdu.pdu(0x03, new byte[] {0, 1, 1, 7}),
                        RawPdu.echo(1, 1),
                        RawPdu.releaseRq(),
                        RawPdu.abort()),
                PduSeeds.associations());
    }

    @MethodSource("conversations")
    @FuzzTest
    public void an_association_ends_in_order_whatever_comes(byte[] input) {
        within(input, () -> {
            MemoryTransport peer = serve(input, packet(input));
            assertThat(peer.closed()).isTrue();
            isPdus(peer.output());
        });
    }

    private static MemoryTransport serve(byte[] input, int packet) {
        MemoryTransport peer = new MemoryTransport(input, packet);
        peer.serve(server, config, resources);
        return peer;
    }

    private static int packet(byte[] input) {
        return 1 + Math.floorMod(Arrays.hashCode(input), 4096);
    }

    @MethodSource("answers")
    @FuzzTest
    public void a_query_ends_in_order_whatever_comes(byte[] input) {
        within(input, () -> {
            MemoryTransport peer = new MemoryTransport(input, packet(input));
            query(peer);
            assertThat(peer.closed()).isTrue();
            isPdus(peer.output());
        });
    }

    private static void query(MemoryTransport peer) {
        try (UpperLayer ul = UpperLayer.connected(peer, "PEER", config.ul(), resources)) {
            query(ul, peer);
        } catch (AssociationException | DicomParseException e) {
            // the peer's fault
        }
    }

    private static void query(UpperLayer ul, MemoryTransport peer) {
        String find = InformationModel.STUDY_ROOT.findUid();
        ul.request(new AssociateRq(
                "CALLED",
                "CALLING",
                List.of(new ProposedContext(1, find, List.of(UID.ImplicitVRLittleEndian))),
                new UserInformation(4096, "1.2", null)));
        Context context = new Context(1, find, find, UID.ImplicitVRLittleEndian, Octets.EMPTY, true, false);
        AssociationInfo info =
                new AssociationInfo(0, "CALLING", "CALLED", peer.remote(), peer.local(), "1.2", null, null, null);
        Dimse dimse =
                new Dimse(ul, new PresentationContexts(List.of(context)), Observation.opened(List.of(METERS), info));
        dimse.send(context, Command.request(Command.C_FIND_RQ, 1, find, true), Dataset.empty());
        Command response = dimse.next(Duration.ofSeconds(1), "a response");
        while (response != null && Status.isPending(response.status())) {
            if (response.hasDataset()) {
                dimse.readDataset();
            }
            response = dimse.next(Duration.ofSeconds(1), "a response");
        }
        if (response == null) {
            ul.confirmRelease();
        } else {
            dimse.finishDataset();
            ul.release();
        }
    }

    @MethodSource("pdus")
    @FuzzTest
    public void a_pdu_is_refused_or_encoded_to_the_same_pdu(byte[] input) {
        within(input, () -> {
            Pdu pdu;
            try {
                pdu = PduDecoder.decode(input);
            } catch (PduException e) {
                assertThat(e.offset()).isBetween(0L, (long) input.length);
                return;
            }
            assertThat(PduDecoder.decode(PduEncoder.encode(pdu))).isEqualTo(pdu);
            assertThat(pdu.toString()).isNotEmpty();
        });
    }

    private static void isPdus(byte[] output) {
        ByteBuffer all = ByteBuffer.wrap(output);
        while (all.hasRemaining()) {
            byte[] pdu = new byte[6 + all.getInt(all.position() + 2)];
            all.get(pdu);
            assertThat(PduDecoder.decode(pdu)).isNotNull();
        }
    }

    private static void within(byte[] input, Runnable test) {
        long bytes = THREAD.getCurrentThreadAllocatedBytes();
        long nanos = THREAD.getCurrentThreadCpuTime();
        test.run();
        nanos = THREAD.getCurrentThreadCpuTime() - nanos;
        bytes = THREAD.getCurrentThreadAllocatedBytes() - bytes;
        if (nanos > MAX_NANOS || bytes > MAX_BYTES) {
            throw new AssertionError("input of " + input.length + " bytes took " + nanos / 1_000_000 + " ms and "
                    + bytes + " bytes of memory");
        }
    }

    /** Something that is fuzzed. */
    enum Target {
        SERVER,
        CLIENT,
        PDU
    }

    @ParameterizedTest
    @EnumSource
    void mutations_do_no_harm(Target target) {
        Stream<byte[]> seeds = switch (target) {
            case SERVER -> conversations();
            case CLIENT -> answers();
            case PDU -> pdus();
        };
        StreamMutator mutator = new StreamMutator(seeds.toList(), SEED);
        for (int i = 0; i < COUNT; i++) {
            byte[] input = mutator.next();
            try {
                switch (target) {
                    case SERVER -> an_association_ends_in_order_whatever_comes(input);
                    case CLIENT -> a_query_ends_in_order_whatever_comes(input);
                    case PDU -> a_pdu_is_refused_or_encoded_to_the_same_pdu(input);
                }
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "input " + i + " of seed " + SEED + ": "
                                + HexFormat.of().formatHex(input),
                        e);
            }
        }
    }
}
