package org.diconde4j.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.diconde4j.net.Peer;
import org.diconde4j.net.tck.Orthanc;
import org.diconde4j.net.tck.TestAuthority;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * Every service with programs that nobody here wrote, as client and as server, plain and over TLS where they have it. The
 * table of docs/conformance.md is what came of it; {@code -Ddiconde4j.matrix=write} writes it there, {@code =skip} leaves it
 * out, since the peers don't depend on which JDK we run.
 */
@TestMethodOrder(OrderAnnotation.class)
class InteroperabilityTest {
    @TempDir
    static Path folder;

    /** The order of the table. */
    private static final List<String> SERVICES = List.of(
            "Verification",
            "Storage",
            "Query",
            "Retrieve by C-MOVE",
            "Retrieve by C-GET",
            CommitmentRows.SERVICE,
            WorkflowRows.WORKLIST,
            WorkflowRows.MPPS,
            WorkflowRows.UPS,
            WorkflowRows.IAN,
            NormalizedRows.SERVICE);

    private static final Map<Link, Orthanc> ORTHANC = new EnumMap<>(Link.class);
    private static Ours us;
    private static List<Row> rows;
    private static Matrix matrix;

    @BeforeAll
    static void start() throws Exception {
        assumeFalse(
                "skip".equals(System.getProperty("diconde4j.matrix")),
                "does not apply: the matrix runs on one JDK only");
        TestAuthority authority = TestAuthority.create("Works");
        Pem theirs = Pem.issuedBy(authority, "theirs", folder);
        List<Peer> destinations = new ArrayList<>(List.of(DcmtkClients.MOVESCU, Dcmjs.PEER));
        startOrthanc(theirs);
        ORTHANC.forEach((link, orthanc) ->
                destinations.add(new Peer(OrthancRows.title(link), "127.0.0.1", orthanc.dicomPort())));
        us = new Ours(Pem.issuedBy(authority, "ours", folder), destinations);
        Dcmtk dcmtk = new Dcmtk(us, theirs);
        OrthancRows orthanc = new OrthancRows(us, ORTHANC, folder);
        Dcmjs dcmjs = new Dcmjs(theirs, folder);
        rows = new ArrayList<>(new DcmtkClients(us, dcmtk, folder).rows());
        rows.addAll(new DcmtkServers(us, theirs, folder).rows());
        rows.addAll(orthanc.rows());
        rows.addAll(new DcmjsRows(us, dcmjs, folder).rows());
        rows.addAll(new CommitmentRows(us, orthanc, folder).rows());
        rows.addAll(new WorkflowRows(us, dcmtk, orthanc, dcmjs, folder).rows());
        rows.addAll(new NormalizedRows(us, dcmjs, folder).rows());
        rows.sort(Comparator.comparing((Row row) -> SERVICES.indexOf(row.service()))
                .thenComparing(row -> row.weAre() == Row.Role.SCU));
        matrix = new Matrix(rows);
    }

    private static void startOrthanc(Pem theirs) throws IOException {
        try {
            for (Link link : Link.values()) {
                Path home = Files.createDirectory(folder.resolve("orthanc-" + link));
                ORTHANC.put(link, Orthanc.start(home, OrthancRows.tls(theirs, link == Link.TLS)));
            }
        } catch (TestAbortedException e) {
            // not installed: its rows say so one by one, and the others run
        }
    }

    @AfterAll
    static void stop() {
        if (us != null) {
            us.close();
        }
        ORTHANC.values().forEach(Orthanc::close);
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> each_service_works_with_each_peer() {
        return rows.stream()
                .flatMap(row -> row.cases().entrySet().stream()
                        .map(entry -> DynamicTest.dynamicTest(row.name(entry.getKey()), () -> {
                            entry.getValue().run(entry.getKey());
                            matrix.passed(row, entry.getKey());
                        })));
    }

    @Test
    @Order(2)
    void the_table_in_the_documentation_is_what_ran() throws IOException {
        if ("write".equals(System.getProperty("diconde4j.matrix")) && matrix.complete()) {
            matrix.publish();
        }
        if (matrix.complete()) {
            assertThat(Matrix.published()).isEqualTo(matrix.lines());
        } else {
            assertThat(Matrix.published()).containsAll(matrix.lines());
        }
    }
}
