package org.diconde4j.net.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One address or a network in the notation of CIDR (RFC 4632, RFC 4291 2.3). Never asks a name service. */
record AddressRange(InetAddress network, int prefix) {
    private static final Pattern TEXT =
            Pattern.compile("\\[?((?:\\d{1,3}\\.){3}\\d{1,3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)]?(?:/(\\d{1,3}))?");

    static AddressRange parse(String text) {
        Matcher m = TEXT.matcher(text.strip());
        if (!m.matches()) {
            throw wrong(text);
        }
        try {
            InetAddress address = InetAddress.getByName(m.group(1));
            int bits = address.getAddress().length * 8;
            int prefix = m.group(2) == null ? bits : Integer.parseInt(m.group(2));
            if (prefix > bits) {
                throw wrong(text);
            }
            return new AddressRange(address, prefix);
        } catch (UnknownHostException e) {
            throw wrong(text);
        }
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "address \"" + text + "\", expected one such as 10.0.0.7, 10.0.0.0/8 or 2001:db8::/32");
    }

    boolean contains(InetAddress address) {
        byte[] a = network.getAddress();
        byte[] b = address.getAddress();
        if (a.length != b.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((a[bit >> 3] & mask) != (b[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }
}
