package org.diconde4j.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/** An S3 server in a process of its own, so that it can be killed: {@code S3Server FOLDER PORT KEY SECRET}. */
public final class S3Server {
    private S3Server() {}

    /** Serves until it is killed; the first line of standard output is the port. */
    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.setProperty(
                "jclouds.filesystem.basedir",
                Files.createDirectories(Path.of(args[0])).toString());
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .endpoint(URI.create("http://127.0.0.1:" + args[1]))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, args[2], args[3])
                .build();
        proxy.start();
        System.out.println(proxy.getPort());
        Thread.currentThread().join();
    }
}
