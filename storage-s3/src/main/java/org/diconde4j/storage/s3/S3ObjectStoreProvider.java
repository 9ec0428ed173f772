package org.diconde4j.storage.s3;

import java.net.URI;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectStoreProvider;
import org.diconde4j.storage.OpenOptions;

/**
 * Opens {@code s3://BUCKET/PREFIX}: a bucket as {@code FORMAT.md} describes it. Any number of processes may have the same one
 * open.
 *
 * <p>Options follow a question mark, parted by {@code &}:
 *
 * <ul>
 *   <li>{@code endpoint=http://HOST:PORT}: the service; that of Amazon if not said.
 *   <li>{@code region=REGION}: as the environment says if not said, {@code us-east-1} if there is an endpoint.
 *   <li>{@code pathStyle=true|false}: whether the bucket stands in the path and not in the name of the host; true if there is an
 *       endpoint.
 *   <li>{@code createBucket=true}: makes the bucket if there is none.
 *   <li>{@code lock=governance|compliance} and {@code lockDays=N}: locks each new object and receipt, quarantine aside, for so
 *       long; the bucket must have object lock.
 * </ul>
 *
 * <p>Credentials come from system properties, the environment, the profile, or the machine, as the AWS SDK looks for them,
 * never from the URI.
 */
public final class S3ObjectStoreProvider implements ObjectStoreProvider {
    /** For {@link java.util.ServiceLoader}. */
    public S3ObjectStoreProvider() {}

    @Override
    public boolean supports(URI uri) {
        return "s3".equalsIgnoreCase(uri.getScheme());
    }

    @Override
    public ObjectStore open(URI uri, OpenOptions options) {
        return S3ObjectStore.open(Place.of(uri));
    }
}
