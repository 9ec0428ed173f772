package org.diconde4j.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * dcm4che-core's {@code DicomInputStream} as a peer. It is not on Maven Central, so it is not compiled against: its jars are
 * given at run time, and its methods are bound once, so that a call costs what a call costs.
 */
final class Dcm4che implements Reader {
    private static final String INPUT = "org.dcm4che3.io.DicomInputStream";

    private final MethodHandle ofStream;
    private final MethodHandle ofFile;
    private final MethodHandle untilPixelData;
    private final MethodHandle toEnd;

    /**
     * Binds the peer.
     *
     * @param jars dcm4che-core and slf4j-api, and what else they need, separated as on a class path
     */
    Dcm4che(String jars) {
        try {
            Class<?> input =
                    Class.forName(INPUT, true, new URLClassLoader(urls(jars), ClassLoader.getPlatformClassLoader()));
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodType constructor = MethodType.methodType(void.class, InputStream.class);
            MethodType generic = MethodType.methodType(InputStream.class, InputStream.class);
            Class<?> attributes = Class.forName("org.dcm4che3.data.Attributes", true, input.getClassLoader());
            MethodType read = MethodType.methodType(Object.class, InputStream.class);
            ofStream = lookup.findConstructor(input, constructor).asType(generic);
            ofFile = lookup.findConstructor(input, MethodType.methodType(void.class, File.class))
                    .asType(MethodType.methodType(InputStream.class, File.class));
            untilPixelData = lookup.findVirtual(input, "readDatasetUntilPixelData", MethodType.methodType(attributes))
                    .asType(read);
            toEnd = lookup.findVirtual(input, "readDataset", MethodType.methodType(attributes))
                    .asType(read);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no dcm4che-core 5.x with slf4j in " + jars + ": " + e, e);
        }
    }

    private static URL[] urls(String jars) {
        List<URL> urls = new ArrayList<>();
        for (String jar : jars.split(File.pathSeparator)) {
            Path path = Path.of(jar);
            if (!Files.isReadable(path)) {
                throw new IllegalArgumentException("the peer's jar " + path.toAbsolutePath() + " cannot be read");
            }
            try {
                urls.add(path.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return urls.toArray(URL[]::new);
    }

    @Override
    public Object header(InputStream in) throws IOException {
        try {
            return (Object) untilPixelData.invokeExact((InputStream) ofStream.invokeExact(in));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public Object header(Path file) throws IOException {
        try (InputStream in = (InputStream) ofFile.invokeExact(file.toFile())) {
            return (Object) untilPixelData.invokeExact(in);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public Object whole(InputStream in) throws IOException {
        try {
            return (Object) toEnd.invokeExact((InputStream) ofStream.invokeExact(in));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private static IOException failed(Throwable e) throws IOException {
        if (e instanceof Error error) {
            throw error;
        }
        throw e instanceof IOException io ? io : new IOException(e);
    }
}
