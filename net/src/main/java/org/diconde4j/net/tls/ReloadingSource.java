package org.diconde4j.net.tls;

import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads its files again when one of them has changed. */
final class ReloadingSource implements TlsSource {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadingSource.class);

    private final TlsFiles files;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile SSLContext context;
    private volatile String seen;

    ReloadingSource(TlsFiles files) {
        this.files = files;
        this.seen = files.stamp(); // before the reading, so that a change meanwhile is seen later
        this.context = files.load();
    }

    @Override
    public boolean hasKey() {
        return files.key() != null;
    }

    @Override
    public SSLContext context() {
        // While one thread reads, the others go on with what there is.
        if (!files.stamp().equals(seen) && loading.tryLock()) {
            try {
                seen = files.stamp();
                context = files.load();
                LOG.info("read the changed key, certificates or trust of {}", files.key());
            } catch (TlsException e) {
                LOG.warn("the changed TLS files cannot be used, the old ones stay in force: {}", e.getMessage());
            } finally {
                loading.unlock();
            }
        }
        return context;
    }
}
