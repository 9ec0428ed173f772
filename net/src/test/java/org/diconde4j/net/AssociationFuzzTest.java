package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.diconde4j.dict.UID;
import org.diconde4j.net.internal.dimse.Command;
import org.diconde4j.net.internal.scp.MemoryTransport;
import org.diconde4j.net.internal.scp.Server;
import org.diconde4j.net.internal.scp.ServerConfig;
import org.diconde4j.net.internal.ul.UlResources;
import org.diconde4j.net.pdu.Pdu;
import org.diconde4j.net.pdu.PduDecoder;
import org.diconde4j.net.pdu.PduEncoder;
import org.diconde4j.net.pdu.PduException;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.tck.RawPdu;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        resources = new UlResources("fuzz-watchdog", config.ul(), 4096, 4);
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
            MemoryTransport peer = new MemoryTransport(input, 1 + Math.floorMod(Arrays.hashCode(input), 4096));
            peer.serve(server, config, resources);
            assertThat(peer.closed()).isTrue();
            isPdus(peer.output());
        });
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mutations_do_no_harm(boolean whole) {
        List<byte[]> seeds = (whole ? conversations() : pdus()).toList();
        StreamMutator mutator = new StreamMutator(seeds, SEED);
        for (int i = 0; i < COUNT; i++) {
            byte[] input = mutator.next();
            try {
                if (whole) {
                    an_association_ends_in_order_whatever_comes(input);
                } else {
                    a_pdu_is_refused_or_encoded_to_the_same_pdu(input);
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
