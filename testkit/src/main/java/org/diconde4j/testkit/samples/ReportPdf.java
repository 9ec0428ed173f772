package org.diconde4j.testkit.samples;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A report of one page as a PDF 1.4 that is written by hand: built-in fonts, one grey picture, nothing compressed, so that
 * the bytes are the same everywhere. Text is Latin-1.
 */
final class ReportPdf {
    private static final int LEFT = 56;
    private static final int RIGHT = 539;

    private final StringBuilder page = new StringBuilder();
    private int y = 780;

    /** A line of large letters and a rule under it. */
    ReportPdf title(String title) {
        text("F2", 18, LEFT, title);
        y -= 14;
        return rule();
    }

    ReportPdf heading(String heading) {
        y -= 12;
        text("F2", 11, LEFT, heading);
        y -= 16;
        return this;
    }

    ReportPdf row(String... cells) {
        int step = (RIGHT - LEFT) / Math.max(cells.length, 3);
        for (int i = 0; i < cells.length; i++) {
            text("F1", 9, LEFT + i * step, cells[i]);
        }
        y -= 13;
        return this;
    }

    ReportPdf rule() {
        y += 4;
        page.append(String.format(Locale.ROOT, "0.6 w %d %d m %d %d l S\n", LEFT, y, RIGHT, y));
        y -= 14;
        return this;
    }

    /** Where the picture goes, which is given to {@link #toBytes}. */
    ReportPdf picture(int width, int height) {
        y -= height;
        page.append(String.format(Locale.ROOT, "q %d 0 0 %d %d %d cm /P Do Q\n", width, height, LEFT, y));
        y -= 12;
        return this;
    }

    /** Draws a rectangle on the picture that was placed last; in points from its upper left corner. */
    ReportPdf mark(int pictureHeight, double left, double top, double right, double bottom) {
        double lower = y + 12 + pictureHeight - bottom;
        page.append(String.format(
                Locale.ROOT,
                "0.8 w 0.85 0.1 0.1 RG %.1f %.1f %.1f %.1f re S 0 G\n",
                LEFT + left,
                lower,
                right - left,
                bottom - top));
        return this;
    }

    private void text(String font, int size, int x, String text) {
        String escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)");
        page.append(String.format(Locale.ROOT, "BT /%s %d Tf %d %d Td (%s) Tj ET\n", font, size, x, y, escaped));
    }

    byte[] toBytes(byte[] grey, int rows, int columns) {
        List<byte[]> objects = new ArrayList<>();
        objects.add(latin("<< /Type /Catalog /Pages 2 0 R >>"));
        objects.add(latin("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"));
        objects.add(latin("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources "
                + "<< /Font << /F1 5 0 R /F2 6 0 R >> /XObject << /P 7 0 R >> >> >>"));
        objects.add(stream("", latin(page.toString())));
        objects.add(font("Helvetica"));
        objects.add(font("Helvetica-Bold"));
        objects.add(stream(
                "/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 /Width " + columns
                        + " /Height " + rows,
                grey));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(latin("%PDF-1.4\n%\u00E2\u00E3\u00CF\u00D3\n"));
        StringBuilder table = new StringBuilder("0000000000 65535 f \n");
        for (int i = 0; i < objects.size(); i++) {
            table.append(String.format(Locale.ROOT, "%010d 00000 n \n", out.size()));
            out.writeBytes(latin(i + 1 + " 0 obj\n"));
            out.writeBytes(objects.get(i));
            out.writeBytes(latin("\nendobj\n"));
        }
        int count = objects.size() + 1;
        String trailer = "xref\n0 " + count + "\n" + table + "trailer\n<< /Size " + count
                + " /Root 1 0 R >>\nstartxref\n" + out.size() + "\n%%EOF\n";
        out.writeBytes(latin(trailer));
        return out.toByteArray();
    }

    private static byte[] font(String name) {
        return latin("<< /Type /Font /Subtype /Type1 /BaseFont /" + name + " /Encoding /WinAnsiEncoding >>");
    }

    private static byte[] stream(String entries, byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 100);
        out.writeBytes(latin("<< " + entries + " /Length " + bytes.length + " >>\nstream\n"));
        out.writeBytes(bytes);
        out.writeBytes(latin("\nendstream"));
        return out.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
