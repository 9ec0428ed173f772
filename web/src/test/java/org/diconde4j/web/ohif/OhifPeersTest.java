package org.diconde4j.web.ohif;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.diconde4j.io.DicomObject;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.testkit.TestArchive;
import org.diconde4j.testkit.samples.NdeSamples;
import org.diconde4j.web.DicomWeb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OHIF's viewer, as it is published, shows what the archive has. */
class OhifPeersTest {
    private static final String CONFIGURATION = """
            window.config = {
              routerBasename: null,
              extensions: [],
              modes: [],
              showStudyList: true,
              investigationalUseDialog: { option: 'never' },
              maxNumberOfWebWorkers: 2,
              defaultDataSourceName: 'archive',
              dataSources: [{
                namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
                sourceName: 'archive',
                configuration: {
                  friendlyName: 'diconde4j',
                  qidoRoot: '/dicom-web',
                  wadoRoot: '/dicom-web',
                  qidoSupportsIncludeField: true,
                  imageRendering: 'wadors',
                  thumbnailRendering: 'wadors',
                  enableStudyLazyLoad: true,
                  supportsFuzzyMatching: true,
                  supportsWildcard: true,
                  bulkDataURI: { enabled: true },
                },
              }],
            };
            """;

    @Test
    void shows_the_list_of_studies_and_draws_their_series(@TempDir Path folder) throws Exception {
        Path ohif = Peers.npm("@ohif/app").resolve("@ohif/app/dist");
        NdeSamples samples = NdeSamples.seeded(41);
        try (TestArchive archive = TestArchive.start()) {
            archive.archive().store(samples.weldRadiograph());
            for (DicomObject slice : samples.castingCt()) {
                archive.archive().store(slice);
            }
            try (Site site = new Site(
                            ohif,
                            Map.of("/app-config.js", CONFIGURATION.getBytes(UTF_8)),
                            DicomWeb.of(archive.archive()));
                    Chromium browser = Chromium.start(folder)) {
                browser.open(site.uri().toString());
                browser.await(shown("Globe valve DN100 with welded nozzle"));
                browser.await(shown("CT\\\\DX"));
                look(browser, "list");

                browser.open(site.uri() + "/viewer?StudyInstanceUIDs=" + samples.studyInstanceUid());
                browser.await(shown("Skip all"));
                browser.click(button("Skip all"), 1);
                browser.await("document.querySelectorAll('[data-cy=study-browser-thumbnail]').length === 2");
                browser.await(shown("L:\\n11000")); // the window that the weld brings with it
                awaitGreys(browser, "weld");

                browser.click("document.querySelectorAll('[data-cy=study-browser-thumbnail]')[1]", 2);
                browser.await(shown("1/24"));
                awaitGreys(browser, "casting");
                assertThat(browser.errors()).isEmpty();
            }
        }
    }

    private static String shown(String text) {
        return "document.body?.innerText.includes('" + text + "')";
    }

    private static String button(String text) {
        return "[...document.querySelectorAll('button,span,a')].find(e => e.innerText === '" + text + "')";
    }

    /** Keeps the window's picture for people. */
    private static BufferedImage look(Chromium browser, String name) throws IOException {
        byte[] picture = browser.picture();
        Path folder = Files.createDirectories(Path.of("target", "ohif"));
        Files.write(folder.resolve(name + ".png"), picture);
        return ImageIO.read(new ByteArrayInputStream(picture));
    }

    /** Waits until the middle of the window has an image and no plain surface. */
    private static void awaitGreys(Chromium browser, String name) throws IOException, InterruptedException {
        int greys = 0;
        for (int i = 0; i < 100 && greys < 60; i++) {
            Thread.sleep(100);
            BufferedImage picture = look(browser, name);
            greys = (int) IntStream.range(0, 200 * 200)
                    .map(at ->
                            picture.getRGB(picture.getWidth() / 2 + at % 200, picture.getHeight() / 2 - 100 + at / 200))
                    .distinct()
                    .count();
        }
        assertThat(greys).as("greys in the middle of %s.png", name).isGreaterThanOrEqualTo(60);
    }
}
