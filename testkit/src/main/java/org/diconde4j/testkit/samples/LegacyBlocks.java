package org.diconde4j.testkit.samples;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.VR;

/** What DICONDE equipment wrote in private blocks before its attributes had public tags. */
final class LegacyBlocks {
    private LegacyBlocks() {}

    static Dataset all() {
        String iod = "astm.org/diconde/iod/";
        Dataset indication = Dataset.builder()
                .set(0x00210010, VR.LO, iod + "NdeIndication")
                .set(0x00211014, VR.IS, "1")
                .set(0x00211016, VR.SH, "CORROSION 1")
                .set(0x00211018, VR.ST, "Wall loss at the outer bend")
                .set(0x0021101A, VR.CS, "CORROSION")
                .set(0x0021101C, VR.CS, "HOLD")
                .build();
        Dataset evaluator = Dataset.builder()
                .set(0x00210010, VR.LO, iod + "NdeIndication")
                .set(0x00211004, VR.IS, "1")
                .set(0x00211006, VR.PN, "Sato^Ken")
                .set(0x00211008, VR.IS, "1")
                .setItems(0x00211012, indication)
                .build();
        return Dataset.builder()
                .set(0x00090010, VR.LO, iod + "ComponentStudy")
                .set(0x00091020, VR.DA, "20410504")
                .set(0x00110010, VR.LO, iod + "Component")
                .set(0x00111025, VR.ST, "Hot bent from seamless pipe")
                .set(0x00111028, VR.ST, "Rohrwerk Süd")
                .set(0x00111030, VR.DS, "7.1")
                .set(0x00111042, VR.ST, "16Mo3")
                .set(0x00111050, VR.CS, "CYLH")
                .set(0x00111054, VR.DS, "114.3")
                .set(0x00210010, VR.LO, iod + "NdeIndication")
                .setItems(0x00211002, evaluator)
                .build();
    }
}
