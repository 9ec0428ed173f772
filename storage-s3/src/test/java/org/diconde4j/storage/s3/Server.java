package org.diconde4j.storage.s3;

import java.net.URI;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/** One S3 server for all tests of the module, in memory, which checks signatures and keeps the conditions of writes. */
final class Server {
    private static final S3Proxy PROXY = start();

    private Server() {}

    private static S3Proxy start() {
        try {
            Properties properties = new Properties();
            S3Proxy proxy = S3Proxy.builder()
                    .blobStore(BlobStores.create("transient-nio2", properties))
                    .endpoint(URI.create("http://127.0.0.1:0"))
                    .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "weld", "seam-17")
                    .build();
            proxy.start();
            return proxy;
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not start", e);
        }
    }

    static URI uri(String prefix) {
        return uri(prefix, "");
    }

    static URI uri(String prefix, String more) {
        return URI.create("s3://inspections/" + prefix + "?endpoint=http://127.0.0.1:" + PROXY.getPort()
                + "&createBucket=true" + more);
    }
}
