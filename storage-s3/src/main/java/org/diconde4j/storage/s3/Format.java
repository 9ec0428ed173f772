package org.diconde4j.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.UnsupportedFormatException;

/** The object {@code format}, which says what the bucket is, and in which version; and whether the service can do what is needed. */
final class Format {
    private static final String NAME = "format";
    private static final String DESCRIPTION = "FORMAT.md";
    private static final int VERSION = 2;
    private static final String TEXT =
            "diconde4j object store in S3, format " + VERSION + "\nFORMAT.md beside this object describes it.\n";
    private static final Pattern FORMAT =
            Pattern.compile("diconde4j object store in S3, format ([0-9]{1,9})\n.*", Pattern.DOTALL);

    private Format() {}

    /** Checks what is there, or makes it if there is nothing. */
    static void require(Service service) {
        Place place = service.place();
        if (!service.hasBucket()) {
            throw new StorageException("there is no bucket " + place.bucket() + " for the store " + place.uri()
                    + "; make it, or add the option createBucket=true");
        }
        byte[] found = service.bytes(NAME);
        if (found == null) {
            create(service);
            found = service.bytes(NAME);
        }
        byte[] text = found == null ? new byte[0] : found;
        if (check(place, new String(text, StandardCharsets.UTF_8)) < VERSION) {
            text = TEXT.getBytes(StandardCharsets.UTF_8);
            raise(service, text);
        }
        // The same text once more does no harm if the service heeds no condition.
        if (service.putIfAbsent(NAME, Body.of(text), Map.of(), false)) {
            throw new StorageException(
                    "the service of " + place.uri() + " ignores If-None-Match when it is given an object,"
                            + " so nothing would keep two writers from overwriting each other; use a service with conditional"
                            + " writes");
        }
        if (place.lock() != null && !service.hasObjectLock()) {
            throw new StorageException(
                    "the bucket " + place.bucket() + " has no object lock, which the URI " + place.uri()
                            + " asks for; it can only be turned on by the service, as a rule when the bucket is made");
        }
    }

    private static void create(Service service) {
        List<String> foreign = service.list("", "", 3).stream()
                .map(Service.Listed::name)
                .filter(name -> !name.equals(NAME) && !name.equals(DESCRIPTION))
                .toList();
        if (!foreign.isEmpty()) {
            throw new UnsupportedFormatException("there is no object store of diconde4j at "
                    + service.place().uri() + ": it has no object named format, but others, such as " + foreign.get(0)
                    + "; use another bucket or prefix for a new one");
        }
        service.putIfAbsent(DESCRIPTION, Body.of(description()), Map.of(), false);
        service.putIfAbsent(NAME, Body.of(TEXT.getBytes(StandardCharsets.UTF_8)), Map.of(), false);
    }

    /** What it says from now on is refused by versions that know no more than what it said; the rest is the same. */
    private static void raise(Service service, byte[] text) {
        service.put(DESCRIPTION, Body.of(description()), Map.of(), false);
        service.put(NAME, Body.of(text), Map.of(), false);
    }

    private static byte[] description() {
        try (InputStream description = Format.class.getResourceAsStream(DESCRIPTION)) {
            return description == null ? new byte[0] : description.readAllBytes();
        } catch (IOException e) {
            throw new StorageException("the description of the format can't be read: " + e, e);
        }
    }

    /** The format that there is, which is known. */
    private static int check(Place place, String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new UnsupportedFormatException("the object format in " + place.uri()
                    + " does not say which format the store has; expected \"diconde4j object store in S3, format N\","
                    + " found \"" + (text.length() <= 60 ? text.strip() : text.substring(0, 60) + "…") + "\"");
        }
        int found = Integer.parseInt(matcher.group(1));
        if (found > VERSION) {
            throw new UnsupportedFormatException("the store " + place.uri() + " has format " + found
                    + ", which a newer diconde4j wrote; this one reads formats up to " + VERSION
                    + ", so open it with the newer one; nothing was changed");
        }
        return found;
    }
}
