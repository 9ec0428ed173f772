package org.diconde4j.net.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** DCMTK's archive, which answers C-ECHO, C-STORE, C-FIND, C-MOVE and C-GET. */
public final class Dcmqrscp {
    /** The AE title that it answers by. */
    public static final String TITLE = "QR";

    private Dcmqrscp() {}

    /**
     * Starts one that is empty. It is left out, as {@link Peers#dcmtk} says, where DCMTK is not installed.
     *
     * @param folder where its configuration, its objects and its log stand
     * @param maxPduLength the longest PDU that it takes, in bytes
     * @param moveDestination the only AE title that it moves objects to
     * @param destinationPort the port of that on this host
     * @return the running program
     * @throws IOException if its folder cannot be written
     */
    public static PeerServer start(Path folder, int maxPduLength, String moveDestination, int destinationPort)
            throws IOException {
        Path program = Peers.dcmtk("dcmqrscp");
        int port = PeerServer.freePort();
        Path store = Files.createTempDirectory(folder, "qr");
        Path configuration = Files.writeString(folder.resolve(store.getFileName() + ".cfg"), """
                NetworkTCPPort = %d
                MaxPDUSize = %d
                MaxAssociations = 16
                HostTable BEGIN
                us = (%s, 127.0.0.1, %d)
                HostTable END
                VendorTable BEGIN
                VendorTable END
                AETable BEGIN
                %s %s RW (100, 1024mb) ANY
                AETable END
                """.formatted(
                        port, maxPduLength, moveDestination, destinationPort, TITLE, store));
        return PeerServer.start(folder, port, program, "-v", "-c", configuration);
    }
}
